using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Murdoch.Grains.Interfaces.Gateway;

namespace Murdoch.Grains.Gateway;

/// <summary>
/// Pings every shard each second: a shard that runs nowhere starts. On shutdown it stops them first, so that everything else drains after.
/// Registered after Orleans, therefore stopped before it.
/// </summary>
public sealed partial class ShardKeeper(
    IGrainFactory grains,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time,
    ILogger<ShardKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>While a shard is on its way, so that readiness is told when it comes.</summary>
    private static readonly TimeSpan StartingInterval = TimeSpan.FromMilliseconds(100);
    private string? _lastProblem;

    /// <summary>What every shard said last, in order; empty before the plan is known.</summary>
    public IReadOnlyList<ShardStatus> Shards { get; private set; } = [];

    /// <summary>Why the gateway cannot be planned, in a sentence; null while all is well.</summary>
    public string? Problem { get; private set; }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        foreach (var shard in Shards)
        {
            try { await grains.GetGrain<IShardGrain>(shard.Shard).Stop().WaitAsync(cancellationToken); }
            catch (Exception exception) { LogStopFailed(exception, shard.Shard); }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            await PingAll();
            await Task.Delay(Shards.Count > 0 && Shards.All(shard => shard.State is "ready" or "stopped") ? Interval : StartingInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PingAll()
    {
        try
        {
            var plan = await grains.GetGrain<IGatewayGrain>(0).GetPlan();
            Shards = await Task.WhenAll(Enumerable.Range(0, plan.Shards).Select(shard => grains.GetGrain<IShardGrain>(shard).Ping()));
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
