using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Interfaces.Gateway;
using Murdoch.Grains.Placement;

namespace Murdoch.Grains.Gateway;

/// <summary>
/// Pings the shards of this silo each second: a shard that runs nowhere starts here, one that runs elsewhere comes over. Of n bot silos, sorted, the
/// r-th has the shards i with i % n = r. On shutdown it hands over those that run here, so that everything else drains after. Registered after Orleans,
/// therefore stopped before it.
/// </summary>
public sealed partial class ShardKeeper(
    IGrainFactory grains,
    ISiloStatusOracle silos,
    SiloRoles roles,
    LocalShards local,
    IOptions<GatewayOptions> options,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time,
    ILogger<ShardKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>While a shard is on its way, so that readiness is told when it comes.</summary>
    private static readonly TimeSpan StartingInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan HandOverPoll = TimeSpan.FromMilliseconds(10);
    private string? _lastProblem;

    /// <summary>What every shard of this silo said last, in order; null before the plan is known.</summary>
    public IReadOnlyList<ShardStatus>? Shards { get; private set; }

    /// <summary>Why the gateway cannot be planned, in a sentence; null while all is well.</summary>
    public string? Problem { get; private set; }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        SiloAddress[] others = [.. roles.Active(SiloRoles.Bot).Where(silo => !silo.Equals(silos.SiloAddress))];
        if (others.Length > 0) await Task.WhenAll(local().Select(shard => HandOver(shard, others[shard % others.Length], cancellationToken)));
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
            var bots = roles.Active(SiloRoles.Bot);
            var rank = Array.IndexOf(bots, silos.SiloAddress);
            if (rank < 0) return;
            var here = local().ToHashSet();
            int[] mine = [.. Enumerable.Range(0, plan.Shards).Where(shard => shard % bots.Length == rank)];
            var claimed = mine.Where(shard => !here.Contains(shard)).Take(options.Value.MovesAtOnce).Concat(here).ToHashSet();
            Shards = await Task.WhenAll(mine.Select(shard => claimed.Contains(shard)
                ? grains.GetGrain<IShardGrain>(shard).Keep(silos.SiloAddress)
                : grains.GetGrain<IShardGrain>(shard).Ping()));
            Problem = null;
        }
        catch (Exception exception)
        {
            Problem = exception.Message;
            if (Problem != _lastProblem) LogPingFailed(exception);
        }
        _lastProblem = Problem;
    }

    /// <summary>Ends when the shard runs there.</summary>
    private async Task HandOver(int shard, SiloAddress to, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(options.Value.HandOverSeconds));
        try
        {
            var grain = grains.GetGrain<IShardGrain>(shard);
            await grain.HandOver(to).WaitAsync(deadline.Token);
            while (local().Contains(shard)) await Task.Delay(HandOverPoll, time, deadline.Token);
            await grain.Ping().WaitAsync(deadline.Token);
            LogHandedOver(shard, to);
        }
        catch (Exception exception) { LogHandOverFailed(exception, shard, to); }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The shards cannot be reached; trying again every second")]
    private partial void LogPingFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Shard {Shard} goes on on silo {Silo}")]
    private partial void LogHandedOver(int shard, SiloAddress silo);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard} could not be handed over to silo {Silo}")]
    private partial void LogHandOverFailed(Exception exception, int shard, SiloAddress silo);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard} did not stop cleanly; its session goes on from the last checkpoint")]
    private partial void LogStopFailed(Exception exception, int shard);
}

/// <summary>The shards whose connections this silo holds.</summary>
public delegate int[] LocalShards();
