using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Interfaces.Guilds;

/// <summary>What moderation needs to know of a guild: who outranks whom, and what belongs where. Members are not kept.</summary>
/// <param name="BotRoles">The roles of the bot itself.</param>
[GenerateSerializer, Immutable, Alias("guild-layout")]
public sealed record GuildLayout(
    [property: Id(0)] string Name,
    [property: Id(1)] UserId Owner,
    [property: Id(2)] int Members,
    [property: Id(3)] GuildRole[] Roles,
    [property: Id(4)] GuildChannel[] Channels,
    [property: Id(5)] UserId Bot,
    [property: Id(6)] ulong[] BotRoles);

/// <param name="Permissions">Bits as on https://docs.discord.com/developers/topics/permissions.</param>
/// <param name="Position">Higher outranks lower; equal positions rank by id, the lower id first.</param>
[GenerateSerializer, Immutable, Alias("guild-role")]
public sealed record GuildRole([property: Id(0)] RoleId Id, [property: Id(1)] string Name, [property: Id(2)] ulong Permissions, [property: Id(3)] int Position);

/// <param name="Parent">The channel that a thread belongs to; null for a channel, and for a thread whose channel is gone.</param>
[GenerateSerializer, Immutable, Alias("channel-name")]
public sealed record ChannelName([property: Id(0)] ChannelId Channel, [property: Id(1)] string Name, [property: Id(2)] string? Parent);

/// <param name="Parent">The category, or the channel that a thread belongs to; default for none.</param>
/// <param name="Overwrites">Those that concern the bot: of everyone, of its roles, its own. Null for none.</param>
[GenerateSerializer, Immutable, Alias("guild-channel")]
public sealed record GuildChannel(
    [property: Id(0)] ChannelId Id, [property: Id(1)] string Name, [property: Id(2)] int Type, [property: Id(3)] ChannelId Parent, [property: Id(4)] ChannelOverwrite[]? Overwrites = null);

/// <param name="Id">A role's or a member's.</param>
/// <remarks>https://docs.discord.com/developers/topics/permissions#permission-overwrites</remarks>
[GenerateSerializer, Immutable, Alias("channel-overwrite")]
public readonly record struct ChannelOverwrite([property: Id(0)] ulong Id, [property: Id(1)] ulong Allow, [property: Id(2)] ulong Deny);
