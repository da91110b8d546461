using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Gateway;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Interfaces.Guilds;

/// <summary>The whole guild, as after READY or when the bot joined.</summary>
/// <param name="Heads">The newest message of every channel whose history the bot may read: what the guild has not seen up to there, it has missed.</param>
/// <param name="BlindSince">Since when the shard saw nothing, when it lost its session before this; null otherwise.</param>
[GenerateSerializer, Immutable, Alias("guild-became-available")]
public sealed record GuildBecameAvailable(
    [property: Id(0)] GuildLayout Layout,
    [property: Id(1)] ChannelHead[]? Heads = null,
    [property: Id(2)] DateTimeOffset? BlindSince = null) : GuildEvent;

[GenerateSerializer, Immutable, Alias("channel-head")]
public readonly record struct ChannelHead([property: Id(0)] ChannelId Channel, [property: Id(1)] MessageId Newest);

/// <summary>Name, owner or settings changed; roles and channels come in events of their own.</summary>
[GenerateSerializer, Immutable, Alias("guild-changed")]
public sealed record GuildChanged([property: Id(0)] string Name, [property: Id(1)] UserId Owner, [property: Id(2)] GuildRole[]? Roles) : GuildEvent;

/// <param name="Left">True when the bot is no longer a member; false in an outage, when all is kept.</param>
[GenerateSerializer, Immutable, Alias("guild-became-unavailable")]
public sealed record GuildBecameUnavailable([property: Id(0)] bool Left) : GuildEvent;

[GenerateSerializer, Immutable, Alias("role-changed")]
public sealed record RoleChanged([property: Id(0)] GuildRole Role) : GuildEvent;

[GenerateSerializer, Immutable, Alias("role-deleted")]
public sealed record RoleDeleted([property: Id(0)] RoleId Role) : GuildEvent;

[GenerateSerializer, Immutable, Alias("channel-changed")]
public sealed record ChannelChanged([property: Id(0)] GuildChannel Channel) : GuildEvent;

[GenerateSerializer, Immutable, Alias("channel-deleted")]
public sealed record ChannelDeleted([property: Id(0)] ChannelId Channel) : GuildEvent;

/// <summary>A thread was made by <paramref name="Owner"/>, or somebody changed it: its name is scanned like a message.</summary>
/// <param name="IsNew">False: Discord does not say who changed it, so nobody is sanctioned for its name.</param>
/// <param name="ReceivedTicks">When the frame came in, UTC ticks.</param>
[GenerateSerializer, Immutable, Alias("thread-named")]
public sealed record ThreadNamed(
    [property: Id(0)] ChannelId Thread,
    [property: Id(1)] ChannelId Parent,
    [property: Id(2)] UserId Owner,
    [property: Id(3)] string Name,
    [property: Id(4)] int Type = 11,
    [property: Id(5)] bool IsNew = false,
    [property: Id(6)] long ReceivedTicks = 0) : GuildEvent;

/// <summary>Somebody did something to a member in Discord itself.</summary>
[GenerateSerializer, Immutable, Alias("member-moderated")]
public sealed record MemberModerated([property: Id(0)] ObservedAction Action) : GuildEvent;
