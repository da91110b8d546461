using System.Text.Json;

namespace Murdoch.Simulator.World;

/// <summary>A guild as the simulator holds it. Change it through <see cref="DiscordWorld"/>, which locks and tells the gateway;
/// read it under <see cref="DiscordWorld.Gate"/> when other threads are at work.</summary>
public sealed class Guild
{
    private Role? _everyone;

    public required ulong Id { get; init; }
    public required string Name { get; set; }
    public ulong OwnerId { get; internal set; }
    public int VerificationLevel { get; internal set; } = 1;
    public int ExplicitContentFilter { get; internal set; }
    public bool Available { get; internal set; } = true;
    public SortedSet<string> Features { get; } = new(StringComparer.Ordinal);
    public DateTimeOffset? InvitesDisabledUntil { get; internal set; }
    public DateTimeOffset? DmsDisabledUntil { get; internal set; }
    public ulong? SystemChannelId { get; internal set; }

    /// <summary>When the bot joined.</summary>
    public DateTimeOffset JoinedAt { get; internal set; }

    public Dictionary<ulong, Role> Roles { get; } = [];
    public Dictionary<ulong, Channel> Channels { get; } = [];
    public SortedDictionary<ulong, Member> Members { get; } = [];
    public SortedDictionary<ulong, Ban> Bans { get; } = [];
    public List<AuditEntry> AuditLog { get; } = [];
    internal SortedDictionary<ulong, JsonElement> AutoModerationRules { get; } = [];

    /// <summary>Rises with every change that GUILD_CREATE would show, so that its serialised form can be kept.</summary>
    internal long Version { get; private set; }

    public Role Everyone => _everyone ??= Roles[Id];

    public Role TopRole(Member member)
    {
        var top = Everyone;
        foreach (var id in member.Roles)
            if (Roles.TryGetValue(id, out var role) && (role.Position > top.Position || (role.Position == top.Position && role.Id < top.Id))) top = role;
        return top;
    }

    internal void Touch() => Version++;
}

/// <summary>A role. <see cref="Position"/> 0 is @everyone.</summary>
public sealed class Role
{
    public required ulong Id { get; init; }
    public required string Name { get; set; }
    public Permissions Permissions { get; internal set; }
    public int Position { get; internal set; }
    public int Color { get; internal set; }
    public bool Hoist { get; internal set; }
    public bool Mentionable { get; internal set; }
    public bool Managed { get; internal set; }
    public ulong? BotId { get; internal set; }
}

/// <summary>A ban, with the reason that the moderator gave.</summary>
public sealed record Ban(User User, string? Reason, DateTimeOffset At);

/// <summary>One entry of the audit log; <see cref="ActionType"/> as in https://docs.discord.com/developers/resources/audit-log.</summary>
public sealed record AuditEntry(ulong Id, int ActionType, ulong? UserId, ulong? TargetId, string? Reason, IReadOnlyList<AuditChange> Changes,
    IReadOnlyDictionary<string, string> Options);

/// <summary>One changed field; the values are raw JSON, null when the key is absent.</summary>
public sealed record AuditChange(string Key, string? OldValue, string? NewValue);
