using Murdoch.Discord.Model;

namespace Murdoch.Discord.AuditLogs;

/// <summary>GUILD_AUDIT_LOG_ENTRY_CREATE. Needs the intent GUILD_MODERATION, and the bot the permission VIEW_AUDIT_LOG.</summary>
public sealed record AuditLogEntryCreated(long Sequence, ulong GuildId, AuditLogEntry Entry) : GatewayDispatch(Sequence, GuildId);

/// <summary>Who did what to whom. https://docs.discord.com/developers/resources/audit-log#audit-log-entry-object</summary>
public sealed record AuditLogEntry
{
    public ulong Id { get; init; }

    /// <summary>May be a number that has no name here.</summary>
    public AuditLogAction Action { get; init; }

    /// <summary>Who did it; 0 when Discord does not say.</summary>
    public ulong UserId { get; init; }

    /// <summary>A member, user, role or channel, as the action is; of deleted messages their author, of messages deleted in bulk their channel; 0 for none.</summary>
    public ulong TargetId { get; init; }
    public string? Reason { get; init; }

    /// <summary>Null when it changed no timeout.</summary>
    public TimeoutChange? Timeout { get; init; }

    /// <summary>Null when it changed no nickname.</summary>
    public NickChange? Nick { get; init; }

    /// <summary>Roles that a member was given and lost; empty for everything else.</summary>
    public ulong[] RolesAdded { get; init; } = [];
    public ulong[] RolesRemoved { get; init; } = [];

    /// <summary>Where messages were deleted; 0 for none.</summary>
    public ulong ChannelId { get; init; }

    /// <summary>Messages deleted, members moved. Discord raises it in the entry that is there when the same person deletes more of the same author.</summary>
    public int Count { get; init; }

    /// <summary>Of a prune.</summary>
    public int MembersRemoved { get; init; }
    public int DeleteMemberDays { get; init; }

    /// <summary>The AutoMod rule that did it.</summary>
    public string? RuleName { get; init; }
}

/// <summary>Null is none. A time in the past is none either.</summary>
public readonly record struct TimeoutChange(DateTimeOffset? Before, DateTimeOffset? After);

public readonly record struct NickChange(string? Before, string? After);

/// <summary>Those that moderation reads.</summary>
public enum AuditLogAction
{
    None = 0,
    GuildUpdate = 1,
    ChannelUpdate = 11,
    OverwriteCreate = 13,
    OverwriteUpdate = 14,
    OverwriteDelete = 15,
    MemberKick = 20,
    MemberPrune = 21,
    MemberBanAdd = 22,
    MemberBanRemove = 23,
    MemberUpdate = 24,
    MemberRoleUpdate = 25,
    BotAdd = 28,
    RoleUpdate = 31,
    RoleDelete = 32,
    MessageDelete = 72,
    MessageBulkDelete = 73,
    ThreadUpdate = 111,
    ThreadDelete = 112,
    AutoModerationBlockMessage = 143,
    AutoModerationFlagToChannel = 144,
    AutoModerationUserTimeout = 145,
    AutoModerationQuarantine = 146,
}
