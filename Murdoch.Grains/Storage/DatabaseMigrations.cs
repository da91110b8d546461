using System.Data.Common;
using System.Globalization;
using DbUp.Builder;
using DbUp.Engine.Output;
using Microsoft.Extensions.Logging;
using Murdoch.Grains.Storage.Sqlite;

namespace Murdoch.Grains.Storage;

/// <summary>Brings the schema to this executable's version by numbered scripts, one process at a time, all of them or none.</summary>
/// <param name="folder">Where this database's scripts are.</param>
public abstract partial class DatabaseMigrations(Database database, string folder, ILogger<DatabaseMigrations> logger)
{
    private readonly string _prefix = $"Murdoch.Grains.Storage.Migrations.{folder}.";

    private protected static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(20);

    /// <returns>The names of the scripts that were run; none when the schema was current.</returns>
    /// <exception cref="DatabaseTooNewException">A newer Murdoch has worked with this database.</exception>
    /// <exception cref="DatabaseUnavailableException">It cannot be opened, or another process migrates for too long.</exception>
    public abstract Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken);

    /// <summary>Makes the database ready as it is, for a command that looks at it beside a running Murdoch and must not change it.</summary>
    /// <exception cref="DatabaseUnavailableException">It is not there, or its schema is that of another version.</exception>
    public async Task OpenAsIsAsync(CancellationToken cancellationToken)
    {
        if (database is SqliteDatabase file && !File.Exists(file.Path)) throw new DatabaseUnavailableException(database.Name, "there is no such file", null);
        database.MarkReady();
        HashSet<string> applied;
        try
        {
            applied = await database.Read(session => session["SELECT scriptname FROM schemaversions"].Query(row => row.GetString(0)).ToHashSet(), cancellationToken);
        }
        catch (DbException exception) { throw new DatabaseUnavailableException(database.Name, DatabaseProblems.Describe(exception), exception); }
        var scripts = typeof(DatabaseMigrations).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(_prefix, StringComparison.Ordinal));
        if (!applied.SetEquals(scripts)) throw new DatabaseUnavailableException(database.Name, "its schema is that of another version; start this one on it first", null);
    }

    private protected string[] Upgrade(UpgradeEngineBuilder builder)
    {
        // Variables would take the dollar signs of a script for their own.
        var engine = builder.WithScriptsEmbeddedInAssembly(typeof(DatabaseMigrations).Assembly, name => name.StartsWith(_prefix, StringComparison.Ordinal))
            .WithVariablesDisabled().LogTo(new Log(logger)).Build();
        var known = engine.GetDiscoveredScripts().Select(script => script.Name).ToHashSet();
        var unknown = engine.GetExecutedScripts().Where(name => !known.Contains(name)).Select(ShortName).ToArray();
        if (unknown.Length > 0) throw new DatabaseTooNewException(database.Name, unknown);
        var result = engine.PerformUpgrade();
        return result.Successful ? [.. result.Scripts.Select(script => ShortName(script.Name))] : throw result.Error;
    }

    private string ShortName(string name) => name.StartsWith(_prefix, StringComparison.Ordinal) ? name[_prefix.Length..] : name;

    private sealed class Log(ILogger logger) : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args) { }
        public void LogDebug(string format, params object[] args) { }
        public void LogInformation(string format, params object[] args) => LogStep(logger, Text(format, args));
        public void LogWarning(string format, params object[] args) => LogProblem(logger, null, Text(format, args));
        public void LogError(string format, params object[] args) => LogProblem(logger, null, Text(format, args));
        public void LogError(Exception ex, string format, params object[] args) => LogProblem(logger, ex, Text(format, args));

        private static string Text(string format, object[] args) => string.Format(CultureInfo.InvariantCulture, format, args);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Migration: {Step}")]
    private static partial void LogStep(ILogger logger, string step);

    [LoggerMessage(Level = LogLevel.Error, Message = "Migration: {Problem}")]
    private static partial void LogProblem(ILogger logger, Exception? exception, string problem);
}
