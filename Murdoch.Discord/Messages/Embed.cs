namespace Murdoch.Discord.Messages;

/// <summary>https://docs.discord.com/developers/resources/message#embed-object. All texts of a message's embeds together have at most 6,000 characters.</summary>
public sealed record Embed
{
    /// <summary>256 characters.</summary>
    public string? Title { get; init; }

    /// <summary>4,096 characters.</summary>
    public string? Description { get; init; }
    public string? Url { get; init; }
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>0xRRGGBB.</summary>
    public int? Color { get; init; }
    public EmbedFooter? Footer { get; init; }
    public EmbedAuthor? Author { get; init; }
    public EmbedImage? Thumbnail { get; init; }

    /// <summary>At most 25.</summary>
    public EmbedField[]? Fields { get; init; }
}

/// <param name="Text">2,048 characters.</param>
public sealed record EmbedFooter(string Text, string? IconUrl = null);

/// <param name="Name">256 characters.</param>
public sealed record EmbedAuthor(string Name, string? Url = null, string? IconUrl = null);

public sealed record EmbedImage(string Url);

/// <param name="Name">256 characters.</param>
/// <param name="Value">1,024 characters.</param>
public sealed record EmbedField(string Name, string Value, bool Inline = false);
