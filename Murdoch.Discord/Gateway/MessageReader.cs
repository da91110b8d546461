using System.Text.Json;
using Murdoch.Discord.Model;

namespace Murdoch.Discord.Gateway;

/// <summary>Parses MESSAGE_CREATE and MESSAGE_UPDATE straight into a struct: no document, no reflection, no string that nobody reads.</summary>
internal static class MessageReader
{
    /// <param name="reader">On the StartObject of <c>d</c>.</param>
    public static void Read(ref Utf8JsonReader reader, ref MessageDispatch message)
    {
        message.Content = "";
        message.MemberRoles = [];
        List<MessagePart>? parts = null;
        while (JsonFields.NextProperty(ref reader))
        {
            var name = reader.ValueSpan;
            // The length tells most names apart, so that one comparison decides. The span dies with the next Read, hence the switch first.
            switch (name.Length)
            {
                case 2 when name.SequenceEqual("id"u8): message.MessageId = Value(ref reader); break;
                case 4 when name.SequenceEqual("type"u8): reader.Read(); message.Type = JsonFields.Int(ref reader); break;
                case 4 when name.SequenceEqual("poll"u8): reader.Read(); TextReader.Poll(ref reader, ref parts); break;
                case 6 when name.SequenceEqual("author"u8): reader.Read(); Author(ref reader, ref message); break;
                case 6 when name.SequenceEqual("member"u8): reader.Read(); Member(ref reader, ref message); break;
                case 6 when name.SequenceEqual("embeds"u8): reader.Read(); TextReader.Embeds(ref reader, ref parts); break;
                case 7 when name.SequenceEqual("content"u8): reader.Read(); message.Content = JsonFields.Text(ref reader) ?? ""; break;
                case 8 when name.SequenceEqual("guild_id"u8): message.GuildId = Value(ref reader); break;
                case 8 when name.SequenceEqual("mentions"u8): reader.Read(); message.MentionedUsers = JsonFields.Count(ref reader); break;
                case 10 when name.SequenceEqual("channel_id"u8): message.ChannelId = Value(ref reader); break;
                case 10 when name.SequenceEqual("webhook_id"u8): message.WebhookId = Value(ref reader); break;
                case 10 when name.SequenceEqual("components"u8): reader.Read(); TextReader.Components(ref reader, ref parts); break;
                case 11 when name.SequenceEqual("attachments"u8): reader.Read(); message.Attachments = TextReader.Attachments(ref reader, ref parts); break;
                case 13 when name.SequenceEqual("mention_roles"u8): reader.Read(); message.MentionedRoles = JsonFields.Count(ref reader); break;
                case 13 when name.SequenceEqual("sticker_items"u8): reader.Read(); TextReader.Stickers(ref reader, ref parts); break;
                case 16 when name.SequenceEqual("mention_everyone"u8): reader.Read(); message.MentionsEveryone = JsonFields.Bool(ref reader); break;
                case 17 when name.SequenceEqual("message_snapshots"u8): reader.Read(); TextReader.Snapshots(ref reader, ref parts); break;
                case 18 when name.SequenceEqual("referenced_message"u8): reader.Read(); message.ReferencedAuthorId = ReferencedAuthor(ref reader); break;
                default: reader.Read(); reader.Skip(); break;
            }
        }
        message.Parts = parts;
    }

    /// <summary>A channel's history, as REST gives it. Its messages name no guild and carry no member.</summary>
    /// <exception cref="JsonException">It is no list of messages.</exception>
    public static MessageDispatch[] ReadAll(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) throw new JsonException("A list of messages was expected.");
        var messages = new List<MessageDispatch>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A message was expected.");
            var message = new MessageDispatch();
            Read(ref reader, ref message);
            messages.Add(message);
        }
        return [.. messages];
    }

    private static ulong Value(ref Utf8JsonReader reader)
    {
        reader.Read();
        return JsonFields.Snowflake(ref reader);
    }

    private static void Author(ref Utf8JsonReader reader, ref MessageDispatch message)
    {
        if (!JsonFields.TryBeginObject(ref reader)) return;
        while (JsonFields.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("id"u8)) message.AuthorId = Value(ref reader);
            else if (reader.ValueTextEquals("bot"u8))
            {
                reader.Read();
                message.AuthorIsBot = JsonFields.Bool(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    private static void Member(ref Utf8JsonReader reader, ref MessageDispatch message)
    {
        if (!JsonFields.TryBeginObject(ref reader)) return;
        while (JsonFields.NextProperty(ref reader))
        {
            var isRoles = reader.ValueTextEquals("roles"u8);
            reader.Read();
            if (isRoles) message.MemberRoles = JsonFields.Snowflakes(ref reader);
            else reader.Skip();
        }
    }

    private static ulong ReferencedAuthor(ref Utf8JsonReader reader)
    {
        var referenced = new MessageDispatch();
        if (!JsonFields.TryBeginObject(ref reader)) return 0;
        while (JsonFields.NextProperty(ref reader))
        {
            var isAuthor = reader.ValueTextEquals("author"u8);
            reader.Read();
            if (isAuthor) Author(ref reader, ref referenced);
            else reader.Skip();
        }
        return referenced.AuthorId;
    }
}
