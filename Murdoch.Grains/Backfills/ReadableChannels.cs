using Murdoch.Discord.Model;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Backfills;

/// <summary>Which channels' history the bot may read, so that a backfill asks for no other: every refusal counts towards Discord's limit of invalid requests.</summary>
/// <remarks>https://docs.discord.com/developers/topics/permissions#permission-overwrites</remarks>
internal static class ReadableChannels
{
    private const int Text = 0, Voice = 2, Announcement = 5, AnnouncementThread = 10, PublicThread = 11, PrivateThread = 12, Stage = 13;

    /// <returns>The newest message of each; channels without messages are left out, and so are forums, whose newest "message" is a thread.</returns>
    public static ChannelHead[] Heads(GuildAvailable guild)
    {
        if (guild.Channels.Length == 0) return [];
        var general = General(guild);
        var byId = guild.Channels.ToDictionary(channel => channel.Id);
        return [.. guild.Channels.Where(channel => channel.LastMessageId != 0 && IsReadable(channel, guild, general, byId)).Select(channel => new ChannelHead(new(channel.Id), new(channel.LastMessageId)))];
    }

    private static bool IsReadable(ChannelModel channel, GuildAvailable guild, ulong general, Dictionary<ulong, ChannelModel> byId)
    {
        var needed = channel.Type switch
        {
            Text or Announcement or AnnouncementThread or PublicThread or PrivateThread => Permissions.ViewChannel | Permissions.ReadMessageHistory,
            Voice or Stage => Permissions.ViewChannel | Permissions.ReadMessageHistory | Permissions.Connect,
            _ => 0UL,
        };
        if (needed == 0) return false;
        if ((general & Permissions.Administrator) != 0) return true;
        // Threads come only when the bot may see them; the rest is their channel's to say.
        var overwritten = channel.Type is AnnouncementThread or PublicThread or PrivateThread && byId.TryGetValue(channel.ParentId, out var parent) ? parent : channel;
        return (In(overwritten.Overwrites ?? [], guild, general) & needed) == needed;
    }

    private static ulong General(GuildAvailable guild)
    {
        if (guild.OwnerId == guild.BotId) return Permissions.Administrator;
        var permissions = 0UL;
        foreach (var role in guild.Roles)
        {
            if (role.Id == guild.GuildId || guild.BotRoles.Contains(role.Id)) permissions |= role.Permissions;
        }
        return permissions;
    }

    private static ulong In(OverwriteModel[] overwrites, GuildAvailable guild, ulong permissions)
    {
        foreach (var everyone in overwrites.Where(overwrite => overwrite.Id == guild.GuildId)) permissions = (permissions & ~everyone.Deny) | everyone.Allow;
        var (allow, deny) = (0UL, 0UL);
        foreach (var role in overwrites.Where(overwrite => !overwrite.IsMember && guild.BotRoles.Contains(overwrite.Id))) (allow, deny) = (allow | role.Allow, deny | role.Deny);
        permissions = (permissions & ~deny) | allow;
        foreach (var member in overwrites.Where(overwrite => overwrite.IsMember && overwrite.Id == guild.BotId)) permissions = (permissions & ~member.Deny) | member.Allow;
        return permissions;
    }
}
