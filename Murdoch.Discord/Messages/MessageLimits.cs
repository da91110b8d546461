namespace Murdoch.Discord.Messages;

/// <summary>
/// Cuts what Discord would refuse: a case is shown shortened rather than not at all. Lengths are counted in UTF-16 units, which are never fewer
/// than the characters that Discord counts.
/// </summary>
/// <remarks>https://docs.discord.com/developers/resources/message#embed-object-embed-limits</remarks>
public static class MessageLimits
{
    public const int Content = 2_000;
    public const int Embeds = 10;
    public const int EmbedTitle = 256;
    public const int EmbedDescription = 4_096;
    public const int EmbedFields = 25;
    public const int FieldName = 256;
    public const int FieldValue = 1_024;
    public const int FooterText = 2_048;
    public const int AuthorName = 256;

    /// <summary>Of all texts of all embeds of a message.</summary>
    public const int EmbedTexts = 6_000;

    private const string Ellipsis = "…";
    private const string Blank = "\u200b";

    /// <summary>The text, or its beginning and an ellipsis. Never half a surrogate pair.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length) return text;
        if (length <= 0) return "";
        var end = length - 1;
        if (end > 0 && char.IsHighSurrogate(text[end - 1])) end--;
        return text[..end] + Ellipsis;
    }

    internal static OutgoingMessage Fit(OutgoingMessage message)
    {
        var content = message.Content is { } text ? Cut(text, Content) : null;
        if (message.Embeds is not { Length: > 0 } embeds) return message with { Content = content };
        var left = EmbedTexts;
        return message with { Content = content, Embeds = [.. embeds.Take(Embeds).Select(embed => Fit(embed, ref left))] };
    }

    /// <param name="left">Characters that the message's embeds may still have.</param>
    private static Embed Fit(Embed embed, ref int left)
    {
        var title = Take(embed.Title, EmbedTitle, ref left);
        var author = embed.Author is { } name ? name with { Name = Take(name.Name, AuthorName, ref left) ?? "" } : null;
        // The footer says which case it is: it comes before texts that may be long.
        var footer = embed.Footer is { } last ? last with { Text = Take(last.Text, FooterText, ref left) ?? "" } : null;
        var description = Take(embed.Description, EmbedDescription, ref left);
        List<EmbedField> fields = [];
        foreach (var field in embed.Fields?.Take(EmbedFields) ?? [])
        {
            // Discord refuses fields without a name or a value.
            var (label, value) = (OrBlank(Cut(field.Name, FieldName)), OrBlank(Cut(field.Value, FieldValue)));
            if (label.Length + 1 > left) break;
            left -= label.Length;
            fields.Add(field with { Name = label, Value = Take(value, FieldValue, ref left)! });
        }
        return embed with { Title = title, Author = author, Footer = footer, Description = description, Fields = embed.Fields is null ? null : [.. fields] };
    }

    private static string? Take(string? text, int length, ref int left)
    {
        if (text is null) return null;
        var taken = Cut(text, Math.Min(length, left));
        left -= taken.Length;
        return taken;
    }

    private static string OrBlank(string text) => text.Length == 0 ? Blank : text;
}
