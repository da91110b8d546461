namespace Murdoch.Grains.Gateway;

/// <summary>Where a shard goes on after a restart. Written by checkpoints: every event up to <see cref="Sequence"/> is durable in its guild.</summary>
[GenerateSerializer, Alias("shard-session-state")]
internal sealed class ShardSessionState
{
    [Id(0)] public string? SessionId { get; set; }
    [Id(1)] public string ResumeUrl { get; set; } = "";
    [Id(2)] public long Sequence { get; set; }
    [Id(3)] public ulong BotUser { get; set; }
    [Id(4)] public DateTimeOffset SavedAt { get; set; }

    /// <summary>Set from when a session was lost until all guilds of the next one have made durable what they missed.</summary>
    [Id(5)] public DateTimeOffset? BlindSince { get; set; }
}
