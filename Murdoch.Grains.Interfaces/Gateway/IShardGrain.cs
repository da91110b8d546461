using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Interfaces.Gateway;

/// <summary>Owns one shard's connection: exactly one activation holds its socket. Keyed by the shard's number.</summary>
[Alias("shard")]
public interface IShardGrain : IGrainWithIntegerKey
{
    /// <summary>Keeps the shard running, starting it where it is not. Sent every second by the keepers.</summary>
    [Alias("ping")] Task<ShardStatus> Ping();

    /// <summary>The same, and moves the shard to the silo it belongs to once it has lived elsewhere for a while.</summary>
    [Alias("keep")] Task<ShardStatus> Keep(SiloAddress owner);

    /// <summary>
    /// Moves the shard to a silo, at once: it stops reading, makes everything durable and resumes its session there. Answers before that is done.
    /// </summary>
    [Alias("hand-over")] Task HandOver(SiloAddress to);

    /// <summary>Makes everything handled so far durable, guilds first, then the sequence.</summary>
    [Alias("checkpoint")] Task Checkpoint();

    /// <summary>Stops reading, checkpoints, and leaves the session resumable.</summary>
    [Alias("stop")] Task Stop();

    /// <summary>The guilds seen on this shard since it started.</summary>
    [Alias("get-guilds")] Task<GuildId[]> GetGuilds();
}

/// <param name="State">connecting, identifying, resuming, ready, waiting, or stopped with <paramref name="Problem"/>.</param>
/// <param name="LastSequence">The newest sequence received.</param>
/// <param name="DurableSequence">Up to where everything is handled and stored; a resume starts here.</param>
/// <param name="Problem">Why the shard stopped for good or cannot start, in a sentence for operators; null while it runs.</param>
[GenerateSerializer, Immutable, Alias("shard-status")]
public sealed record ShardStatus(
    [property: Id(0)] int Shard,
    [property: Id(1)] string State,
    [property: Id(2)] long LastSequence,
    [property: Id(3)] long DurableSequence,
    [property: Id(4)] DateTimeOffset? CheckpointAt,
    [property: Id(5)] int Guilds,
    [property: Id(6)] long Pending,
    [property: Id(7)] string? Problem);
