using Murdoch.Grains.Interfaces.Gateway;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Interfaces.Messages;

/// <summary>A message that a member wrote or edited, reduced to what moderation looks at.</summary>
/// <remarks>The hot path: one allocation per message beside its text. Never changed after it was made.</remarks>
[GenerateSerializer, Immutable, Alias("message-posted")]
public sealed record MessagePosted : GuildEvent
{
    [Id(0)] public required MessageId Message { get; init; }
    [Id(1)] public required ChannelId Channel { get; init; }
    [Id(2)] public required UserId Author { get; init; }
    [Id(3)] public required string Content { get; init; }

    /// <summary>The author's roles without the one that everyone has. Raw snowflakes: the array of the parsed frame is used as it is.</summary>
    [Id(4)] public ulong[] AuthorRoles { get; init; } = [];
    [Id(5)] public MessageTraits Traits { get; init; }

    /// <summary>Text outside the content: attachments' names, embeds, forwards, polls. Empty for nearly every message.</summary>
    [Id(6)] public MessageText[] Texts { get; init; } = [];
    [Id(7)] public int MentionedUsers { get; init; }
    [Id(8)] public int MentionedRoles { get; init; }
    [Id(9)] public int Attachments { get; init; }

    /// <summary>Nickname, else global name, else user name.</summary>
    [Id(10)] public string? AuthorName { get; init; }

    /// <summary>Whom a reply answers; default for everything else.</summary>
    [Id(11)] public UserId RepliesTo { get; init; }

    /// <summary>When the frame came in, UTC ticks: where detection-to-action time starts.</summary>
    [Id(12)] public long ReceivedTicks { get; init; }
}

/// <summary>What a message is, beside its text.</summary>
[Flags, GenerateSerializer, Alias("message-traits")]
public enum MessageTraits
{
    None = 0,
    Edited = 1,
    ByBot = 2,
    ByWebhook = 4,
    MentionsEveryone = 8,

    /// <summary>Found by backfill, not by the gateway.</summary>
    Late = 16,

    /// <summary>Written by Discord about what its author did, such as a pin, a boost or an alert of AutoMod: nobody's words.</summary>
    System = 32,

    /// <summary>Discord says that its author made a thread; the content is the thread's name.</summary>
    ThreadNotice = 64,

    /// <summary>History does not tell an author's roles: <see cref="MessagePosted.AuthorRoles"/> says nothing.</summary>
    RolesUnknown = 128,
}

/// <summary>A text of a message that is not its content.</summary>
[GenerateSerializer, Immutable, Alias("message-text")]
public sealed record MessageText([property: Id(0)] MessageTextKind Kind, [property: Id(1)] string Text);

[GenerateSerializer, Alias("message-text-kind")]
public enum MessageTextKind
{
    AttachmentName = 0,
    Embed = 1,
    Forwarded = 2,
    Poll = 3,
    Component = 4,
    Sticker = 5,
    ThreadName = 6,
    DisplayName = 7,
}
