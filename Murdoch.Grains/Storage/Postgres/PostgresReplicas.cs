using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace Murdoch.Grains.Storage.Postgres;

/// <summary>The replicas that may be read from, in turn. One that is too far behind or cannot be reached is passed by and looked at again.</summary>
internal sealed partial class PostgresReplicas : IDisposable
{
    private readonly PostgresReplica[] _replicas;
    private readonly DatabaseOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly List<PrimaryPosition> _primary = [];
    private readonly Dictionary<PostgresReplica, string?> _told = [];
    private uint _turn;

    public PostgresReplicas(NpgsqlConnectionStringBuilder primary, DatabaseOptions options, TimeProvider time, ILogger logger, Meter meter)
    {
        (_options, _time, _logger) = (options, time, logger);
        _replicas = [.. (options.ReadReplicas ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(address =>
        {
            var parts = address.Split(':');
            var settings = new NpgsqlConnectionStringBuilder(primary.ConnectionString)
            {
                Host = parts[0],
                Port = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : PostgresAddress.DefaultPort,
                MaxPoolSize = options.Readers + 1,
            };
            return new PostgresReplica($"{settings.Host}:{settings.Port}", NpgsqlDataSource.Create(settings), time);
        })];
        meter.CreateObservableGauge("db_replica_lag_seconds", () => _replicas.Where(replica => replica.Lag is not null)
            .Select(replica => new Measurement<double>(replica.Lag!.Value.TotalSeconds, new KeyValuePair<string, object?>("replica", replica.Name))), "s", "How far a replica is behind");
    }

    public bool Any => _replicas.Length > 0;
    public int Count => _replicas.Length;

    /// <summary>Those that may be read from now, beginning with the one whose turn it is.</summary>
    public IEnumerable<PostgresReplica> InTurn()
    {
        var first = Interlocked.Increment(ref _turn);
        for (uint next = 0; next < _replicas.Length; next++)
        {
            var replica = _replicas[(first + next) % _replicas.Length];
            if (replica.Problem is null) yield return replica;
        }
    }

    /// <summary>Looks at all of them. Not for two threads at once.</summary>
    public async Task Check(NpgsqlDataSource primary, CancellationToken cancellationToken)
    {
        await LookAt(primary, cancellationToken);
        var allowed = TimeSpan.FromSeconds(_options.ReplicaMaxLagSeconds);
        await Task.WhenAll(_replicas.Select(replica => replica.Check(_primary, allowed, _options.ConnectTimeoutSeconds, cancellationToken)));
        foreach (var replica in _replicas)
        {
            var (problem, before) = (replica.Problem, _told.GetValueOrDefault(replica, ""));
            _told[replica] = problem;
            if (problem == before) continue;
            if (problem is null) LogUsed(replica.Name);
            else LogSkipped(replica.Name, problem);
        }
    }

    public void Dispose()
    {
        foreach (var replica in _replicas) replica.Dispose();
    }

    private async Task LookAt(NpgsqlDataSource primary, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = primary.CreateCommand("SELECT pg_current_wal_lsn()");
            command.CommandTimeout = _options.ConnectTimeoutSeconds;
            var at = _time.GetTimestamp();
            _primary.Add(new(at, (NpgsqlLogSequenceNumber)(await command.ExecuteScalarAsync(cancellationToken))!));
        }
        catch (NpgsqlException exception)
        {
            // Without a primary nothing new is written: who has reached what it had is not behind.
            LogPrimaryAway(DatabaseProblems.Describe(exception));
        }
        var kept = TimeSpan.FromSeconds(_options.ReplicaMaxLagSeconds * 2) + TimeSpan.FromMilliseconds(_options.ReplicaCheckMilliseconds);
        while (_primary.Count > 1 && _time.GetElapsedTime(_primary[0].At) > kept) _primary.RemoveAt(0);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "History is read from the replica {Name}")]
    private partial void LogUsed(string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Nothing is read from the replica {Name}: {Problem}")]
    private partial void LogSkipped(string name, string problem);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The primary could not be asked how far it is: {Problem}")]
    private partial void LogPrimaryAway(string problem);
}
