using System.Diagnostics;
using Murdoch.TestCluster;
using Murdoch.TestCluster.Chaos;
using Murdoch.TestCluster.Load;

namespace Murdoch.EndToEnd.Tests;

/// <summary>Several silos as real processes on PostgreSQL and Redis: what one of them has begun another one ends, once.</summary>
[Collection(nameof(Alone))]
public sealed class ClusterTests
{
    private const double Rate = 150;
    private const double Violating = 0.05;
    private static readonly ClusterOptions Small = new() { Guilds = 24, Members = 220, Settings = [("SHARD_MOVE_SECS", "2")] };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_silos_share_the_shards_and_judge_every_message_once()
    {
        await using var cluster = await Cluster.Start(Small, Cancellation);
        Assert.Equal([0, 1, 2, 3], cluster.ConnectedShards().Order());

        var audit = await UnderLoad(cluster, async _ =>
        {
            await Shared(cluster, 0, 1, 2);
            await Task.Delay(TimeSpan.FromSeconds(3), Cancellation);
        });

        AssertClean(cluster, audit);
        Assert.Equal(0, audit.AskedAgain);
    }

    [Fact]
    public async Task Silos_come_and_go_under_load_and_nothing_is_lost()
    {
        await using var cluster = await Cluster.Start(Small with { Silos = 1 }, Cancellation);

        var audit = await UnderLoad(cluster, async _ =>
        {
            await Task.WhenAll(cluster.Launch(1).Ready(Cancellation), cluster.Launch(2).Ready(Cancellation));
            await Shared(cluster, 0, 1, 2);
            Assert.Equal(0, await cluster.Terminate(0, Cancellation));
            await Shared(cluster, 1, 2);
        });

        AssertClean(cluster, audit);
        // A shard that moves takes its session along.
        Assert.Equal(4, cluster.Discord.Journal.Since(0).Count(entry => entry is { Kind: "gateway", What: "identified" }));
    }

    [Fact]
    public async Task The_shards_of_a_killed_silo_go_on_elsewhere_within_seconds()
    {
        await using var cluster = await Cluster.Start(Small, Cancellation);

        var audit = await UnderLoad(cluster, async _ =>
        {
            await Shared(cluster, 0, 1, 2);
            var killed = Stopwatch.GetTimestamp();
            await cluster.Kill(0);
            await cluster.ShardsConnected(Cancellation);
            Assert.InRange(Stopwatch.GetElapsedTime(killed), TimeSpan.Zero, TimeSpan.FromSeconds(20));
        });

        AssertClean(cluster, audit);
        Assert.Equal(4, cluster.Discord.Journal.Since(0).Count(entry => entry is { Kind: "gateway", What: "identified" }));
    }

    [Fact]
    public async Task Messages_are_moderated_while_Redis_is_away()
    {
        await using var cluster = await Cluster.Start(Small, Cancellation);

        var audit = await UnderLoad(cluster, async load =>
        {
            await cluster.Redis!.Stop(kill: true);
            var stopped = DateTimeOffset.UtcNow;
            await Task.Delay(TimeSpan.FromSeconds(20), Cancellation);
            var meanwhile = load.Sent.Where(message => message.Violating && message.At > stopped).ToArray();
            Assert.NotEmpty(meanwhile);
            Assert.True(await Poll.Until(() => meanwhile.All(message => cluster.Discord.World.FindMessage(message.Id) is { DeletedAt: not null }), TimeSpan.FromSeconds(2), Cancellation));
            await cluster.Redis.Start();
        });

        AssertClean(cluster, audit);
    }

    [Fact]
    public async Task A_short_chaos_loses_nothing_and_does_nothing_twice()
    {
        var options = new ChaosOptions { Length = TimeSpan.FromSeconds(40), Rate = Rate, Guilds = Small.Guilds, Seed = 7 };
        await using var cluster = await Cluster.Start(new() { Guilds = options.Guilds, Members = ChaosRun.MembersFor(options), Settings = Small.Settings }, Cancellation);

        var result = await new ChaosRun(options, cluster, TestContext.Current.SendDiagnosticMessage).Run(Cancellation);

        AssertClean(cluster, result.Audit);
        Assert.Equal(2, result.Schedule.Count(planned => planned.Kind == ChaosKind.KillSilo));
        Assert.All(result.Recoveries, recovery => Assert.NotNull(recovery.Acted));
    }

    /// <summary>Members talk while something happens, and for a while before and after it.</summary>
    private static async Task<Audit> UnderLoad(Cluster cluster, Func<SteadyLoad, Task> happening)
    {
        var load = new SteadyLoad(cluster.Discord.World, Rate, Violating, seed: 1);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var posting = Task.Run(() => load.Run(over.Token), Cancellation);
        await Task.Delay(Before, Cancellation);
        await happening(load);
        await Task.Delay(After, Cancellation);
        await over.CancelAsync();
        await posting;
        async Task<Audit> Look() => Audit.Of(load.Sent, await Records.Read(cluster, Cancellation), cluster.Discord);
        await Poll.Until(async () => (await Look()).IsComplete, Patience, Cancellation);
        return await Look();
    }

    private static async Task Shared(Cluster cluster, params int[] silos) =>
        Assert.True(await cluster.ShardsSpread(silos, Patience, Cancellation), "The shards were not shared out in time.");

    private static void AssertClean(Cluster cluster, Audit audit)
    {
        if (audit.IsClean) return;
        cluster.Folder.KeepLogs();
        Assert.Fail($"{string.Join('\n', audit.Faults.Where(fault => fault.Value > 0).Select(fault => $"{fault.Name}: {fault.Value} ({string.Join("; ", fault.Examples)})"))}\n"
            + $"of {audit.Sent} messages, {audit.Violating} of them forbidden; the logs are in {cluster.Folder.Logs}");
    }
}

/// <summary>A cluster needs the machine for itself: beside it no other test could tell what is slow.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
