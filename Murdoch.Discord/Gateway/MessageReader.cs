using System.Text.Json;
using Murdoch.Discord.Model;

namespace Murdoch.Discord.Gateway;

/// <summary>Parses MESSAGE_CREATE and MESSAGE_UPDATE straight into a struct: no document, no reflection, no string that nobody reads.</summary>
internal static class MessageReader
{
    /// <param name="json">From the first byte of <c>d</c> on.</param>
    public static void Read(ReadOnlySpan<byte> json, ref MessageDispatch message)
    {
        message.Content = "";
        message.MemberRoles = [];
        List<MessagePart>? parts = null;
        var cursor = new JsonCursor(json);
        if (!cursor.TryBeginObject()) return;
        while (cursor.NextProperty(out var name))
        {
            if (cursor.TrySkipNothing()) continue;
            // The length tells most names apart, so that one comparison decides.
            switch (name.Length)
            {
                case 2 when name.SequenceEqual("id"u8): message.MessageId = cursor.Snowflake(); break;
                case 4 when name.SequenceEqual("type"u8): message.Type = (int)cursor.Number(otherwise: 0); break;
                case 6 when name.SequenceEqual("author"u8): Author(ref cursor, ref message); break;
                case 6 when name.SequenceEqual("member"u8): Member(ref cursor, ref message); break;
                case 8 when name.SequenceEqual("guild_id"u8): message.GuildId = cursor.Snowflake(); break;
                case 10 when name.SequenceEqual("channel_id"u8): message.ChannelId = cursor.Snowflake(); break;
                case 10 when name.SequenceEqual("webhook_id"u8): message.WebhookId = cursor.Snowflake(); break;
                case 16 when name.SequenceEqual("mention_everyone"u8): message.MentionsEveryone = cursor.Bool(); break;
                case 18 when name.SequenceEqual("referenced_message"u8): message.ReferencedAuthorId = ReferencedAuthor(ref cursor); break;
                case 7 when name.SequenceEqual("content"u8):
                    var content = cursor.Take();
                    message.Content = JsonFields.Text(ref content) ?? "";
                    break;
                case 8 when name.SequenceEqual("mentions"u8):
                    var users = cursor.Take();
                    message.MentionedUsers = JsonFields.Count(ref users);
                    break;
                case 13 when name.SequenceEqual("mention_roles"u8):
                    var roles = cursor.Take();
                    message.MentionedRoles = JsonFields.Count(ref roles);
                    break;
                case 4 or 6 or 10 or 11 or 13 or 17: Other(name, ref cursor, ref message, ref parts); break;
                default: cursor.Skip(); break;
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
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var message = new MessageDispatch();
            Read(json.AsSpan(start..(int)reader.BytesConsumed), ref message);
            messages.Add(message);
        }
        return [.. messages];
    }

    /// <summary>What nearly every message leaves empty.</summary>
    private static void Other(ReadOnlySpan<byte> name, ref JsonCursor cursor, ref MessageDispatch message, ref List<MessagePart>? parts)
    {
        if (name.SequenceEqual("attachments"u8))
        {
            var attachments = cursor.Take();
            message.Attachments = TextReader.Attachments(ref attachments, ref parts);
        }
        else if (name.SequenceEqual("embeds"u8))
        {
            var embeds = cursor.Take();
            TextReader.Embeds(ref embeds, ref parts);
        }
        else if (name.SequenceEqual("poll"u8))
        {
            var poll = cursor.Take();
            TextReader.Poll(ref poll, ref parts);
        }
        else if (name.SequenceEqual("components"u8))
        {
            var components = cursor.Take();
            TextReader.Components(ref components, ref parts);
        }
        else if (name.SequenceEqual("sticker_items"u8))
        {
            var stickers = cursor.Take();
            TextReader.Stickers(ref stickers, ref parts);
        }
        else if (name.SequenceEqual("message_snapshots"u8))
        {
            var snapshots = cursor.Take();
            TextReader.Snapshots(ref snapshots, ref parts);
        }
        else
        {
            cursor.Skip();
        }
    }

    private static void Author(ref JsonCursor cursor, ref MessageDispatch message)
    {
        if (!cursor.TryBeginObject()) return;
        while (cursor.NextProperty(out var name))
        {
            if (name.SequenceEqual("id"u8)) message.AuthorId = cursor.Snowflake();
            else if (name.SequenceEqual("bot"u8)) message.AuthorIsBot = cursor.Bool();
            else cursor.Skip();
        }
    }

    private static void Member(ref JsonCursor cursor, ref MessageDispatch message)
    {
        if (!cursor.TryBeginObject()) return;
        while (cursor.NextProperty(out var name))
        {
            if (cursor.TrySkipNothing()) continue;
            if (name.SequenceEqual("roles"u8))
            {
                var roles = cursor.Take();
                message.MemberRoles = JsonFields.Snowflakes(ref roles);
            }
            else
            {
                cursor.Skip();
            }
        }
    }

    private static ulong ReferencedAuthor(ref JsonCursor cursor)
    {
        var referenced = new MessageDispatch();
        if (!cursor.TryBeginObject()) return 0;
        while (cursor.NextProperty(out var name))
        {
            if (name.SequenceEqual("author"u8)) Author(ref cursor, ref referenced);
            else cursor.Skip();
        }
        return referenced.AuthorId;
    }
}
