namespace Murdoch.Simulator.World;

/// <summary>Discord's permission and hierarchy arithmetic. https://docs.discord.com/developers/topics/permissions</summary>
public static class PermissionRules
{
    /// <summary>What a timed-out member keeps; the owner and administrators lose nothing.</summary>
    private const Permissions KeptInTimeout = Permissions.ViewChannel | Permissions.ReadMessageHistory;

    public static Permissions InGuild(Guild guild, Member member, DateTimeOffset now)
    {
        if (guild.OwnerId == member.User.Id) return Permissions.All;
        var granted = guild.Everyone.Permissions;
        foreach (var id in member.Roles)
            if (guild.Roles.TryGetValue(id, out var role)) granted |= role.Permissions;
        if (granted.HasFlag(Permissions.Administrator)) return Permissions.All;
        return member.IsTimedOut(now) ? granted & KeptInTimeout : granted;
    }

    public static Permissions InChannel(Guild guild, Channel channel, Member member, DateTimeOffset now)
    {
        var granted = InGuild(guild, member, now);
        if (granted == Permissions.All) return granted;
        var settings = channel;
        if (channel.IsThread && channel.ParentId is { } parent && guild.Channels.TryGetValue(parent, out var owner)) settings = owner;
        granted = ApplyOverwrites(granted, guild, settings, member);
        if (member.IsTimedOut(now)) granted &= KeptInTimeout;
        if (channel.IsThread)
        {
            granted &= ~Permissions.SendMessages;
            if (granted.HasFlag(Permissions.SendMessagesInThreads)) granted |= Permissions.SendMessages;
            if (channel.Type == ChannelType.PrivateThread && !granted.HasFlag(Permissions.ManageThreads) && !channel.ThreadMembers.Contains(member.User.Id))
                return Permissions.None;
        }
        if (!granted.HasFlag(Permissions.ViewChannel)) return Permissions.None;
        if (!granted.HasFlag(Permissions.SendMessages))
            granted &= ~(Permissions.MentionEveryone | Permissions.AttachFiles | Permissions.EmbedLinks);
        return granted;
    }

    /// <summary>True when <paramref name="actor"/> stands strictly above <paramref name="target"/>. The owner stands above everybody.</summary>
    public static bool Outranks(Guild guild, Member actor, Member target)
    {
        if (target.User.Id == guild.OwnerId) return false;
        if (actor.User.Id == guild.OwnerId) return true;
        return RanksAbove(guild.TopRole(actor), guild.TopRole(target));
    }

    public static bool Outranks(Guild guild, Member actor, Role role) => actor.User.Id == guild.OwnerId || RanksAbove(guild.TopRole(actor), role);

    // Equal positions: the older role, which has the lower id, ranks higher.
    private static bool RanksAbove(Role one, Role other) =>
        one.Position > other.Position || (one.Position == other.Position && one.Id < other.Id);

    private static Permissions ApplyOverwrites(Permissions granted, Guild guild, Channel channel, Member member)
    {
        if (channel.Overwrites.TryGetValue(guild.Id, out var everyone)) granted = (granted & ~everyone.Deny) | everyone.Allow;
        Permissions allow = 0, deny = 0;
        foreach (var id in member.Roles)
        {
            if (!channel.Overwrites.TryGetValue(id, out var role)) continue;
            allow |= role.Allow;
            deny |= role.Deny;
        }
        granted = (granted & ~deny) | allow;
        return channel.Overwrites.TryGetValue(member.User.Id, out var own) ? (granted & ~own.Deny) | own.Allow : granted;
    }
}
