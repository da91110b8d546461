using System.Diagnostics;
using Murdoch.Discord.Rest;
using Murdoch.Simulator.Faults;
using Orleans.TestingHost;

namespace Murdoch.Grains.Tests.Gateway;

public sealed class GatewayGrainTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lone_silo_has_the_whole_budget_at_once_also_when_the_grain_starts_again()
    {
        await using var cluster = await GatewayCluster.Start();
        var budget = GatewayCluster.Budget(cluster.Cluster.Silos[0]);
        var started = Stopwatch.GetTimestamp();
        await cluster.Until(() => budget.PerSecond == 50, Cancellation);
        TestContext.Current.TestOutputHelper!.WriteLine($"whole budget {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms after the silo was up");

        var before = budget.GetUse().Lease;
        await cluster.Cluster.DeactivateAsync(cluster.Gateway);
        await cluster.Until(() => budget.GetUse().Lease > before + TimeSpan.TicksPerSecond / 10, Cancellation);

        Assert.Equal(50, budget.PerSecond);
    }

    [Fact]
    public async Task Silos_share_by_demand_and_a_dead_one_leaves_its_share()
    {
        await using var cluster = await GatewayCluster.Start();
        var first = cluster.Cluster.Silos[0];
        var second = await cluster.AddSilo();
        await cluster.Until(() => (Rate(first), Rate(second)) == (25, 25), Cancellation);

        using (var pressing = Press(second))
        {
            await cluster.Until(() => (Rate(first), Rate(second)) == (2, 48), Cancellation);
            await cluster.Cluster.DeactivateAsync(cluster.Gateway);
            // For a lease and a second, everybody keeps what it holds.
            var end = Environment.TickCount64 + 3_000;
            await cluster.Until(() => Environment.TickCount64 > end || Rate(second) != 48, Cancellation);
            Assert.Equal((2, 48), (Rate(first), Rate(second)));
        }

        await cluster.Cluster.KillSiloAsync(first, Cancellation);
        await cluster.Until(() => Rate(second) == 50, Cancellation);
    }

    [Fact]
    public async Task A_stop_that_one_silo_meets_stops_the_other_before_it_ends()
    {
        await using var cluster = await GatewayCluster.Start();
        var first = cluster.Cluster.Silos[0];
        var second = await cluster.AddSilo();
        await cluster.Until(() => Rate(first) > 0 && Rate(second) > 0, Cancellation);
        cluster.Discord.Faults.Add(new RestFault { Path = "users/@me$", Status = 429, Scope = "global", RetryAfterSeconds = 8, Remaining = 1 });

        var stopped = Stopwatch.GetTimestamp();
        var request = GatewayCluster.Rest(first).GetCurrentUser(Cancellation);
        await cluster.Until(() => GatewayCluster.Budget(second).GetUse().BlockedFor > TimeSpan.Zero, Cancellation);
        var elapsed = Stopwatch.GetElapsedTime(stopped);
        TestContext.Current.TestOutputHelper!.WriteLine($"the other silo stopped after {elapsed.TotalMilliseconds:0} ms");

        // A renewal takes 0.75 s, unless the machine does something else.
        Assert.InRange(elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8));
        await request;
        Assert.InRange(Stopwatch.GetElapsedTime(stopped), TimeSpan.FromSeconds(7.9), TimeSpan.MaxValue);
    }

    [Fact]
    public async Task Refused_requests_of_all_silos_count_together_and_outlive_the_grain()
    {
        await using var cluster = await GatewayCluster.Start();
        var first = cluster.Cluster.Silos[0];
        var second = await cluster.AddSilo();
        for (var i = 0; i < 30; i++) GatewayCluster.Rest(first).InvalidRequests.Add();
        for (var i = 0; i < 12; i++) GatewayCluster.Rest(second).InvalidRequests.Add();

        await cluster.Until(() => Counts(first, second) == (42, 42), Cancellation);
        await cluster.Cluster.DeactivateAsync(cluster.Gateway);
        GatewayCluster.Rest(first).InvalidRequests.Add();

        await cluster.Until(() => Counts(first, second) == (43, 43), Cancellation);
    }

    [Fact]
    public async Task The_first_turn_to_identify_is_at_once_and_the_next_activation_keeps_the_distance()
    {
        await using var cluster = await GatewayCluster.Start(new() { Shards = 3 });

        Assert.Equal(TimeSpan.Zero, (await cluster.Gateway.TakeIdentifyTurn(0)).Wait);
        await cluster.Cluster.DeactivateAsync(cluster.Gateway);
        var next = await cluster.Gateway.TakeIdentifyTurn(1);

        Assert.InRange(next.Wait, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5));
        Assert.Null(next.Problem);
    }

    [Fact]
    public async Task Without_sessions_left_to_start_there_is_no_turn_and_a_reason()
    {
        await using var cluster = await GatewayCluster.Start(new() { IdentifyLimit = 1, Shards = 2 });

        Assert.Null((await cluster.Gateway.TakeIdentifyTurn(0)).Problem);
        var refused = await cluster.Gateway.TakeIdentifyTurn(1);

        Assert.StartsWith("Discord lets the bot start no more sessions until ", refused.Problem, StringComparison.Ordinal);
        Assert.InRange(refused.Wait, TimeSpan.FromHours(23), TimeSpan.FromHours(24));
    }

    private static int Rate(InProcessSiloHandle silo) => GatewayCluster.Budget(silo).PerSecond;

    private static (int First, int Second) Counts(InProcessSiloHandle first, InProcessSiloHandle second) =>
        (GatewayCluster.Rest(first).InvalidRequests.Count, GatewayCluster.Rest(second).InvalidRequests.Count);

    /// <summary>A thousand requests that wait, until disposed.</summary>
    private static CancellationTokenSource Press(InProcessSiloHandle silo)
    {
        var end = new CancellationTokenSource();
        for (var i = 0; i < 1_000; i++) _ = GatewayCluster.Budget(silo).Acquire(RequestPriority.Log, end.Token).AsTask();
        return end;
    }
}
