using DbUp;
using DbUp.Engine.Output;
using Microsoft.Extensions.Logging;

namespace Murdoch.Grains.Storage;

/// <summary>Brings the schema to this executable's version by numbered scripts, one process at a time.</summary>
public sealed partial class DatabaseMigrations(Database database, TimeProvider time, ILogger<DatabaseMigrations> logger)
{
    private const string ScriptPrefix = "Murdoch.Grains.Storage.Migrations.Sqlite.";

    /// <summary>How long another process may take for its migration.</summary>
    private static readonly TimeSpan LockDeadline = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(20);

    /// <returns>The names of the scripts that were run; none when the schema was current.</returns>
    /// <exception cref="DatabaseTooNewException">A newer Murdoch has worked with this database.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        await using var _ = await Lock(cancellationToken);
        var engine = DeployChanges.To.SqliteDatabase(database.ConnectionString)
            .WithScriptsEmbeddedInAssembly(typeof(DatabaseMigrations).Assembly, name => name.StartsWith(ScriptPrefix, StringComparison.Ordinal))
            .WithTransactionPerScript().LogTo(new Log(logger)).Build();
        var known = engine.GetDiscoveredScripts().Select(script => script.Name).ToHashSet();
        var unknown = engine.GetExecutedScripts().Where(name => !known.Contains(name)).Select(name => name[ScriptPrefix.Length..]).ToArray();
        if (unknown.Length > 0) throw new DatabaseTooNewException(database.Path, unknown);
        var result = engine.PerformUpgrade();
        if (!result.Successful) throw result.Error;
        return [.. result.Scripts.Select(script => script.Name[ScriptPrefix.Length..])];
    }

    /// <summary>A file beside the database that only one process can hold: SQLite's own lock would stop the scripts themselves.</summary>
    private async Task<FileStream> Lock(CancellationToken cancellationToken)
    {
        var path = database.Path + ".migrating";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var started = time.GetTimestamp();
        while (true)
        {
            try { return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose); }
            catch (IOException) when (time.GetElapsedTime(started) < LockDeadline && File.Exists(path)) { await Task.Delay(LockPoll, time, cancellationToken); }
        }
    }

    private sealed class Log(ILogger logger) : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args) { }
        public void LogDebug(string format, params object[] args) { }
        public void LogInformation(string format, params object[] args) => LogStep(logger, Text(format, args));
        public void LogWarning(string format, params object[] args) => LogProblem(logger, null, Text(format, args));
        public void LogError(string format, params object[] args) => LogProblem(logger, null, Text(format, args));
        public void LogError(Exception ex, string format, params object[] args) => LogProblem(logger, ex, Text(format, args));

        private static string Text(string format, object[] args) => string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Migration: {Step}")]
    private static partial void LogStep(ILogger logger, string step);

    [LoggerMessage(Level = LogLevel.Error, Message = "Migration: {Problem}")]
    private static partial void LogProblem(ILogger logger, Exception? exception, string problem);
}

/// <summary>The schema is newer than this executable: going on could destroy what it does not know.</summary>
public sealed class DatabaseTooNewException(string path, IEnumerable<string> scripts)
    : Exception($"The database {path} was used by a newer Murdoch (it has {string.Join(", ", scripts)}). Start that version or restore a backup from before.");
