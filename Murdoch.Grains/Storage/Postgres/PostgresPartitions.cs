using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Murdoch.Grains.Storage.Postgres;

/// <summary>
/// Makes the months of <c>violations</c> ahead, one silo of a cluster at a time. What belongs to no month, because it is older or because nobody could
/// make one in time, waits in the default partition, so no write ever needs a table to be made; a month that is made later takes its rows out of there.
/// </summary>
internal sealed partial class PostgresPartitions(IOptions<DatabaseOptions> options, TimeProvider time, ILogger<PostgresPartitions> logger)
{
    // Whoever reads holds every month for that long at most; behind a waiting lock all writes would queue up.
    private const string LockTimeout = "SET LOCAL lock_timeout = '2s'";

    /// <summary>Makes this month and those ahead that are missing.</summary>
    /// <returns>The names of those that were made.</returns>
    public async Task<IReadOnlyList<string>> MakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var first = new DateTime(now.Year, now.Month, 1, 0, 0, 0, DateTimeKind.Utc);
        var made = new List<string>();
        for (var ahead = 0; ahead <= options.Value.PartitionsAhead; ahead++)
        {
            var month = first.AddMonths(ahead);
            if (await TryMake(connection, month, cancellationToken)) made.Add(Name(month));
        }
        if (made.Count > 0) LogMade(string.Join(", ", made));
        return made;
    }

    private static string Name(DateTime month) => month.ToString("'violations_'yyyy'_'MM", CultureInfo.InvariantCulture);

    private static async Task<bool> TryMake(NpgsqlConnection connection, DateTime month, CancellationToken cancellationToken)
    {
        var (name, from, to) = (Name(month), Bound(month), Bound(month.AddMonths(1)));
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var check = new NpgsqlCommand($"SELECT pg_try_advisory_xact_lock({PostgresLocks.Partitions}) AND to_regclass('{name}') IS NULL", connection);
        if (!(bool)(await check.ExecuteScalarAsync(cancellationToken))!) return false;
        // To attach a table blocks nobody but the default partition's users, for as long as that has strays of this month to give away.
        await using var make = new NpgsqlCommand($"""
            {LockTimeout};
            CREATE TABLE {name} (LIKE violations INCLUDING DEFAULTS);
            LOCK TABLE violations_default IN ACCESS EXCLUSIVE MODE;
            WITH strays AS (DELETE FROM violations_default WHERE timestamp >= {from} AND timestamp < {to} RETURNING *) INSERT INTO {name} SELECT * FROM strays;
            ALTER TABLE violations ATTACH PARTITION {name} FOR VALUES FROM ({from}) TO ({to});
            """, connection);
        await make.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static string Bound(DateTime month) => string.Create(CultureInfo.InvariantCulture, $"'{month:yyyy-MM-dd} 00:00:00+00'");

    [LoggerMessage(Level = LogLevel.Information, Message = "Months made for violations: {Names}")]
    private partial void LogMade(string names);
}
