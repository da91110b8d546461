namespace Murdoch.Discord.Model;

/// <summary>A dispatch other than a message. https://docs.discord.com/developers/events/gateway-events#receive-events</summary>
/// <param name="GuildId">0 when it belongs to no guild.</param>
public abstract record GatewayDispatch(long Sequence, ulong GuildId);

/// <summary>GUILD_CREATE: after READY, after an outage, or because the bot joined.</summary>
/// <param name="BotRoles">The roles of the bot's own member.</param>
public sealed record GuildAvailable(
    long Sequence, ulong GuildId, string Name, ulong OwnerId, int MemberCount, RoleModel[] Roles, ChannelModel[] Channels, ulong BotId, ulong[] BotRoles)
    : GatewayDispatch(Sequence, GuildId);

/// <summary>GUILD_UPDATE. Channels and members are not part of it.</summary>
/// <param name="Roles">Null when the frame had none.</param>
public sealed record GuildUpdated(long Sequence, ulong GuildId, string Name, ulong OwnerId, RoleModel[]? Roles) : GatewayDispatch(Sequence, GuildId);

/// <summary>GUILD_DELETE.</summary>
/// <param name="IsOutage">True: the guild comes back and nothing is to be forgotten. False: the bot left or the guild is gone.</param>
public sealed record GuildUnavailable(long Sequence, ulong GuildId, bool IsOutage) : GatewayDispatch(Sequence, GuildId);

public sealed record RoleSaved(long Sequence, ulong GuildId, RoleModel Role) : GatewayDispatch(Sequence, GuildId);

public sealed record RoleRemoved(long Sequence, ulong GuildId, ulong RoleId) : GatewayDispatch(Sequence, GuildId);

/// <summary>CHANNEL_CREATE, CHANNEL_UPDATE, THREAD_CREATE or THREAD_UPDATE.</summary>
public sealed record ChannelSaved(long Sequence, ulong GuildId, ChannelModel Channel, ThreadChange Thread, ulong OwnerId) : GatewayDispatch(Sequence, GuildId);

/// <summary>What happened to a thread.</summary>
public enum ThreadChange
{
    /// <summary>Nothing: it is no thread, or one that the bot was added to.</summary>
    None,

    /// <summary>Its owner made and named it.</summary>
    Created,

    /// <summary>Renamed, archived, locked: Discord does not say by whom.</summary>
    Updated,
}

public sealed record ChannelRemoved(long Sequence, ulong GuildId, ulong ChannelId) : GatewayDispatch(Sequence, GuildId);

public sealed record MemberAdded(long Sequence, ulong GuildId, MemberModel Member, DateTimeOffset? JoinedAt) : GatewayDispatch(Sequence, GuildId);

/// <summary>GUILD_MEMBER_UPDATE: a nickname, roles, a timeout, or anything of the account behind it.</summary>
public sealed record MemberChanged(long Sequence, ulong GuildId, MemberModel Member) : GatewayDispatch(Sequence, GuildId);

/// <summary>Left, kicked or banned: Discord does not say which.</summary>
public sealed record MemberRemoved(long Sequence, ulong GuildId, ulong UserId) : GatewayDispatch(Sequence, GuildId);

/// <summary>GUILD_BAN_ADD, also for bans of our own. By whom and why is told by the audit log. Roles of the user are not part of it.</summary>
public sealed record BanAdded(long Sequence, ulong GuildId, MemberModel User) : GatewayDispatch(Sequence, GuildId);

/// <summary>GUILD_BAN_REMOVE.</summary>
public sealed record BanRemoved(long Sequence, ulong GuildId, MemberModel User) : GatewayDispatch(Sequence, GuildId);

/// <summary>THREAD_LIST_SYNC: the threads of channels that the bot has just been let into.</summary>
public sealed record ThreadsShown(long Sequence, ulong GuildId, ChannelModel[] Threads) : GatewayDispatch(Sequence, GuildId);

/// <summary>THREAD_MEMBERS_UPDATE.</summary>
public sealed record ThreadMembersChanged(long Sequence, ulong GuildId, ulong ThreadId, ulong[] Added, ulong[] Removed) : GatewayDispatch(Sequence, GuildId);

/// <param name="Permissions">https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags</param>
public readonly record struct RoleModel(ulong Id, string Name, ulong Permissions, int Position);

/// <param name="AccountName">Global name, else user name.</param>
public readonly record struct MemberModel(ulong UserId, string? Nick, string? AccountName, bool IsBot, ulong[] Roles);

/// <param name="ParentId">A category, or a thread's channel; 0 for none.</param>
/// <param name="LastMessageId">The newest message, which may be deleted; of a forum the newest thread; 0 for none.</param>
/// <param name="Overwrites">Null for none; a thread has its parent's.</param>
public readonly record struct ChannelModel(ulong Id, string Name, int Type, ulong ParentId, ulong LastMessageId = 0, OverwriteModel[]? Overwrites = null);

/// <param name="Id">A role, or the member when <paramref name="IsMember"/>.</param>
/// <remarks>https://docs.discord.com/developers/topics/permissions#permission-overwrites</remarks>
public readonly record struct OverwriteModel(ulong Id, bool IsMember, ulong Allow, ulong Deny);
