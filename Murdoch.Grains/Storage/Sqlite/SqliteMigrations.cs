using DbUp;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Storage.Sqlite;

internal sealed class SqliteMigrations(SqliteDatabase database, IOptions<DatabaseOptions> options, TimeProvider time, ILogger<DatabaseMigrations> logger)
    : DatabaseMigrations(database, "Sqlite", logger)
{
    public override async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        MakeFolder();
        // One transaction around everything is the lock as well: SQLite lets one process write. Closing undoes what was not committed.
        await using var connection = await OpenLocked(cancellationToken);
        var applied = await Task.Run(() =>
        {
            using var shared = new SharedConnection(connection);
            return Upgrade(DeployChanges.To.SqliteDatabase(shared).WithoutTransaction());
        }, cancellationToken);
        Execute(connection, "COMMIT");
        return applied;
    }

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
}
