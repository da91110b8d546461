using System.Buffers.Text;
using System.Text.Json;
using Murdoch.Discord.Gateway;
using Murdoch.Discord.Model;

namespace Murdoch.Discord.Interactions;

/// <summary>Parses <c>resolved</c>: objects whose names are ids.</summary>
internal static class ResolvedReader
{
    private delegate T? ReadOne<T>(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ulong id);

    /// <param name="json">What <paramref name="reader"/> reads from.</param>
    public static InteractionResolved Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var resolved = InteractionResolved.Nothing;
        if (!JsonFields.TryBeginObject(ref reader)) return resolved;
        while (JsonFields.NextProperty(ref reader))
        {
            if (JsonFields.IsProperty(ref reader, "users"u8)) resolved = resolved with { Users = Each(ref reader, json, User) };
            else if (JsonFields.IsProperty(ref reader, "members"u8)) resolved = resolved with { Members = Each(ref reader, json, Member) };
            else if (JsonFields.IsProperty(ref reader, "roles"u8)) resolved = resolved with { Roles = Each(ref reader, json, Role) };
            else if (JsonFields.IsProperty(ref reader, "channels"u8)) resolved = resolved with { Channels = Each(ref reader, json, Channel) };
            else if (JsonFields.IsProperty(ref reader, "messages"u8)) resolved = resolved with { Messages = Each(ref reader, json, Message) };
            else if (JsonFields.IsProperty(ref reader, "attachments"u8)) resolved = resolved with { Attachments = Each(ref reader, json, Attachment) };
            else JsonFields.SkipValue(ref reader);
        }
        return resolved;
    }

    private static T[] Each<T>(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ReadOne<T> read)
    {
        if (!JsonFields.TryBeginObject(ref reader)) return [];
        var found = new List<T>();
        while (JsonFields.NextProperty(ref reader))
        {
            var id = Utf8Parser.TryParse(reader.ValueSpan, out ulong key, out var used) && used == reader.ValueSpan.Length ? key : 0;
            reader.Read();
            if (id == 0 || reader.TokenType != JsonTokenType.StartObject) reader.Skip();
            else if (read(ref reader, json, id) is { } one) found.Add(one);
        }
        return [.. found];
    }

    private static InteractionUser User(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ulong id) => InteractionReader.User(ref reader)!.Value with { Id = id };

    private static InteractionMember? Member(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ulong id)
    {
        InteractionUser? none = null;
        return InteractionReader.Member(ref reader, ref none) is { } member ? member with { UserId = id } : null;
    }

    private static RoleModel Role(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ulong id) => GuildReader.Role(ref reader) with { Id = id };

    private static ChannelModel Channel(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ulong id) => GuildReader.Channel(ref reader) with { Id = id };

    private static MessageDispatch Message(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ulong id)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        var message = new MessageDispatch();
        MessageReader.Read(json[start..(int)reader.BytesConsumed], ref message);
        message.MessageId = id;
        return message;
    }

    private static InteractionAttachment Attachment(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ulong id)
    {
        var (name, size, url) = ("", 0, "");
        string? type = null;
        while (JsonFields.NextProperty(ref reader))
        {
            if (JsonFields.IsProperty(ref reader, "filename"u8)) name = JsonFields.Text(ref reader) ?? "";
            else if (JsonFields.IsProperty(ref reader, "content_type"u8)) type = JsonFields.Text(ref reader);
            else if (JsonFields.IsProperty(ref reader, "size"u8)) size = JsonFields.Int(ref reader);
            else if (JsonFields.IsProperty(ref reader, "url"u8)) url = JsonFields.Text(ref reader) ?? "";
            else JsonFields.SkipValue(ref reader);
        }
        return new(id, name, type, size, url);
    }
}
