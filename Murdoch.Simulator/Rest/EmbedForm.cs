using System.Text.Json;

namespace Murdoch.Simulator.Rest;

/// <summary>Embeds of a message. https://docs.discord.com/developers/resources/message#embed-object-embed-limits</summary>
internal static class EmbedForm
{
    private const int MaxEmbeds = 10;
    private const int MaxCharacters = 6000;
    private const int MaxFields = 25;

    public static void Check(BodyReader body)
    {
        var characters = 0;
        foreach (var (element, path) in body.List("embeds", 0, MaxEmbeds)) characters += Check(new BodyReader(element, body.Errors, path), path);
        if (characters > MaxCharacters) body.Fail("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");
    }

    /// <returns>How many characters count towards the limit of the message.</returns>
    private static int Check(BodyReader embed, string path)
    {
        embed.Number("color", 0, 0xFFFFFF);
        embed.Time("timestamp");
        var characters = Length(embed.Text("title", 0, 256)) + Length(embed.Text("description", 0, 4096));
        if (embed.Raw("footer") is { ValueKind: not JsonValueKind.Undefined } footer)
            characters += Length(new BodyReader(footer, embed.Errors, $"{path}.footer").Text("text", 0, 2048, required: true));
        if (embed.Raw("author") is { ValueKind: not JsonValueKind.Undefined } author)
            characters += Length(new BodyReader(author, embed.Errors, $"{path}.author").Text("name", 0, 256, required: true));
        foreach (var (element, place) in embed.List("fields", 0, MaxFields))
        {
            var field = new BodyReader(element, embed.Errors, place);
            characters += Length(field.Text("name", 1, 256, required: true)) + Length(field.Text("value", 1, 1024, required: true));
            field.Flag("inline");
        }
        return characters;
    }

    private static int Length(string? text) => text?.EnumerateRunes().Count() ?? 0;
}
