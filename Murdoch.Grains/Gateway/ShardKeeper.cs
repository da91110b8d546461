using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Murdoch.Grains.Interfaces.Gateway;

namespace Murdoch.Grains.Gateway;

/// <summary>
/// Pings the shards of this silo each second: a shard that runs nowhere starts here, one that runs elsewhere comes over. Of n silos, sorted, the r-th has the
/// shards i with i % n = r. On shutdown it stops those that run here first, so that everything else drains after. Registered after Orleans, therefore
/// stopped before it.
/// </summary>
public sealed partial class ShardKeeper(
    IGrainFactory grains,
    ISiloStatusOracle silos,
    LocalShards local,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time,
    ILogger<ShardKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>While a shard is on its way, so that readiness is told when it comes.</summary>
    private static readonly TimeSpan StartingInterval = TimeSpan.FromMilliseconds(100);
    private string? _lastProblem;

    /// <summary>What every shard of this silo said last, in order; null before the plan is known.</summary>
    public IReadOnlyList<ShardStatus>? Shards { get; private set; }

    /// <summary>Why the gateway cannot be planned, in a sentence; null while all is well.</summary>
    public string? Problem { get; private set; }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(local().Select(async shard =>
        {
            try { await grains.GetGrain<IShardGrain>(shard).Stop().WaitAsync(cancellationToken); }
            catch (Exception exception) { LogStopFailed(exception, shard); }
        }));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            await PingAll();
            await Task.Delay(Shards is { } shards && shards.All(shard => shard.State is "ready" or "stopped") ? Interval : StartingInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PingAll()
    {
        try
        {
            var plan = await grains.GetGrain<IGatewayGrain>(0).GetPlan();
            SiloAddress[] active = [.. silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Order()];
            var rank = Array.IndexOf(active, silos.SiloAddress);
            if (rank < 0) return;
            Shards = await Task.WhenAll(Enumerable.Range(0, plan.Shards).Where(shard => shard % active.Length == rank)
                .Select(shard => grains.GetGrain<IShardGrain>(shard).Keep(silos.SiloAddress)));
            Problem = null;
        }
        catch (Exception exception)
        {
            Problem = exception.Message;
            if (Problem != _lastProblem) LogPingFailed(exception);
        }
        _lastProblem = Problem;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The shards cannot be reached; trying again every second")]
    private partial void LogPingFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard} did not stop cleanly; its session goes on from the last checkpoint")]
    private partial void LogStopFailed(Exception exception, int shard);
}

/// <summary>The shards whose connections this silo holds.</summary>
public delegate int[] LocalShards();
