using System.Collections.Concurrent;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Violations;
using Npgsql;
using static Murdoch.Grains.Tests.Storage.DatabaseTroubleTests;
using LoopbackPort = Murdoch.TestCluster.Servers.LoopbackPort;

namespace Murdoch.Grains.Tests.Storage;

/// <summary>A server that may be hurt.</summary>
public sealed class FragilePostgres : IAsyncLifetime
{
    internal PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.Start();
    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

/// <summary>The writer while the server hangs, cuts connections, refuses or is not there: everything waits, somebody is told, nothing is lost or doubled.</summary>
public sealed class PostgresTroubleTests(FragilePostgres fragile) : IClassFixture<FragilePostgres>
{
    private PostgresServer Server => fragile.Server;

    [Fact]
    public async Task A_server_that_hangs_loses_and_doubles_nothing()
    {
        await using var stores = await PostgresStores.Start(options => options.CommandTimeoutSeconds = 1, Server);
        await using var load = new Load(stores);
        await Until(() => load.Cases.Count > 20);

        Server.Pause();
        await Until(() => !stores.Writer.Health.IsHealthy);
        Assert.Equal("The database cannot be written: the server did not answer in time.", stores.Writer.Health.Problem);
        // Longer than the driver waits for its cancellation to be taken, so that connections are given up while their commits are under way.
        await Task.Delay(TimeSpan.FromSeconds(4), Cancellation);
        Server.Resume();
        await Until(() => stores.Writer.Health.IsHealthy);

        await load.Check();
    }

    [Fact]
    public async Task Connections_that_are_cut_lose_and_double_nothing()
    {
        await using var stores = await PostgresStores.Start(server: Server);
        await using var load = new Load(stores);
        await using var stranger = stores.OpenAsStranger();
        for (var cut = 0; cut < 60; cut++)
        {
            var written = load.Cases.Count;
            await stranger.Run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
            await Until(() => load.Cases.Count > written);
        }

        await load.Check();
    }

    [Fact]
    public async Task Grain_state_waits_for_a_server_that_hangs_and_is_written_once()
    {
        await using var stores = await PostgresStores.Start(options => options.CommandTimeoutSeconds = 1, Server);
        var grains = Enumerable.Range(0, 40).Select(number => (Id: GrainId.Create("probe", $"{number}"), State: new GrainState<GrainStorageSuite.Probe>(new() { Count = number }))).ToArray();
        await Task.WhenAll(grains.Select(grain => stores.GrainStorage.WriteStateAsync("state", grain.Id, grain.State)));

        Server.Pause();
        var writes = Task.WhenAll(grains.Select(grain =>
        {
            grain.State.State!.Count += 100;
            return stores.GrainStorage.WriteStateAsync("state", grain.Id, grain.State);
        }));
        await Task.Delay(TimeSpan.FromSeconds(4), Cancellation);
        Assert.False(writes.IsCompleted);
        Server.Resume();
        await writes;

        Assert.All(grains, grain => Assert.Equal("2", grain.State.ETag));
        foreach (var (id, written) in grains)
        {
            var read = new GrainState<GrainStorageSuite.Probe>();
            await stores.GrainStorage.ReadStateAsync("state", id, read);
            Assert.Equal(("2", written.State!.Count), (read.ETag, read.State!.Count));
        }
    }

    [Fact]
    public async Task A_write_that_the_schema_refuses_fails_alone_and_leaves_nothing()
    {
        await using var stores = await PostgresStores.Start(options => options.Writers = 1, Server);
        var good = New.Violation();
        var halfGood = New.Violation();
        using var gate = new DatabaseWriterTests.GateWrite();
        var first = stores.Writer.Write(gate);
        await gate.Entered;
        Task[] bad =
        [
            stores.Violations.Write([halfGood, New.Violation() with { Reason = null! }]),
            stores.Cases.Add(new(New.Guild(), null, New.User(), null, ActionKind.Ban, 0, null!, New.Noon)),
            stores.Snapshots.Write(DatabaseWriterTests.Snapshot() with { Session = null! }),
        ];
        var stale = DatabaseWriterTests.Snapshot();
        Task[] others = [stores.Violations.Write([good]), stores.Snapshots.Write(DatabaseWriterTests.Snapshot()), stores.Snapshots.Write(stale with { Revision = 2 })];
        var refused = stores.Snapshots.Write(stale);

        gate.Open();
        await Task.WhenAll([first, .. others]);

        foreach (var write in bad) Assert.Equal(PostgresErrorCodes.NotNullViolation, (await Assert.ThrowsAsync<PostgresException>(() => write)).SqlState);
        await Assert.ThrowsAsync<StaleSnapshotException>(() => refused);
        Assert.Empty(await stores.Violations.GetRecent(halfGood.Guild, 10, Cancellation));
        Assert.Equal([good], await stores.Violations.GetRecent(good.Guild, 10, Cancellation));
        Assert.True(stores.Writer.Health.IsHealthy);
    }

