using System.Data.Common;
using Microsoft.Data.Sqlite;
using Murdoch.Simulator;
using Murdoch.TestCluster.Processes;
using Murdoch.TestCluster.Servers;
using Npgsql;

namespace Murdoch.TestCluster;

/// <summary>
/// A stand-in Discord in this process, and around it as in production, each a process of its own: PostgreSQL with a streaming replica, Redis, and any
/// number of <c>murdoch run</c>. Everything listens on loopback and ends with this object or this process.
/// </summary>
public sealed class Cluster : IAsyncDisposable
{
    private const string Token = "MTAw.cluster.token";
    private const string Database = "murdoch";
    private static readonly TimeSpan IdentifyWindow = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShardsDeadline = TimeSpan.FromSeconds(60);
    private readonly ClusterOptions _options;
    private readonly List<MurdochProcess?> _silos = [];
    private PostgresServer? _replica;

    private Cluster(ClusterOptions options, RunFolder folder, SimulatorServer discord) => (_options, Folder, Discord) = (options, folder, discord);

    public RunFolder Folder { get; }
    public SimulatorServer Discord { get; }
    public PostgresServer? Postgres { get; private set; }
    public RedisServer? Redis { get; private set; }
    public int Shards => _options.Shards;

    /// <summary>By number; null while it is down.</summary>
    public IReadOnlyList<MurdochProcess?> Silos => _silos;

    /// <summary>Starts everything but the silos.</summary>
    public static async Task<Cluster> Prepare(ClusterOptions options)
    {
        var folder = RunFolder.Create();
        var discord = await SimulatorServer.StartAsync(new()
        {
            Token = Token,
            Guilds = options.Guilds,
            Members = options.Members,
            Seed = options.Seed,
            Shards = options.Shards,
            MaxConcurrency = options.Shards,
            IdentifyWindow = IdentifyWindow,
            RateLimitScale = 0,
            JournalEntries = 1_000_000,
        });
        var cluster = new Cluster(options, folder, discord);
        try
        {
            if (options.Servers) await cluster.StartServers();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts everything and waits until every shard is connected.</summary>
    public static async Task<Cluster> Start(ClusterOptions options, CancellationToken cancellationToken)
    {
        var cluster = await Prepare(options);
        try
        {
            for (var silo = 0; silo < options.Silos; silo++) cluster.Launch(silo);
            await Task.WhenAll(cluster._silos.Select(silo => silo!.Ready(cancellationToken)));
            await cluster.ShardsConnected(cancellationToken);
            return cluster;
        }
        catch
        {
            cluster.Folder.KeepLogs();
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a silo by number, anew if it ran before; does not wait for it.</summary>
    public MurdochProcess Launch(int silo)
    {
        while (_silos.Count <= silo) _silos.Add(null);
        if (_silos[silo] is not null) throw new InvalidOperationException($"Silo {silo} is running.");
        List<(string, string)> settings =
        [
            ("MURDOCH_CLUSTER_ID", "test"), ("DISCORD_SHARDS", $"{_options.Shards}"), ("DISCORD_REST_PER_SECOND", "10000"), ("GATEWAY_IDENTIFY_SECS", "0.2"),
            ("BUFFER_TIMEOUT_SECS", "1"), ("LOG_LEVEL", "info"),
        ];
        if (Redis is not null) settings.AddRange([("REDIS_ENABLED", "true"), ("REDIS_URL", Redis.Url)]);
        if (_replica is not null) settings.Add(("DATABASE_READ_REPLICAS", $"127.0.0.1:{_replica.Port}"));
        var database = Postgres?.Address(Database) ?? Path.Combine(Folder.Path, "murdoch.db");
        var name = $"silo-{silo}";
        return _silos[silo] = MurdochProcess.Start(Discord.ApiUrl, database, Token, Folder.Subfolder(name), Folder.LogOf(name), [.. settings, .. _options.Settings]);
    }

    /// <summary>SIGKILL.</summary>
    public async Task Kill(int silo)
    {
        var process = Take(silo);
        await process.Kill();
        await process.DisposeAsync();
    }

    /// <summary>SIGTERM.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> Terminate(int silo, CancellationToken cancellationToken)
    {
        var process = Take(silo);
        var code = await process.Terminate(cancellationToken);
        await process.DisposeAsync();
        return code;
    }

    public async Task ShardsConnected(CancellationToken cancellationToken)
    {
        if (!await Poll.Until(() => ConnectedShards().Count == _options.Shards, ShardsDeadline, cancellationToken))
            throw new TimeoutException($"Of {_options.Shards} shards only {string.Join(", ", ConnectedShards().Order())} are connected.");
    }

    /// <returns>How many shards this silo holds that are ready; 0 while it is down.</returns>
    public async Task<int> ShardsOn(int silo, CancellationToken cancellationToken) =>
        _silos[silo] is { } process ? (int)await process.Metric("gateway_shards", cancellationToken) : 0;

    /// <summary>Waits until each of these silos, and no other, holds shards that are ready, as many as every other or one more.</summary>
    public Task<bool> ShardsSpread(IReadOnlyCollection<int> silos, TimeSpan deadline, CancellationToken cancellationToken) => Poll.Until(async () =>
    {
        var held = await Task.WhenAll(Enumerable.Range(0, _silos.Count).Select(silo => ShardsOn(silo, cancellationToken)));
        var theirs = silos.Select(silo => held[silo]).ToArray();
        return theirs.Sum() == Shards && held.Sum() == Shards && theirs.Max() - theirs.Min() <= 1;
    }, deadline, cancellationToken);

    public HashSet<int> ConnectedShards() => [.. Discord.Gateway.Sessions.Where(session => session.IsConnected).Select(session => session.Shard)];

    /// <summary>https://docs.discord.com/developers/events/gateway#sharding-sharding-formula</summary>
    public int ShardOf(ulong guild) => (int)((guild >> 22) % (ulong)_options.Shards);

    /// <summary>The database that the silos write to.</summary>
    public async Task<DbConnection> OpenDatabase(CancellationToken cancellationToken)
    {
        DbConnection connection = Postgres is { } postgres
            ? new NpgsqlConnection(postgres.ConnectionString(Database))
            : new SqliteConnection($"Data Source={Path.Combine(Folder.Path, "murdoch.db")};Mode=ReadOnly;Pooling=false");
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_silos.Where(silo => silo is not null).Select(silo => silo!.DisposeAsync().AsTask()));
        await Discord.DisposeAsync();
        if (_replica is not null) await _replica.DisposeAsync();
        if (Postgres is not null) await Postgres.DisposeAsync();
        if (Redis is not null) await Redis.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await Folder.DisposeAsync();
    }

    private async Task StartServers()
    {
        Redis = await RedisServer.Start(Folder);
        Postgres = await PostgresServer.StartPrimary(Folder);
        await Postgres.CreateDatabase(Database);
        _replica = await Postgres.StartReplica(Folder);
    }

    private MurdochProcess Take(int silo)
    {
        var process = _silos[silo] ?? throw new InvalidOperationException($"Silo {silo} is down.");
        _silos[silo] = null;
        return process;
    }
}
