namespace Murdoch.Discord.Gateway;

/// <summary>How a shard connects. Made once; <see cref="ForShard"/> fills in what differs per shard.</summary>
public sealed record ShardConnectionOptions
{
    /// <summary>The bot's token without a prefix.</summary>
    public required string Token { get; init; }

    /// <summary>Where new sessions connect, from GET /gateway/bot.</summary>
    public string Url { get; init; } = "";
    public int Shard { get; init; }
    public int ShardCount { get; init; } = 1;
    public GatewayIntents Intents { get; init; } = GatewayIntents.Moderation;
    public GatewayCompression Compression { get; init; } = GatewayCompression.ZlibStream;

    /// <summary>From the start of the connect to Hello.</summary>
    public TimeSpan HelloDeadline { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Pause before the second attempt to connect; doubles, with jitter, up to <see cref="ReconnectMax"/>.</summary>
    public TimeSpan ReconnectBase { get; init; } = TimeSpan.FromMilliseconds(250);
    public TimeSpan ReconnectMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a connection has to hold until the next one is made without a pause. A process that woke up from a long sleep and the one that took its
    /// session over would otherwise take it from each other as fast as they can.
    /// </summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Pause after Invalid Session: a random time between the two, which Discord asked for.</summary>
    public TimeSpan InvalidSessionPauseMin { get; init; } = TimeSpan.FromSeconds(1);
    public TimeSpan InvalidSessionPauseMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes read from the socket at once. Under load one system call brings many frames.</summary>
    public int ReadBufferBytes { get; init; } = 64 * 1024;

    /// <summary>A message larger than this, inflated, breaks the connection: Discord's largest guilds stay far below.</summary>
    public int MaxMessageBytes { get; init; } = 128 * 1024 * 1024;

    public ShardConnectionOptions ForShard(string url, int shard, int shardCount) => this with { Url = url, Shard = shard, ShardCount = shardCount };

    /// <summary>Names the shard, never the token.</summary>
    public override string ToString() => $"shard {Shard} of {ShardCount} at {Url}";
}

public enum GatewayCompression
{
    None,

    /// <summary>One zlib context over the whole connection. https://docs.discord.com/developers/events/gateway#transport-compression</summary>
    ZlibStream,
}

/// <summary>https://docs.discord.com/developers/events/gateway#list-of-intents</summary>
[Flags]
public enum GatewayIntents
{
    None = 0,
    Guilds = 1 << 0,

    /// <summary>Privileged.</summary>
    GuildMembers = 1 << 1,
    GuildModeration = 1 << 2,
    GuildMessages = 1 << 9,
    DirectMessages = 1 << 12,

    /// <summary>Privileged.</summary>
    MessageContent = 1 << 15,

    /// <summary>What Murdoch reads.</summary>
    Moderation = Guilds | GuildMembers | GuildModeration | GuildMessages | MessageContent,
}