    [Fact]
    public async Task A_server_that_comes_later_is_waited_for()
    {
        var port = LoopbackPort.Free();
        await using var stores = await PostgresStores.Start(options => options.Path = PostgresServer.Address(port, "postgres"), Server);
        var violation = New.Violation();
        var write = stores.Violations.Write([violation]);
        var read = stores.Violations.GetRecent(violation.Guild, 1, Cancellation);

        Assert.False(stores.Writer.Health.HasStarted);
        Assert.Equal($"The database 127.0.0.1:{port}/postgres cannot be opened: the server cannot be reached (Connection refused).", stores.Writer.Health.Problem);
        Assert.Contains($"Warning: {stores.Writer.Health.Problem} Not ready until it can; trying again", stores.Logged);
        Assert.DoesNotContain(stores.Logged, line => line.Contains(PostgresServer.Password, StringComparison.Ordinal));
        await using var late = await PostgresServer.Start(port: port);
        Assert.Equal(1, await write);

        await read;
        Assert.True(stores.Writer.Health.HasStarted);
        Assert.Contains($"Information: The database 127.0.0.1:{port}/postgres is open", stores.Logged);
    }

    [Theory]
    [InlineData("postgresql://murdoch:wrong@127.0.0.1:{0}/postgres", "the user or the password is wrong")]
    [InlineData("postgresql://murdoch:p%40ss%3Aw%2Frd%3F%23%25@127.0.0.1:{0}/nowhere", "there is no such database on the server")]
    public async Task What_is_wrong_with_the_address_is_said_and_tried_again(string path, string problem)
    {
        await using var stores = await PostgresStores.Start(options => options.Path = path.Replace("{0}", $"{Server.Port}", StringComparison.Ordinal), Server);

        Assert.EndsWith($" cannot be opened: {problem}.", stores.Writer.Health.Problem, StringComparison.Ordinal);
        Assert.False(stores.Writer.Health.HasStarted);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Writes without pause until it is told to check what has become of it.</summary>
    private sealed class Load : IAsyncDisposable
    {
        private readonly PostgresStores _stores;
        private readonly GuildId _guild = New.Guild();
        private readonly Task[] _writers;
        private volatile bool _isOver;
        private int _violations;

        public Load(PostgresStores stores)
        {
            _stores = stores;
            _writers = [.. Enumerable.Range(0, 16).Select(index => Task.Run(() => index % 2 == 0 ? WriteViolations() : AddCases())), Task.Run(WriteSnapshots)];
        }

        public ConcurrentQueue<long> Cases { get; } = [];

        public async Task Check()
        {
            _isOver = true;
            await Task.WhenAll(_writers);
            Assert.Equal(_violations, await _stores.Violations.Count(_guild, ViolationFilter.All, Cancellation));
            Assert.Equal(Enumerable.Range(1, Cases.Count).Select(number => (long)number), Cases.Order());
            await using var stranger = _stores.OpenAsStranger();
            Assert.Equal([$"{Cases.Count}"], await stranger.Query("SELECT COUNT(*) FROM cases"));
        }

        public async ValueTask DisposeAsync()
        {
            _isOver = true;
            await Task.WhenAll(_writers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        private async Task WriteViolations()
        {
            while (!_isOver) Interlocked.Add(ref _violations, await _stores.Violations.Write([New.Violation(_guild), New.Violation(_guild)]));
        }

        private async Task AddCases()
        {
            while (!_isOver) Cases.Enqueue(await _stores.Cases.Add(new(_guild, null, New.User(), New.User(), ActionKind.Warn, 0, "Said so.", New.Noon)));
        }

        private async Task WriteSnapshots()
        {
            var row = DatabaseWriterTests.Snapshot(bytes: 4_096);
            while (!_isOver)
            {
                await _stores.Snapshots.Write(row);
                row = row with { Revision = row.Revision + 1 };
            }
        }
    }
}
