namespace Murdoch.Grains.Interfaces.Gateway;

/// <summary>What one shard received for one guild, in the gateway's order.</summary>
/// <param name="Session">The gateway session that the sequence numbers belong to.</param>
/// <param name="Events">Never changed after sending: a local call passes the array itself.</param>
/// <param name="After">The last event of this session that the guild has confirmed to this shard; 0 when there is none.</param>
[GenerateSerializer, Immutable, Alias("event-batch")]
public sealed record EventBatch(
    [property: Id(0)] int Shard,
    [property: Id(1)] string Session,
    [property: Id(2)] GuildEvent[] Events,
    [property: Id(3)] long After = 0);

/// <summary>Something that happened in a guild. Discord replays events after a resume, so each may come twice.</summary>
[GenerateSerializer, Immutable, Alias("guild-event")]
public abstract record GuildEvent
{
    /// <summary>The gateway's number of this event within its session.</summary>
    [Id(0)] public long Sequence { get; init; }
}
