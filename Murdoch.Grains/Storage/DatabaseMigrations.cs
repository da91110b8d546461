using System.Globalization;
using DbUp;
using DbUp.Engine.Output;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Storage;

/// <summary>Brings the schema to this executable's version by numbered scripts, one process at a time, all of them or none.</summary>
public sealed partial class DatabaseMigrations(Database database, IOptions<DatabaseOptions> options, TimeProvider time, ILogger<DatabaseMigrations> logger)
{
    private const string ScriptPrefix = "Murdoch.Grains.Storage.Migrations.Sqlite.";
    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(20);

    /// <returns>The names of the scripts that were run; none when the schema was current.</returns>
    /// <exception cref="DatabaseTooNewException">A newer Murdoch has worked with this database.</exception>
    /// <exception cref="DatabaseUnavailableException">The file cannot be opened or made.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        MakeFolder();
        // One transaction around everything is the lock as well: SQLite lets one process write. Closing undoes what was not committed.
        await using var connection = await OpenLocked(cancellationToken);
        var applied = await Task.Run(() => Upgrade(connection), cancellationToken);
        Execute(connection, "COMMIT");
        return applied;
    }

    private string[] Upgrade(SqliteConnection connection)
    {
        using var shared = new SharedConnection(connection);
        var engine = DeployChanges.To.SqliteDatabase(shared)
            .WithScriptsEmbeddedInAssembly(typeof(DatabaseMigrations).Assembly, name => name.StartsWith(ScriptPrefix, StringComparison.Ordinal))
            .WithoutTransaction().LogTo(new Log(logger)).Build();
        var known = engine.GetDiscoveredScripts().Select(script => script.Name).ToHashSet();
        var unknown = engine.GetExecutedScripts().Where(name => !known.Contains(name)).Select(ShortName).ToArray();
        if (unknown.Length > 0) throw new DatabaseTooNewException(database.Path, unknown);
        var result = engine.PerformUpgrade();
        return result.Successful ? [.. result.Scripts.Select(script => ShortName(script.Name))] : throw result.Error;
    }

    private static string ShortName(string name) => name.StartsWith(ScriptPrefix, StringComparison.Ordinal) ? name[ScriptPrefix.Length..] : name;

    private void MakeFolder()
    {
        try { Directory.CreateDirectory(Path.GetDirectoryName(database.Path)!); }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseUnavailableException(database.Path, exception.Message.TrimEnd('.'), exception);
        }
    }

    private async Task<SqliteConnection> OpenLocked(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try { return await Task.Run(OpenLockedOnce, cancellationToken); }
            catch (SqliteException exception)
            {
                var isHeld = exception.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED;
                if (!isHeld || time.GetElapsedTime(started) >= TimeSpan.FromSeconds(options.Value.MigrationLockSeconds))
                    throw new DatabaseUnavailableException(database.Path, DatabaseProblems.Describe(exception), exception);
                await Task.Delay(LockPoll, time, cancellationToken);
            }
        }
    }

    private SqliteConnection OpenLockedOnce()
    {
        var connection = database.Open();
        try
        {
            Execute(connection, "BEGIN IMMEDIATE");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

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
