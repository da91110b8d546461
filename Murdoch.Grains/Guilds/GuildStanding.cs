using Murdoch.Grains.Interfaces.Explanations;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Guilds;

/// <summary>Who stands where in a guild: who is left alone, and whom the bot can reach.</summary>
/// <remarks>Made anew when the layout or the configuration changes; asked only about messages that a rule found.</remarks>
internal sealed class GuildStanding
{
    private const string Owner = "the guild's owner";
    private const string ExemptChannel = "an exempt channel";
    private const string ExemptRole = "an exempt role";
    private const string Moderator = "a moderator";
    private readonly GuildLayout? _layout;
    private readonly GuildConfig _config;
    private readonly Dictionary<ulong, GuildRole> _roles;
    private readonly Dictionary<ulong, ulong> _parents;
    private readonly HashSet<ulong> _exemptRoles;
    private readonly HashSet<ulong> _exemptChannels;
    private readonly ulong _everyonePermissions;

    public GuildStanding(GuildId guild, GuildLayout? layout, GuildConfig config, RoleId? moderatorRole)
    {
        (_layout, _config) = (layout, config);
        _roles = layout?.Roles.ToDictionary(role => role.Id.Value) ?? [];
        _parents = layout?.Channels.Where(channel => channel.Parent.Value != 0).ToDictionary(channel => channel.Id.Value, channel => channel.Parent.Value) ?? [];
        _exemptRoles = [.. config.ExemptRoles.Select(role => role.Value)];
        if (moderatorRole is { } role && config.ExemptModerators) _exemptRoles.Add(role.Value);
        _exemptChannels = [.. config.ExemptChannels.Select(channel => channel.Value)];
        _everyonePermissions = _roles.TryGetValue(guild.Value, out var everyone) ? everyone.Permissions : 0;
    }

    /// <returns>Why this author is left alone in this channel, in a few words; null when they are not.</returns>
    public string? ExemptionOf(UserId author, ulong[] roles, ChannelId channel)
    {
        if (IsOwner(author)) return Owner;
        if (IsExemptChannel(channel)) return ExemptChannel;
        if (HasExemptRole(roles)) return ExemptRole;
        return IsSparedModerator(roles) ? Moderator : null;
    }

    /// <summary>Everything that <see cref="ExemptionOf"/> asks, in its order.</summary>
    public ExemptionTest[] TestsOf(UserId author, ulong[] roles, ChannelId channel) =>
        [new(Owner, IsOwner(author)), new(ExemptChannel, IsExemptChannel(channel)), new(ExemptRole, HasExemptRole(roles)), new(Moderator, IsSparedModerator(roles))];

    /// <returns>Why the bot cannot sanction the member, in a sentence; null when it can, or when that is not known.</returns>
    /// <remarks>
    /// Asked before acting, because every 403 counts towards Discord's invalid-request limit.
    /// https://docs.discord.com/developers/topics/permissions#permission-hierarchy
    /// </remarks>
    public string? SanctionObstacle(UserId member, ulong[] roles)
    {
        if (_layout is null) return null;
        if (_layout.Owner == member) return "The member owns the guild.";
        if ((PermissionsOf(roles) & Permissions.Administrator) != 0) return "The member is an administrator.";
        return IsBelow(_layout, roles) ? null : "The member's highest role is not below the bot's.";
    }

    /// <returns>Why this moderator cannot do it to this member, in a sentence to them; null when they can, or when that is not known.</returns>
    /// <param name="memberRoles">Null for a user who is no member.</param>
    public string? ModerationObstacle(UserId moderator, ulong[] moderatorRoles, UserId member, ulong[]? memberRoles)
    {
        if (member == moderator) return "That would be yourself.";
        if (_layout is null) return null;
        if (member == _layout.Bot) return "That would be me.";
        if (memberRoles is null) return null;
        if (_layout.Owner == member) return "They own the guild.";
        if (_layout.Owner != moderator && !Outranks(moderatorRoles, memberRoles)) return "Your highest role is not above theirs.";
        return IsBelow(_layout, memberRoles) ? null : "Their highest role is not below mine.";
    }

    /// <returns>Why the bot cannot change the member's nickname, in a sentence; null when it can, or when that is not known.</returns>
    public string? RenameObstacle(UserId member, ulong[] roles)
    {
        if (_layout is null) return null;
        if (_layout.Owner == member) return "The member owns the guild.";
        if (!IsBelow(_layout, roles)) return "The member's highest role is not below the bot's.";
        return IsBotOutranked(_layout) && (PermissionsOf(_layout.BotRoles) & (Permissions.Administrator | Permissions.ManageNicknames)) == 0 ? "The bot may not manage nicknames." : null;
    }

    /// <summary>False while the bot's roles are not known, and when it owns the guild: then it can do everything.</summary>
    private static bool IsBotOutranked(GuildLayout layout) => layout.BotRoles.Length > 0 && layout.Owner != layout.Bot;

    private bool IsBelow(GuildLayout layout, ulong[] roles) => !IsBotOutranked(layout) || Outranks(layout.BotRoles, roles);

    /// <summary>Whether the channel, or what it is in, is exempt.</summary>
    public bool IsExemptChannel(ChannelId id)
    {
        if (_exemptChannels.Count == 0) return false;
        var channel = id.Value;
        // A thread's parent is a channel and a channel's parent a category: never deeper than that.
        for (var depth = 0; depth < 3; depth++)
        {
            if (_exemptChannels.Contains(channel)) return true;
            if (!_parents.TryGetValue(channel, out channel)) return false;
        }
        return false;
    }

    private bool IsOwner(UserId author) => _layout?.Owner == author;

    private bool HasExemptRole(ulong[] roles)
    {
        foreach (var role in roles)
        {
            if (_exemptRoles.Contains(role)) return true;
        }
        return false;
    }

    private bool IsSparedModerator(ulong[] roles) => _config.ExemptModerators && (PermissionsOf(roles) & Permissions.Moderator) != 0;

    private ulong PermissionsOf(ulong[] roles)
    {
        var permissions = _everyonePermissions;
        foreach (var role in roles)
        {
            if (_roles.TryGetValue(role, out var known)) permissions |= known.Permissions;
        }
        return permissions;
    }

    private bool Outranks(ulong[] bot, ulong[] member)
    {
        var (botTop, memberTop) = (Top(bot), Top(member));
        return botTop.Position > memberTop.Position || (botTop.Position == memberTop.Position && botTop.Id < memberTop.Id);
    }

    private (int Position, ulong Id) Top(ulong[] roles)
    {
        var top = (Position: 0, Id: ulong.MaxValue);
        foreach (var role in roles)
        {
            if (!_roles.TryGetValue(role, out var known)) continue;
            if (known.Position > top.Position || (known.Position == top.Position && role < top.Id)) top = (known.Position, role);
        }
        return top;
    }
}
