using System.Text.Json;

namespace Murdoch.Simulator.World;

/// <summary>What the writer of a message knows about it, to compare with what a moderator did.</summary>
/// <param name="Category">For example <c>invite</c>, <c>phishing</c>, <c>mention-spam</c>, <c>slur</c>, <c>flood</c>, <c>raid</c>, <c>benign</c>.</param>
public sealed record MessageLabel(string Category, bool Violating);

/// <summary>A message. Deleted messages stay known by id, so that a test can ask what became of them.</summary>
public sealed class Message
{
    public required ulong Id { get; init; }
    public required Channel Channel { get; init; }
    public required User Author { get; init; }
    public required DateTimeOffset PostedAt { get; init; }
    public Guild? Guild { get; init; }
    public string Content { get; internal set; } = "";
    public DateTimeOffset? EditedAt { get; internal set; }
    public DateTimeOffset? DeletedAt { get; internal set; }

    /// <summary>Who deleted it, when known.</summary>
    public ulong? DeletedBy { get; internal set; }

    public MessageLabel? Label { get; init; }
    public ulong? WebhookId { get; init; }
    public ulong? ApplicationId { get; init; }
    public int Type { get; init; }
    public int Flags { get; internal set; }
    public Message? RepliesTo { get; init; }
    public string? Nonce { get; init; }
    public IReadOnlyList<User> Mentions { get; internal set; } = [];
    public IReadOnlyList<ulong> MentionedRoles { get; internal set; } = [];
    public bool MentionsEveryone { get; internal set; }

    /// <summary>Null: whoever the text names.</summary>
    internal MentionRules? Pings { get; set; }

    /// <summary>Emoji → users who reacted.</summary>
    internal Dictionary<string, HashSet<ulong>> Reactions { get; } = [];

    /// <summary>Parts that are kept and sent as they came: embeds, attachments, components, poll, message_snapshots, sticker_items …</summary>
    internal Dictionary<string, JsonElement> Parts { get; } = [];
}

/// <summary>What came of an attempt to post as a member.</summary>
/// <param name="Refusal">Null when posted; else <c>not-a-member</c>, <c>banned</c>, <c>timed-out</c>, <c>no-permission</c>, <c>slow-mode</c>,
/// <c>locked</c> or <c>unknown-channel</c>.</param>
public readonly record struct PostResult(ulong Id, string? Refusal)
{
    public bool Posted => Refusal is null;
}

/// <summary>Everything about a posted message beyond its text.</summary>
public sealed record PostOptions
{
    public MessageLabel? Label { get; init; }
    public ulong? ReplyTo { get; init; }

    /// <summary>Raw message parts such as <c>embeds</c>, <c>attachments</c>, <c>poll</c> or <c>message_snapshots</c>.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Parts { get; init; }
}
