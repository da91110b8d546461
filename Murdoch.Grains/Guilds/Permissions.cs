using System.Numerics;

namespace Murdoch.Grains.Guilds;

/// <summary>The permission bits that moderation asks about: https://docs.discord.com/developers/topics/permissions.</summary>
internal static class Permissions
{
    public const ulong KickMembers = 1UL << 1;
    public const ulong BanMembers = 1UL << 2;
    public const ulong Administrator = 1UL << 3;
    public const ulong ManageChannels = 1UL << 4;
    public const ulong ManageGuild = 1UL << 5;
    public const ulong ViewAuditLog = 1UL << 7;
    public const ulong ViewChannel = 1UL << 10;
    public const ulong SendMessages = 1UL << 11;
    public const ulong ManageMessages = 1UL << 13;
    public const ulong EmbedLinks = 1UL << 14;
    public const ulong ReadMessageHistory = 1UL << 16;
    public const ulong Connect = 1UL << 20;
    public const ulong ManageNicknames = 1UL << 27;
    public const ulong ManageRoles = 1UL << 28;
    public const ulong ManageThreads = 1UL << 34;
    public const ulong CreatePrivateThreads = 1UL << 36;
    public const ulong SendMessagesInThreads = 1UL << 38;
    public const ulong ModerateMembers = 1UL << 40;

    /// <summary>Whoever has one of these may remove messages or run the guild, and is trusted to post.</summary>
    public const ulong Moderator = Administrator | ManageGuild | ManageMessages;

    /// <summary>What a guild's own role of moderators may do with the bot.</summary>
    public const ulong Moderating = KickMembers | BanMembers | ManageChannels | ManageMessages | ModerateMembers;

    /// <summary>As Discord's English client calls them; several are joined by "or".</summary>
    public static string Name(ulong permissions)
    {
        List<string> names = [];
        for (var rest = permissions; rest != 0; rest &= rest - 1) names.Add(NameOfOne(1UL << BitOperations.TrailingZeroCount(rest)));
        return string.Join(" or ", names);
    }

    private static string NameOfOne(ulong permission) => permission switch
    {
        KickMembers => "Kick Members",
        BanMembers => "Ban Members",
        Administrator => "Administrator",
        ManageChannels => "Manage Channels",
        ManageGuild => "Manage Server",
        ViewAuditLog => "View Audit Log",
        ViewChannel => "View Channel",
        SendMessages => "Send Messages",
        ManageMessages => "Manage Messages",
        EmbedLinks => "Embed Links",
        ReadMessageHistory => "Read Message History",
        Connect => "Connect",
        ManageNicknames => "Manage Nicknames",
        ManageRoles => "Manage Roles",
        ManageThreads => "Manage Threads",
        CreatePrivateThreads => "Create Private Threads",
        SendMessagesInThreads => "Send Messages in Threads",
        ModerateMembers => "Timeout Members",
        _ => $"bit {BitOperations.TrailingZeroCount(permission)}",
    };
}
