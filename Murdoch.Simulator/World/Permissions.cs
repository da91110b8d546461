namespace Murdoch.Simulator.World;

/// <summary>Permission bits. https://docs.discord.com/developers/topics/permissions</summary>
[Flags]
public enum Permissions : ulong
{
    None = 0,
    CreateInstantInvite = 1UL << 0,
    KickMembers = 1UL << 1,
    BanMembers = 1UL << 2,
    Administrator = 1UL << 3,
    ManageChannels = 1UL << 4,
    ManageGuild = 1UL << 5,
    AddReactions = 1UL << 6,
    ViewAuditLog = 1UL << 7,
    ViewChannel = 1UL << 10,
    SendMessages = 1UL << 11,
    ManageMessages = 1UL << 13,
    EmbedLinks = 1UL << 14,
    AttachFiles = 1UL << 15,
    ReadMessageHistory = 1UL << 16,
    MentionEveryone = 1UL << 17,
    Connect = 1UL << 20,
    Speak = 1UL << 21,
    MuteMembers = 1UL << 22,
    DeafenMembers = 1UL << 23,
    MoveMembers = 1UL << 24,
    ChangeNickname = 1UL << 26,
    ManageNicknames = 1UL << 27,
    ManageRoles = 1UL << 28,
    ManageWebhooks = 1UL << 29,
    UseApplicationCommands = 1UL << 31,
    ManageThreads = 1UL << 34,
    CreatePublicThreads = 1UL << 35,
    CreatePrivateThreads = 1UL << 36,
    SendMessagesInThreads = 1UL << 38,
    ModerateMembers = 1UL << 40,
    SendVoiceMessages = 1UL << 46,
    SendPolls = 1UL << 49,
    UseExternalApps = 1UL << 50,
    PinMessages = 1UL << 51,
    BypassSlowmode = 1UL << 52,

    /// <summary>What @everyone may do in a guild that the simulator makes.</summary>
    EveryoneDefault = CreateInstantInvite | AddReactions | ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadMessageHistory
        | Connect | Speak | ChangeNickname | UseApplicationCommands | CreatePublicThreads | SendMessagesInThreads | SendPolls,

    /// <summary>What a moderation bot asks for in its invite.</summary>
    ModerationBot = EveryoneDefault | KickMembers | BanMembers | ManageChannels | ManageGuild | ViewAuditLog | ManageMessages | MuteMembers
        | MoveMembers | ManageNicknames | ManageRoles | ManageWebhooks | ManageThreads | CreatePrivateThreads | ModerateMembers | PinMessages
        | BypassSlowmode,
    All = ulong.MaxValue >> 11,
}
