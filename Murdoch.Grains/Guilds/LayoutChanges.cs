using Murdoch.Grains.Interfaces.Gateway;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Guilds;

/// <summary>Keeps a guild's layout current from the events that Discord sends about it.</summary>
internal static class LayoutChanges
{
    /// <returns>The layout after the event; the same object when the event does not concern it.</returns>
    public static GuildLayout? Apply(GuildId guild, GuildLayout? layout, GuildEvent change) => (layout, change) switch
    {
        (_, GuildBecameAvailable available) => available.Layout,
        (null, _) => null,
        (_, GuildChanged changed) => layout with { Name = changed.Name, Owner = changed.Owner, Roles = changed.Roles ?? layout.Roles },
        (_, RoleChanged changed) => layout with { Roles = [.. layout.Roles.Where(role => role.Id != changed.Role.Id), changed.Role] },
        (_, RoleDeleted deleted) => layout with { Roles = [.. layout.Roles.Where(role => role.Id != deleted.Role)] },
        (_, ChannelChanged changed) => With(layout, changed.Channel with { Overwrites = BotPermissions.Concerning(guild, layout.Bot, layout.BotRoles, changed.Channel.Overwrites) }),
        (_, ThreadNamed thread) => With(layout, new(thread.Thread, thread.Name, thread.Type, thread.Parent)),
        (_, ChannelDeleted deleted) => layout with { Channels = [.. layout.Channels.Where(channel => channel.Id != deleted.Channel)] },
        (_, Interfaces.Members.MemberUpdated updated) when updated.User == layout.Bot => layout with { BotRoles = updated.Roles },
        (_, Interfaces.Members.MemberJoined) => layout with { Members = layout.Members + 1 },
        (_, Interfaces.Members.MemberLeft) => layout with { Members = Math.Max(0, layout.Members - 1) },
        _ => layout,
    };

    private static GuildLayout With(GuildLayout layout, GuildChannel changed) => layout with { Channels = [.. layout.Channels.Where(channel => channel.Id != changed.Id), changed] };

    /// <summary>True when the change may have taken something from the bot that it needs.</summary>
    public static bool ConcernsPermissions(GuildEvent change) => IsStructural(change) && change is not ThreadNamed;

    /// <summary>True when the change moves who may do what, not just a count.</summary>
    public static bool IsStructural(GuildEvent change) => change is not (Interfaces.Members.MemberJoined or Interfaces.Members.MemberLeft);
}
