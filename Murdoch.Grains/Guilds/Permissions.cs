namespace Murdoch.Grains.Guilds;

/// <summary>The permission bits that moderation asks about: https://docs.discord.com/developers/topics/permissions.</summary>
internal static class Permissions
{
    public const ulong Administrator = 1UL << 3;
    public const ulong ManageGuild = 1UL << 5;
    public const ulong ViewChannel = 1UL << 10;
    public const ulong ManageMessages = 1UL << 13;
    public const ulong ReadMessageHistory = 1UL << 16;
    public const ulong Connect = 1UL << 20;
    public const ulong ManageNicknames = 1UL << 27;

    /// <summary>Whoever has one of these may remove messages or run the guild, and is trusted to post.</summary>
    public const ulong Moderator = Administrator | ManageGuild | ManageMessages;
}
