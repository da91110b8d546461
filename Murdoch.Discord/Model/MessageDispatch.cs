namespace Murdoch.Discord.Model;

/// <summary>MESSAGE_CREATE or MESSAGE_UPDATE, reduced to what moderation reads. A struct, passed by reference: the hot path allocates only its text.</summary>
/// <remarks>https://docs.discord.com/developers/resources/message#message-object. What a frame leaves out keeps its default.</remarks>
public struct MessageDispatch
{
    public long Sequence { get; set; }
    public bool IsUpdate { get; set; }

    /// <summary>0 in direct messages.</summary>
    public ulong GuildId { get; set; }
    public ulong ChannelId { get; set; }
    public ulong MessageId { get; set; }

    /// <summary>For a webhook's message the webhook's id, which is no user.</summary>
    public ulong AuthorId { get; set; }
    public bool AuthorIsBot { get; set; }
    public ulong WebhookId { get; set; }

    /// <summary>0 default, 19 reply, 20 and 23 commands; everything else is the system's.</summary>
    public int Type { get; set; }
    public string Content { get; set; }

    /// <summary>The author's roles, without the one that everyone has.</summary>
    public ulong[] MemberRoles { get; set; }

    public bool MentionsEveryone { get; set; }
    public int MentionedUsers { get; set; }
    public int MentionedRoles { get; set; }
    public int Attachments { get; set; }
    public ulong ReferencedAuthorId { get; set; }

    /// <summary>Null for nearly every message.</summary>
    public List<MessagePart>? Parts { get; set; }
}

/// <summary>Text of a message outside its content.</summary>
public readonly record struct MessagePart(MessagePartKind Kind, string Text);

public enum MessagePartKind
{
    AttachmentName,
    Embed,
    Forwarded,
    Poll,
    Component,
    Sticker,
}
