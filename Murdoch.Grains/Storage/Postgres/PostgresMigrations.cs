using DbUp;
using DbUp.Postgresql;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Murdoch.Grains.Storage.Postgres;

internal sealed class PostgresMigrations(PostgresDatabase database, PostgresPartitions partitions, IOptions<DatabaseOptions> options, TimeProvider time, ILogger<DatabaseMigrations> logger)
    : DatabaseMigrations(database, "Postgres", logger)
{
    public override async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Of the session: the migrations run in a connection and a transaction of their own. Closing gives the lock back.
            await using var connection = await database.Primary.OpenConnectionAsync(cancellationToken);
            await Lock(connection, cancellationToken);
            try
            {
                var applied = await Task.Run(() => Upgrade(DeployChanges.To.PostgresqlDatabase(new PostgresqlConnectionManager(database.Primary)).WithTransaction()), cancellationToken);
                await partitions.MakeAsync(connection, cancellationToken);
                return applied;
            }
            finally
            {
                // A connection that goes back into the pool keeps its locks.
                await using var unlock = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", connection);
                await unlock.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
        catch (NpgsqlException exception) when (DatabaseProblems.IsTrouble(exception))
        {
            throw new DatabaseUnavailableException(database.Name, DatabaseProblems.Describe(exception), exception);
        }
    }

    private async Task Lock(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await using var attempt = new NpgsqlCommand("SELECT pg_try_advisory_lock(@key)", connection) { Parameters = { new("key", PostgresLocks.Migrations) } };
        while (!(bool)(await attempt.ExecuteScalarAsync(cancellationToken))!)
        {
            if (time.GetElapsedTime(started) >= TimeSpan.FromSeconds(options.Value.MigrationLockSeconds))
                throw new DatabaseUnavailableException(database.Name, "another process migrates it", null);
            await Task.Delay(LockPoll, time, cancellationToken);
        }
    }
}
