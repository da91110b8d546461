using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Murdoch.Discord.Gateway;

namespace Murdoch.Grains.Gateway;

/// <summary>How the bot keeps its shards.</summary>
public sealed partial class GatewayOptions
{
    /// <summary>How many shards to run; 0 asks Discord how many it recommends.</summary>
    [ConfigurationKeyName("DISCORD_SHARDS"), Range(0, 100_000)] public int Shards { get; set; }

    /// <summary><c>ZlibStream</c> saves bandwidth, <c>None</c> saves processor time.</summary>
    [ConfigurationKeyName("GATEWAY_COMPRESSION")] public GatewayCompression Compression { get; set; } = GatewayCompression.ZlibStream;

    /// <summary>Seconds between two checkpoints of a shard: what a crash at most replays. More often costs more writes.</summary>
    [ConfigurationKeyName("CHECKPOINT_SECS"), Range(1, 60)] public int CheckpointSeconds { get; set; } = 5;

    /// <summary>Guilds that write their snapshots at once. More of them end a checkpoint sooner and hold up messages longer.</summary>
    [ConfigurationKeyName("CHECKPOINT_GUILDS"), Range(1, 10_000)] public int CheckpointGuilds { get; set; } = 32;

    /// <summary>Events handed to guilds and not yet applied, per shard, from where on the socket is no longer read and TCP holds Discord back.</summary>
    [ConfigurationKeyName("GATEWAY_MAX_PENDING"), Range(100, 10_000_000)] public int MaxPendingEvents { get; set; } = 50_000;

    /// <summary>
    /// Events per second of a shard from which on they are gathered. Below, whatever has come is handed over as soon as the socket is empty;
    /// above, guilds get fewer and larger batches.
    /// </summary>
    [ConfigurationKeyName("GATEWAY_GATHER_FROM"), Range(1, 10_000_000)] public int GatherFromPerSecond { get; set; } = 20_000;

    /// <summary>Events gathered at most before they are handed over.</summary>
    [ConfigurationKeyName("GATEWAY_GATHER_EVENTS"), Range(1, 100_000)] public int GatherEvents { get; set; } = 16_384;

    /// <summary>Milliseconds for which events are gathered at most.</summary>
    [ConfigurationKeyName("GATEWAY_GATHER_MS"), Range(0, 1_000)] public int GatherMilliseconds { get; set; } = 100;

    /// <summary>Events in one call to a guild at most.</summary>
    [ConfigurationKeyName("GATEWAY_BATCH_EVENTS"), Range(1, 10_000)] public int BatchEvents { get; set; } = 256;

    /// <summary>Milliseconds before a batch that a guild did not take is sent again; doubles up to <see cref="RetryMaxMilliseconds"/>.</summary>
    [ConfigurationKeyName("GATEWAY_RETRY_MS"), Range(1, 60_000)] public int RetryMilliseconds { get; set; } = 50;
    [ConfigurationKeyName("GATEWAY_RETRY_MAX_MS"), Range(1, 600_000)] public int RetryMaxMilliseconds { get; set; } = 5_000;

    /// <summary>Minutes for which Discord's answer about shards is trusted.</summary>
    [ConfigurationKeyName("GATEWAY_PLAN_MINUTES"), Range(1, 1_440)] public int PlanMinutes { get; set; } = 30;

    /// <summary>Seconds that one bucket of shards waits between two identifies: Discord's number, https://docs.discord.com/developers/events/gateway#max-concurrency.</summary>
    [ConfigurationKeyName("GATEWAY_IDENTIFY_SECS"), Range(0, 60)] public double IdentifySeconds { get; set; } = 5;

    /// <summary>
    /// Seconds for which a shard stays where it runs after the cluster has given it to another silo. A move costs a resume, some tenths of a second; less
    /// of it spreads shards sooner after a silo joined, and moves them to and fro with a silo that comes and goes.
    /// </summary>
    [ConfigurationKeyName("SHARD_MOVE_SECS"), Range(0, 3_600)] public double MoveSeconds { get; set; } = 10;

    /// <summary>Shards that a silo asks others for at once: more of them spread sooner, and resume together.</summary>
    [ConfigurationKeyName("SHARD_MOVES_AT_ONCE"), Range(1, 10_000)] public int MovesAtOnce { get; set; } = 16;

    /// <summary>Seconds that a silo which stops gives its shards to go to other silos. What is late ends here and resumes elsewhere once this silo has gone.</summary>
    [ConfigurationKeyName("SHARD_HAND_OVER_SECS"), Range(0, 20)] public double HandOverSeconds { get; set; } = 10;

    [OptionsValidator] public sealed partial class Validator : IValidateOptions<GatewayOptions>;
}
