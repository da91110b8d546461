using System.Text.Json;
using Murdoch.Discord.Gateway;
using Murdoch.Discord.Model;

namespace Murdoch.Discord.Interactions;

/// <summary>Parses INTERACTION_CREATE. Nothing in it is taken for granted: people send these, through clients of all kinds.</summary>
internal static class InteractionReader
{
    /// <param name="json">From the first byte of <c>d</c> on.</param>
    public static InteractionCreated Read(ReadOnlySpan<byte> json, long sequence)
    {
        var reader = JsonCursor.Reader(json);
        ulong id = 0, application = 0, guild = 0, channelId = 0, appPermissions = 0;
        var type = 0;
        var (token, locale) = ("", "");
        ChannelModel channel = default;
        InteractionUser? user = null;
        InteractionMember? member = null;
        InteractionMessage? message = null;
        var data = InteractionData.None;
        while (JsonFields.NextProperty(ref reader))
        {
            if (JsonFields.IsProperty(ref reader, "id"u8)) id = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "application_id"u8)) application = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "type"u8)) type = JsonFields.Int(ref reader);
            else if (JsonFields.IsProperty(ref reader, "data"u8)) data = InteractionData.Read(ref reader, json);
            else if (JsonFields.IsProperty(ref reader, "guild_id"u8)) guild = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "channel_id"u8)) channelId = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "channel"u8)) channel = GuildReader.Channel(ref reader);
            else if (JsonFields.IsProperty(ref reader, "member"u8)) member = Member(ref reader, ref user);
            else if (JsonFields.IsProperty(ref reader, "user"u8)) user = User(ref reader);
            else if (JsonFields.IsProperty(ref reader, "token"u8)) token = JsonFields.Text(ref reader) ?? "";
            else if (JsonFields.IsProperty(ref reader, "message"u8)) message = Message(ref reader);
            else if (JsonFields.IsProperty(ref reader, "app_permissions"u8)) appPermissions = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "locale"u8)) locale = JsonFields.Text(ref reader) ?? "";
            else JsonFields.SkipValue(ref reader);
        }
        var kind = type is >= (int)InteractionType.Ping and <= (int)InteractionType.ModalSubmit ? (InteractionType)type : InteractionType.Unknown;
        return new(sequence, guild, new()
        {
            Ticket = new(id, application, token),
            Type = kind,
            GuildId = guild,
            Channel = channel.Id == 0 ? new(channelId, "", 0, 0) : channel,
            User = user ?? new(0, "", "", null, false),
            Member = member,
            AppPermissions = appPermissions,
            Locale = locale,
            Command = kind is InteractionType.Command or InteractionType.Autocomplete ? data.ToCommand() : null,
            Component = kind == InteractionType.Component ? data.ToComponent() : null,
            Modal = kind == InteractionType.ModalSubmit ? data.ToModal() : null,
            Message = message,
        });
    }

    public static InteractionUser? User(ref Utf8JsonReader reader)
    {
        if (!JsonFields.TryBeginObject(ref reader)) return null;
        var (id, name, isBot) = (0UL, "", false);
        string? global = null, avatar = null;
        while (JsonFields.NextProperty(ref reader))
        {
            if (JsonFields.IsProperty(ref reader, "id"u8)) id = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "username"u8)) name = JsonFields.Text(ref reader) ?? "";
            else if (JsonFields.IsProperty(ref reader, "global_name"u8)) global = JsonFields.Text(ref reader);
            else if (JsonFields.IsProperty(ref reader, "avatar"u8)) avatar = JsonFields.Text(ref reader);
            else if (JsonFields.IsProperty(ref reader, "bot"u8)) isBot = JsonFields.Bool(ref reader);
            else JsonFields.SkipValue(ref reader);
        }
        return new(id, name, global ?? name, avatar, isBot);
    }

    /// <param name="user">Set when the member carries its user: those in <c>resolved</c> do not.</param>
    public static InteractionMember? Member(ref Utf8JsonReader reader, ref InteractionUser? user)
    {
        if (!JsonFields.TryBeginObject(ref reader)) return null;
        string? nick = null;
        ulong[] roles = [];
        ulong permissions = 0;
        DateTimeOffset? joined = null, timedOut = null;
        while (JsonFields.NextProperty(ref reader))
        {
            if (JsonFields.IsProperty(ref reader, "user"u8)) user = User(ref reader);
            else if (JsonFields.IsProperty(ref reader, "nick"u8)) nick = JsonFields.Text(ref reader);
            else if (JsonFields.IsProperty(ref reader, "roles"u8)) roles = JsonFields.Snowflakes(ref reader);
            else if (JsonFields.IsProperty(ref reader, "permissions"u8)) permissions = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "joined_at"u8)) joined = JsonFields.Instant(ref reader);
            else if (JsonFields.IsProperty(ref reader, "communication_disabled_until"u8)) timedOut = JsonFields.Instant(ref reader);
            else JsonFields.SkipValue(ref reader);
        }
        return new(user?.Id ?? 0, nick, roles, permissions, joined, timedOut);
    }

    private static InteractionMessage? Message(ref Utf8JsonReader reader)
    {
        if (!JsonFields.TryBeginObject(ref reader)) return null;
        var (id, channel, author, flags) = (0UL, 0UL, 0UL, 0);
        while (JsonFields.NextProperty(ref reader))
        {
            if (JsonFields.IsProperty(ref reader, "id"u8)) id = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "channel_id"u8)) channel = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "author"u8)) author = JsonFields.IdOf(ref reader);
            else if (JsonFields.IsProperty(ref reader, "flags"u8)) flags = JsonFields.Int(ref reader);
            else JsonFields.SkipValue(ref reader);
        }
        return new(id, channel, author, flags);
    }
}
