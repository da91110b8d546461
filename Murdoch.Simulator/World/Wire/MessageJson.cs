using System.Text.Json;

namespace Murdoch.Simulator.World.Wire;

/// <summary>Messages as Discord spells them, for REST and, with guild and member, for the gateway.</summary>
internal static class MessageJson
{
    private static readonly string[] ContentParts = ["embeds", "attachments", "components"];

    /// <param name="contentVisible">False without the MESSAGE_CONTENT intent; own messages, direct messages and messages that mention the
    /// bot are filled all the same.</param>
    public static void Write(Utf8JsonWriter w, Message message, ulong botId, bool contentVisible, bool gateway, bool nested = false)
    {
        var visible = contentVisible || message.Author.Id == botId || message.Guild is null || message.Mentions.Any(user => user.Id == botId);
        w.WriteStartObject();
        w.WriteId("id", message.Id);
        w.WriteId("channel_id", message.Channel.Id);
        w.WriteNumber("type", message.Type);
        w.WritePropertyName("author");
        UserJson.Write(w, message.Author);
        w.WriteString("content", visible ? message.Content : "");
        w.WriteTime("timestamp", message.PostedAt);
        w.WriteTime("edited_timestamp", message.EditedAt);
        w.WriteBoolean("tts", false);
        w.WriteBoolean("mention_everyone", message.MentionsEveryone);
        WriteMentions(w, message, gateway);
        w.WriteIds("mention_roles", message.MentionedRoles);
        w.WriteBoolean("pinned", false);
        w.WriteNumber("flags", message.Flags);
        if (message.Nonce is { } nonce) w.WriteString("nonce", nonce);
        if (message.WebhookId is { } webhook) w.WriteId("webhook_id", webhook);
        if (message.ApplicationId is { } application) w.WriteId("application_id", application);
        WriteParts(w, message, visible);
        if (message.Reactions.Count > 0) WriteReactions(w, message, botId);
        if (message.RepliesTo is { } original) WriteReply(w, message, original, botId, contentVisible, nested);
        if (gateway && message.Guild is { } guild)
        {
            w.WriteId("guild_id", guild.Id);
            w.WriteNumber("channel_type", (int)message.Channel.Type);
            if (message.WebhookId is null && guild.Members.TryGetValue(message.Author.Id, out var member))
            {
                w.WritePropertyName("member");
                UserJson.WritePartial(w, member);
            }
        }
        w.WriteEndObject();
    }

    private static void WriteMentions(Utf8JsonWriter w, Message message, bool gateway)
    {
        w.WriteStartArray("mentions");
        foreach (var user in message.Mentions)
        {
            w.WriteStartObject();
            UserJson.WriteFields(w, user);
            if (gateway && message.Guild is { } guild && guild.Members.TryGetValue(user.Id, out var member))
            {
                w.WritePropertyName("member");
                UserJson.WritePartial(w, member);
            }
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }

    private static void WriteParts(Utf8JsonWriter w, Message message, bool visible)
    {
        foreach (var name in ContentParts)
        {
            if (visible && message.Parts.TryGetValue(name, out var part))
            {
                w.WritePropertyName(name);
                part.WriteTo(w);
            }
            else w.WriteEmptyArray(name);
        }
        foreach (var (name, part) in message.Parts)
        {
            if (ContentParts.Contains(name) || (name == "poll" && !visible) || (name == "message_reference" && message.RepliesTo is not null)) continue;
            w.WritePropertyName(name);
            part.WriteTo(w);
        }
    }

    private static void WriteReactions(Utf8JsonWriter w, Message message, ulong botId)
    {
        w.WriteStartArray("reactions");
        foreach (var (emoji, users) in message.Reactions)
        {
            w.WriteStartObject();
            w.WriteNumber("count", users.Count);
            w.WriteStartObject("count_details");
            w.WriteNumber("burst", 0);
            w.WriteNumber("normal", users.Count);
            w.WriteEndObject();
            w.WriteBoolean("me", users.Contains(botId));
            w.WriteBoolean("me_burst", false);
            WriteEmoji(w, emoji);
            w.WriteEmptyArray("burst_colors");
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }

    /// <summary>Custom emoji come as <c>name:id</c>, the others are the characters themselves.</summary>
    public static void WriteEmoji(Utf8JsonWriter w, string emoji)
    {
        var colon = emoji.LastIndexOf(':');
        w.WriteStartObject("emoji");
        if (colon > 0)
        {
            w.WriteString("id", emoji[(colon + 1)..]);
            w.WriteString("name", emoji[..colon]);
        }
        else
        {
            w.WriteNull("id");
            w.WriteString("name", emoji);
        }
        w.WriteEndObject();
    }

    private static void WriteReply(Utf8JsonWriter w, Message message, Message original, ulong botId, bool contentVisible, bool nested)
    {
        w.WriteStartObject("message_reference");
        w.WriteNumber("type", 0);
        w.WriteId("message_id", original.Id);
        w.WriteId("channel_id", original.Channel.Id);
        if (message.Guild is { } guild) w.WriteId("guild_id", guild.Id);
        w.WriteEndObject();
        if (nested) return;
        w.WritePropertyName("referenced_message");
        if (original.DeletedAt is not null) w.WriteNullValue();
        else Write(w, original, botId, contentVisible, gateway: false, nested: true);
    }
}
