using Murdoch.Grains.Storage;
using Murdoch.Grains.Violations;
using LoopbackPort = Murdoch.TestCluster.Servers.LoopbackPort;

namespace Murdoch.Grains.Tests.Storage;

/// <summary>A primary with two servers that follow it.</summary>
public sealed class ReplicatedPostgres : IAsyncLifetime
{
    internal PostgresServer Primary { get; private set; } = null!;
    internal PostgresServer[] Replicas { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        Primary = await PostgresServer.Start();
        Replicas = [await PostgresServer.Start(Primary), await PostgresServer.Start(Primary)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in Replicas) await replica.DisposeAsync();
        await Primary.DisposeAsync();
    }
}

public sealed class PostgresReplicaTests(ReplicatedPostgres servers) : IClassFixture<ReplicatedPostgres>
{
    [Fact]
    public async Task History_is_read_from_the_replicas_in_turn_and_everything_else_from_the_primary()
    {
        await using var stores = await Start();
        await Until(stores, [Port(0), Port(1)]);

        Assert.Equal(servers.Primary.Port, await stores.Get<Database>().Read(ServerPort, Cancellation));
        Assert.Equal(servers.Primary.Port, await stores.Get<Database>().ReadHistory(ServerPort, Cancellation));
    }

    [Fact]
    public async Task A_primary_without_writes_does_not_make_its_replicas_look_late()
    {
        await using var stores = await Start();
        await Until(stores, [Port(0), Port(1)]);

        await Task.Delay(TimeSpan.FromSeconds(stores.Options.ReplicaMaxLagSeconds * 3), Cancellation);

        Assert.NotEqual(servers.Primary.Port, await History(stores));
    }

    [Fact]
    public async Task A_replica_that_lags_behind_is_passed_by_until_it_has_caught_up()
    {
        await using var stores = await Start();
        await Until(stores, [Port(0), Port(1)]);
        var guild = New.Guild();
        await servers.Replicas[0].Run(stores.Database, "SELECT pg_wal_replay_pause()");
        await servers.Replicas[1].Run(stores.Database, "SELECT pg_wal_replay_pause()");
        await stores.Violations.Write([New.Violation(guild)]);
        await Until(stores, [servers.Primary.Port]);

        Assert.Equal(1, await stores.Violations.Count(guild, ViolationFilter.All, Cancellation));
        Assert.Contains($"Warning: Nothing is read from the replica 127.0.0.1:{Port(0)}: it lags behind by more than 0.5 s", stores.Logged);

        await servers.Replicas[1].Run(stores.Database, "SELECT pg_wal_replay_resume()");
        await Until(stores, [Port(1)]);
        Assert.Equal(1, await stores.Violations.Count(guild, ViolationFilter.All, Cancellation));
        await servers.Replicas[0].Run(stores.Database, "SELECT pg_wal_replay_resume()");
        await Until(stores, [Port(0), Port(1)]);
    }

    [Fact]
    public async Task A_replica_that_hangs_is_passed_by_until_it_answers_again()
    {
        await using var stores = await Start();
        await Until(stores, [Port(0), Port(1)]);

        servers.Replicas[0].Pause();
        await Until(stores, [Port(1)]);
        servers.Replicas[0].Resume();

        await Until(stores, [Port(0), Port(1)]);
    }

    [Fact]
    public async Task An_address_where_no_replica_is_does_no_harm()
    {
        await using var stores = await PostgresStores.Start(options => options.ReadReplicas = $"127.0.0.1:{LoopbackPort.Free()}, 127.0.0.1:{servers.Primary.Port}", servers.Primary);

        Assert.Equal(servers.Primary.Port, await History(stores));
        await DatabaseTroubleTests.Until(() => stores.Logged.Contains($"Warning: Nothing is read from the replica 127.0.0.1:{servers.Primary.Port}: it follows no primary"));
    }

    private int Port(int replica) => servers.Replicas[replica].Port;

    private async Task<PostgresStores> Start() => await PostgresStores.Start(options =>
    {
        options.ReadReplicas = $"127.0.0.1:{Port(0)},127.0.0.1:{Port(1)}";
        (options.ReplicaMaxLagSeconds, options.ReplicaCheckMilliseconds, options.CommandTimeoutSeconds) = (0.5, 20, 1);
    }, servers.Primary);

    /// <summary>Waits until four reads, one after the other, were answered by these servers and no other.</summary>
    private static async Task Until(PostgresStores stores, int[] ports)
    {
        var expected = ports.Order().ToArray();
        for (var attempt = 0; ; attempt++)
        {
            var answered = new SortedSet<int>();
            for (var read = 0; read < 4; read++) answered.Add(await History(stores));
            if (answered.SequenceEqual(expected)) return;
            Assert.True(attempt < 600, $"Answered by {string.Join(", ", answered)} instead of {string.Join(", ", expected)}.");
            await Task.Delay(20, Cancellation);
        }
    }

    private static Task<int> History(PostgresStores stores) => stores.Get<Database>().ReadLagging(ServerPort, Cancellation);

    private static int ServerPort(DatabaseSession session) => (int)session["SELECT current_setting('port')::bigint"].Number()!.Value;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
