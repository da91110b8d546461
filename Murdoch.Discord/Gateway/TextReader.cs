using System.Text.Json;
using Murdoch.Discord.Model;

namespace Murdoch.Discord.Gateway;

/// <summary>Collects the texts of a message that are not its content: a filter that reads only the content misses these.</summary>
internal static class TextReader
{
    /// <summary>Components nest in rows, sections and containers, snapshots hold embeds: nothing that Discord sends is deeper.</summary>
    private const int MaxDepth = 12;

    public static int Attachments(ref Utf8JsonReader reader, ref List<MessagePart>? parts)
    {
        if (!JsonFields.TryBeginArray(ref reader)) return 0;
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            count++;
            Strings(ref reader, ref parts, MessagePartKind.AttachmentName, static name => name is "filename" or "title" or "description");
        }
        return count;
    }

    public static void Stickers(ref Utf8JsonReader reader, ref List<MessagePart>? parts)
    {
        if (!JsonFields.TryBeginArray(ref reader)) return;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) Strings(ref reader, ref parts, MessagePartKind.Sticker, static name => name is "name");
    }

    /// <summary>Title, description, URLs, footer, author and fields: every text that a reader sees.</summary>
    public static void Embeds(ref Utf8JsonReader reader, ref List<MessagePart>? parts) => Embeds(ref reader, ref parts, MessagePartKind.Embed);

    public static void Poll(ref Utf8JsonReader reader, ref List<MessagePart>? parts) => Nested(ref reader, ref parts, MessagePartKind.Poll, static name => name is "text", 0);

    public static void Components(ref Utf8JsonReader reader, ref List<MessagePart>? parts) =>
        Nested(ref reader, ref parts, MessagePartKind.Component, static name => name is "content" or "label" or "url" or "placeholder" or "description", 0);

    /// <summary>Forwarded messages carry their text here and nowhere else.</summary>
    public static void Snapshots(ref Utf8JsonReader reader, ref List<MessagePart>? parts) =>
        Nested(ref reader, ref parts, MessagePartKind.Forwarded, static name => name is "content" or "filename" or "title" or "description" or "url" or "name" or "value" or "text", 0);

    private static void Embeds(ref Utf8JsonReader reader, ref List<MessagePart>? parts, MessagePartKind kind) =>
        Nested(ref reader, ref parts, kind, static name => name is "title" or "description" or "url" or "name" or "value" or "text", 0);

    /// <summary>Walks objects and arrays, keeping the strings whose property is wanted.</summary>
    private static void Nested(ref Utf8JsonReader reader, ref List<MessagePart>? parts, MessagePartKind kind, Func<string, bool> wanted, int depth)
    {
        if (depth > MaxDepth || reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            reader.Skip();
            return;
        }
        var isArray = reader.TokenType == JsonTokenType.StartArray;
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
        {
            var name = "";
            if (!isArray)
            {
                name = reader.GetString()!;
                reader.Read();
            }
            if (reader.TokenType == JsonTokenType.String && wanted(name)) Add(ref parts, kind, reader.GetString());
            else Nested(ref reader, ref parts, kind, wanted, depth + 1);
        }
    }

    private static void Strings(ref Utf8JsonReader reader, ref List<MessagePart>? parts, MessagePartKind kind, Func<string, bool> wanted)
    {
        if (!JsonFields.TryBeginObject(ref reader)) return;
        while (JsonFields.NextProperty(ref reader))
        {
            var isWanted = wanted(reader.GetString()!);
            reader.Read();
            if (isWanted) Add(ref parts, kind, JsonFields.Text(ref reader));
            else reader.Skip();
        }
    }

    private static void Add(ref List<MessagePart>? parts, MessagePartKind kind, string? text)
    {
        if (!string.IsNullOrEmpty(text)) (parts ??= []).Add(new(kind, text));
    }
}
