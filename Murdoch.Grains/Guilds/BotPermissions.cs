using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Guilds;

/// <summary>What the bot itself may do in a guild and in its channels, and whom it reaches.</summary>
/// <remarks>https://docs.discord.com/developers/topics/permissions#permission-overwrites</remarks>
internal sealed class BotPermissions
{
    private const int AnnouncementThread = 10, PublicThread = 11, PrivateThread = 12;
    private readonly GuildId _guild;
    private readonly GuildLayout _layout;
    private readonly (int Position, ulong Id) _top = (0, ulong.MaxValue);

    public BotPermissions(GuildId guild, GuildLayout layout)
    {
        (_guild, _layout) = (guild, layout);
        foreach (var role in layout.Roles)
        {
            var id = role.Id.Value;
            if (id != guild.Value && !layout.BotRoles.Contains(id)) continue;
            General |= role.Permissions;
            if (role.Position > _top.Position || (role.Position == _top.Position && id < _top.Id)) _top = (role.Position, id);
        }
        if (layout.Owner == layout.Bot || (General & Permissions.Administrator) != 0) General = ulong.MaxValue;
    }

    /// <summary>Everything, for an administrator.</summary>
    public ulong General { get; }

    public bool May(ulong permission) => (General & permission) == permission;

    /// <summary>Whether members whose highest role this is are out of the bot's reach.</summary>
    public bool IsBelow(GuildRole role) => _layout.Owner != _layout.Bot && role.Id.Value != _guild.Value
        && (role.Position > _top.Position || (role.Position == _top.Position && role.Id.Value <= _top.Id));

    public ulong In(GuildChannel channel)
    {
        if (General == ulong.MaxValue) return General;
        // A thread has no overwrites of its own.
        var overwrites = channel.Type is AnnouncementThread or PublicThread or PrivateThread
            ? Array.Find(_layout.Channels, parent => parent.Id == channel.Parent)?.Overwrites
            : channel.Overwrites;
        if (overwrites is null) return General;
        var permissions = General;
        var (allow, deny) = (0UL, 0UL);
        foreach (var overwrite in overwrites)
        {
            if (overwrite.Id == _guild.Value) permissions = (permissions & ~overwrite.Deny) | overwrite.Allow;
            else if (_layout.BotRoles.Contains(overwrite.Id)) (allow, deny) = (allow | overwrite.Allow, deny | overwrite.Deny);
        }
        permissions = (permissions & ~deny) | allow;
        foreach (var own in overwrites)
        {
            if (own.Id == _layout.Bot.Value) permissions = (permissions & ~own.Deny) | own.Allow;
        }
        return permissions;
    }

    /// <summary>Of a channel's overwrites those that matter here; null for none. All others would be kept for nothing, times the number of guilds.</summary>
    public static ChannelOverwrite[]? Concerning(GuildId guild, UserId bot, ulong[] botRoles, ChannelOverwrite[]? overwrites)
    {
        if (overwrites is null) return null;
        var kept = Array.FindAll(overwrites, overwrite => overwrite.Id == guild.Value || overwrite.Id == bot.Value || botRoles.Contains(overwrite.Id));
        return kept.Length == 0 ? null : kept.Length == overwrites.Length ? overwrites : kept;
    }
}
