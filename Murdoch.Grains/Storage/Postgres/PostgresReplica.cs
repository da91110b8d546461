using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;

namespace Murdoch.Grains.Storage.Postgres;

/// <summary>How far the primary was when somebody looked.</summary>
/// <param name="At">A timestamp of the clock that measures lag.</param>
internal readonly record struct PrimaryPosition(long At, NpgsqlLogSequenceNumber Position);

/// <summary>One server that follows the primary.</summary>
internal sealed class PostgresReplica(string name, NpgsqlDataSource source, TimeProvider time) : IDisposable
{
    private const string Look = """
        SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn(), COALESCE(EXTRACT(EPOCH FROM clock_timestamp() - pg_last_xact_replay_timestamp()), 0)::double precision
        """;

    private volatile string? _problem = "it was not asked yet";

    public string Name => name;

    /// <summary>Why nothing is read here; null when all is well.</summary>
    public string? Problem => _problem;

    /// <summary>How old what one reads here may be; null when that is not known.</summary>
    public TimeSpan? Lag { get; private set; }

    /// <summary>Sessions that nobody reads with at the moment.</summary>
    public ConcurrentBag<DatabaseSession> Idle { get; } = [];

    public DatabaseSession Open() => new(source.OpenConnection(), PostgresValues.Convert);

    /// <summary>Nothing is read here until the next look that finds it well.</summary>
    public void Skip(string problem) => _problem = problem;

    /// <param name="primary">Where the primary was, the oldest first.</param>
    public async Task Check(IReadOnlyList<PrimaryPosition> primary, TimeSpan allowed, int timeoutSeconds, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var command = new NpgsqlCommand(Look, connection) { CommandTimeout = timeoutSeconds };
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            await row.ReadAsync(cancellationToken);
            var follows = row.GetBoolean(0) && !await row.IsDBNullAsync(1, cancellationToken);
            Lag = follows ? Behind(primary, row.GetFieldValue<NpgsqlLogSequenceNumber>(1), TimeSpan.FromSeconds(row.GetDouble(2))) : null;
            _problem = !follows ? "it follows no primary" : Lag > allowed ? $"it lags behind by more than {allowed.TotalSeconds:0.#} s" : null;
        }
        catch (NpgsqlException exception)
        {
            Lag = null;
            _problem = DatabaseProblems.Describe(exception);
        }
    }

    public void Dispose()
    {
        _problem = "the process ends";
        while (Idle.TryTake(out var session)) session.Dispose();
        source.Dispose();
    }

    /// <summary>
    /// The age of the oldest position that was not replayed. Clocks of servers do not matter, nor does it that a primary without writes sends nothing; only who
    /// has not even reached the oldest position known here is believed what it says of itself.
    /// </summary>
    private TimeSpan Behind(IReadOnlyList<PrimaryPosition> primary, NpgsqlLogSequenceNumber replayed, TimeSpan sinceLastReplay)
    {
        foreach (var (at, position) in primary)
        {
            if (position <= replayed) continue;
            var age = time.GetElapsedTime(at);
            return at == primary[0].At && sinceLastReplay > age ? sinceLastReplay : age;
        }
        return TimeSpan.Zero;
    }
}
