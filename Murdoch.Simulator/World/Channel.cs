namespace Murdoch.Simulator.World;

/// <summary>Channel types that the simulator makes.</summary>
public enum ChannelType
{
    Text = 0,
    Dm = 1,
    Voice = 2,
    Category = 4,
    Announcement = 5,
    PublicThread = 11,
    PrivateThread = 12,
    Forum = 15,
}

/// <summary>A channel, thread or direct-message channel.</summary>
public sealed class Channel
{
    public required ulong Id { get; init; }
    public required ChannelType Type { get; init; }
    public ulong? GuildId { get; init; }
    public string Name { get; internal set; } = "";
    public string? Topic { get; internal set; }
    public int Position { get; internal set; }
    public ulong? ParentId { get; internal set; }
    public bool Nsfw { get; internal set; }

    /// <summary>Slow mode, in seconds.</summary>
    public int RateLimitPerUser { get; internal set; }

    public ulong? LastMessageId { get; internal set; }
    public Dictionary<ulong, PermissionOverwrite> Overwrites { get; } = [];

    /// <summary>For a direct-message channel: the other user.</summary>
    public User? Recipient { get; init; }

    public ulong? ThreadOwnerId { get; init; }
    public bool Archived { get; internal set; }
    public bool Locked { get; internal set; }
    public bool Invitable { get; internal set; } = true;
    public int AutoArchiveMinutes { get; internal set; } = 4320;
    public DateTimeOffset ArchiveChangedAt { get; internal set; }
    public SortedSet<ulong> ThreadMembers { get; } = [];

    /// <summary>Oldest first; deleted messages are taken out.</summary>
    internal List<Message> Messages { get; } = [];
    internal Dictionary<ulong, DateTimeOffset> LastPostedAt { get; } = [];

    public bool IsThread => Type is ChannelType.PublicThread or ChannelType.PrivateThread;
    internal bool HoldsMessages => Type is not (ChannelType.Category or ChannelType.Forum);
}

/// <summary>Rights given or taken for one role or member in one channel.</summary>
public sealed record PermissionOverwrite(ulong Id, bool IsMember, Permissions Allow, Permissions Deny);
