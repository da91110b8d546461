using System.Diagnostics.Metrics;
using Murdoch.Discord.Rest;
using Murdoch.Discord.Rest.RateLimits;
using Murdoch.Grains.Backfills;

namespace Murdoch.Grains.Gateway;

/// <summary>What the silo's shards report: lag, checkpoints, replays.</summary>
internal sealed class GatewayMetrics : IDisposable
{
    public const string MeterName = "Murdoch.Gateway";
    private static readonly Meter Meter = new(MeterName);
    private readonly Meter _meter = new(MeterName);

    public GatewayMetrics(ShardRunnerFactory runners, RequestBudget budget, DiscordRest rest, BackfillRunner backfills, TimeProvider time)
    {
        _meter.CreateObservableGauge("backfill_guilds", () => backfills.Waiting, null, "Guilds of this silo whose missed history is being fetched");
        _meter.CreateObservableGauge("checkpoint_age_seconds", () => Age(runners, time), "s", "Age of the oldest checkpoint of the shards on this silo");
        _meter.CreateObservableGauge("gateway_pending_events", () => runners.Local.Sum(runner => runner.Pump.Pending), null, "Events handed to guilds and not yet applied");
        _meter.CreateObservableGauge("discord_requests_allowed", () => budget.PerSecond, null, "Requests per second that this silo may send to Discord now");
        _meter.CreateObservableGauge("discord_requests_refused_recently", () => rest.InvalidRequests.Count, null, "Requests of all silos in ten minutes that Discord holds against the bot");
        _meter.CreateObservableGauge("gateway_shards", () => runners.Local.Count(runner => runner.IsReady), null, "Shards of this silo that are ready");
    }

    public static Counter<long> ReplayedEvents { get; } = Meter.CreateCounter<long>("replayed_events", null, "Events that Discord sent again after a resume");

    public static Counter<long> Rewinds { get; } = Meter.CreateCounter<long>("shard_rewinds", null, "Times that a shard read again from its checkpoint because a guild had lost events");

    public static Counter<long> SessionsLost { get; } = Meter.CreateCounter<long>("gateway_sessions_lost", null, "Times that Discord did not let a shard resume its session");

    public static Histogram<double> ReadySeconds { get; } = Meter.CreateHistogram<double>(
        "gateway_ready_seconds", "s", "From READY until every guild of the shard was handled",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] });

    public void Dispose() => _meter.Dispose();

    private static double Age(ShardRunnerFactory runners, TimeProvider time)
    {
        var oldest = runners.Local.Where(runner => runner.CheckpointAt is not null).Select(runner => runner.CheckpointAt!.Value).DefaultIfEmpty().Min();
        return oldest == default ? 0 : (time.GetUtcNow() - oldest).TotalSeconds;
    }
}
