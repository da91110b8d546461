using System.Text.Json;
using Murdoch.Discord.Model;

namespace Murdoch.Discord.Gateway;

/// <summary>Parses events about guilds, roles, channels and members. Of a guild's members only the bot's own roles are kept.</summary>
internal static class GuildReader
{
    /// <summary>GUILD_CREATE, or GUILD_UPDATE, which is the same object without channels and members.</summary>
    public static GatewayDispatch Guild(ref Utf8JsonReader reader, long sequence, ulong botId, bool isUpdate)
    {
        ulong id = 0, owner = 0;
        var (name, members, unavailable) = ("", 0, false);
        RoleModel[]? roles = null;
        List<ChannelModel> channels = [];
        ulong[] botRoles = [];
        while (JsonFields.NextProperty(ref reader))
        {
            var property = reader.ValueSpan;
            switch (property.Length)
            {
                case 2 when property.SequenceEqual("id"u8): reader.Read(); id = JsonFields.Snowflake(ref reader); break;
                case 4 when property.SequenceEqual("name"u8): reader.Read(); name = JsonFields.Text(ref reader) ?? ""; break;
                case 5 when property.SequenceEqual("roles"u8): reader.Read(); roles = Roles(ref reader); break;
                case 7 when property.SequenceEqual("members"u8): reader.Read(); botRoles = BotRoles(ref reader, botId); break;
                case 7 when property.SequenceEqual("threads"u8): reader.Read(); Channels(ref reader, channels); break;
                case 8 when property.SequenceEqual("owner_id"u8): reader.Read(); owner = JsonFields.Snowflake(ref reader); break;
                case 8 when property.SequenceEqual("channels"u8): reader.Read(); Channels(ref reader, channels); break;
                case 11 when property.SequenceEqual("unavailable"u8): reader.Read(); unavailable = JsonFields.Bool(ref reader); break;
                case 12 when property.SequenceEqual("member_count"u8): reader.Read(); members = JsonFields.Int(ref reader); break;
                default: reader.Read(); reader.Skip(); break;
            }
        }
        if (unavailable) return new GuildUnavailable(sequence, id, IsOutage: true);
        return isUpdate
            ? new GuildUpdated(sequence, id, name, owner, roles)
            : new GuildAvailable(sequence, id, name, owner, members, roles ?? [], [.. channels], botId, botRoles);
    }

    public static GatewayDispatch GuildDelete(ref Utf8JsonReader reader, long sequence)
    {
        var (id, unavailable) = (0UL, false);
        while (JsonFields.NextProperty(ref reader))
        {
            if (JsonFields.IsProperty(ref reader, "id"u8)) id = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "unavailable"u8)) unavailable = JsonFields.Bool(ref reader);
            else JsonFields.SkipValue(ref reader);
        }
        return new GuildUnavailable(sequence, id, unavailable);
    }

    public static GatewayDispatch RoleSaved(ref Utf8JsonReader reader, long sequence)
    {
        var (guild, role) = (0UL, default(RoleModel));
        while (JsonFields.NextProperty(ref reader))
        {
            if (JsonFields.IsProperty(ref reader, "guild_id"u8)) guild = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "role"u8)) role = Role(ref reader);
            else JsonFields.SkipValue(ref reader);
        }
        return new RoleSaved(sequence, guild, role);
    }

    public static GatewayDispatch RoleRemoved(ref Utf8JsonReader reader, long sequence)
    {
        var (guild, role) = (0UL, 0UL);
        while (JsonFields.NextProperty(ref reader))
        {
            if (JsonFields.IsProperty(ref reader, "guild_id"u8)) guild = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "role_id"u8)) role = JsonFields.Snowflake(ref reader);
            else JsonFields.SkipValue(ref reader);
        }
        return new RoleRemoved(sequence, guild, role);
    }

    public static GatewayDispatch ChannelSaved(ref Utf8JsonReader reader, long sequence)
    {
        var channel = Channel(ref reader, out var guild, out var owner, out _);
        return new ChannelSaved(sequence, guild, channel, ThreadChange.None, owner);
    }

    /// <summary>THREAD_UPDATE, or THREAD_CREATE, which also comes when the bot is added to a thread that has long been there.</summary>
    public static GatewayDispatch ThreadSaved(ref Utf8JsonReader reader, long sequence, bool isUpdate)
    {
        var channel = Channel(ref reader, out var guild, out var owner, out var isNew);
        return new ChannelSaved(sequence, guild, channel, isUpdate ? ThreadChange.Updated : isNew ? ThreadChange.Created : ThreadChange.None, owner);
    }

    public static GatewayDispatch ChannelRemoved(ref Utf8JsonReader reader, long sequence)
    {
        var channel = Channel(ref reader, out var guild, out _, out _);
        return new ChannelRemoved(sequence, guild, channel.Id);
    }

    public static GatewayDispatch Member(ref Utf8JsonReader reader, long sequence, MemberEvent kind)
    {
        ulong guild = 0;
        string? nick = null;
        ulong[] roles = [];
        DateTimeOffset? joinedAt = null;
        MemberModel account = default;
        while (JsonFields.NextProperty(ref reader))
        {
            if (JsonFields.IsProperty(ref reader, "guild_id"u8)) guild = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "user"u8)) account = User(ref reader);
            else if (JsonFields.IsProperty(ref reader, "nick"u8)) nick = JsonFields.Text(ref reader);
            else if (JsonFields.IsProperty(ref reader, "roles"u8)) roles = JsonFields.Snowflakes(ref reader);
            else if (JsonFields.IsProperty(ref reader, "joined_at"u8)) joinedAt = JsonFields.Instant(ref reader);
            else JsonFields.SkipValue(ref reader);
        }
        var member = account with { Nick = nick, Roles = roles };
        return kind switch
        {
            MemberEvent.Added => new MemberAdded(sequence, guild, member, joinedAt),
            MemberEvent.Changed => new MemberChanged(sequence, guild, member),
            _ => new MemberRemoved(sequence, guild, member.UserId),
        };
    }

    /// <summary>GUILD_BAN_ADD or GUILD_BAN_REMOVE.</summary>
    public static GatewayDispatch Ban(ref Utf8JsonReader reader, long sequence, bool isRemoved)
    {
        var (guild, user) = (0UL, default(MemberModel));
        while (JsonFields.NextProperty(ref reader))
        {
            if (JsonFields.IsProperty(ref reader, "guild_id"u8)) guild = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "user"u8)) user = User(ref reader);
            else JsonFields.SkipValue(ref reader);
        }
        return isRemoved ? new BanRemoved(sequence, guild, user) : new BanAdded(sequence, guild, user);
    }

    private static MemberModel User(ref Utf8JsonReader reader)
    {
        var (id, isBot) = (0UL, false);
        string? global = null, username = null;
        if (JsonFields.TryBeginObject(ref reader))
        {
            while (JsonFields.NextProperty(ref reader))
            {
                if (JsonFields.IsProperty(ref reader, "id"u8)) id = JsonFields.Snowflake(ref reader);
                else if (JsonFields.IsProperty(ref reader, "global_name"u8)) global = JsonFields.Text(ref reader);
                else if (JsonFields.IsProperty(ref reader, "username"u8)) username = JsonFields.Text(ref reader);
                else if (JsonFields.IsProperty(ref reader, "bot"u8)) isBot = JsonFields.Bool(ref reader);
                else JsonFields.SkipValue(ref reader);
            }
        }
        return new(id, null, global ?? username, isBot, []);
    }

    private static RoleModel[] Roles(ref Utf8JsonReader reader)
    {
        if (!JsonFields.TryBeginArray(ref reader)) return [];
        var roles = new List<RoleModel>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) roles.Add(Role(ref reader));
        return [.. roles];
    }

    public static RoleModel Role(ref Utf8JsonReader reader)
    {
        if (!JsonFields.TryBeginObject(ref reader)) return default;
        var (id, name, permissions, position) = (0UL, "", 0UL, 0);
        while (JsonFields.NextProperty(ref reader))
        {
            if (JsonFields.IsProperty(ref reader, "id"u8)) id = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "name"u8)) name = JsonFields.Text(ref reader) ?? "";
            else if (JsonFields.IsProperty(ref reader, "permissions"u8)) permissions = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "position"u8)) position = JsonFields.Int(ref reader);
            else JsonFields.SkipValue(ref reader);
        }
        return new(id, name, permissions, position);
    }

    public static void Channels(ref Utf8JsonReader reader, List<ChannelModel> channels)
    {
        if (!JsonFields.TryBeginArray(ref reader)) return;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (JsonFields.TryBeginObject(ref reader)) channels.Add(Channel(ref reader, out _, out _, out _));
        }
    }

    /// <summary>A channel on its own; none where the value is no object.</summary>
    public static ChannelModel Channel(ref Utf8JsonReader reader) => JsonFields.TryBeginObject(ref reader) ? Channel(ref reader, out _, out _, out _) : default;

    private static ChannelModel Channel(ref Utf8JsonReader reader, out ulong guild, out ulong owner, out bool isNew)
    {
        var (id, name, type, parent, newest) = (0UL, "", 0, 0UL, 0UL);
        OverwriteModel[]? overwrites = null;
        (guild, owner, isNew) = (0, 0, false);
        while (JsonFields.NextProperty(ref reader))
        {
            if (JsonFields.IsProperty(ref reader, "id"u8)) id = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "name"u8)) name = JsonFields.Text(ref reader) ?? "";
            else if (JsonFields.IsProperty(ref reader, "type"u8)) type = JsonFields.Int(ref reader);
            else if (JsonFields.IsProperty(ref reader, "parent_id"u8)) parent = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "guild_id"u8)) guild = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "owner_id"u8)) owner = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "last_message_id"u8)) newest = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "permission_overwrites"u8)) overwrites = Overwrites(ref reader);
            else if (JsonFields.IsProperty(ref reader, "newly_created"u8)) isNew = JsonFields.Bool(ref reader);
            else JsonFields.SkipValue(ref reader);
        }
        return new(id, name, type, parent, newest, overwrites);
    }

    private static OverwriteModel[]? Overwrites(ref Utf8JsonReader reader)
    {
        if (!JsonFields.TryBeginArray(ref reader)) return null;
        List<OverwriteModel>? overwrites = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!JsonFields.TryBeginObject(ref reader)) continue;
            var (id, type, allow, deny) = (0UL, 0, 0UL, 0UL);
            while (JsonFields.NextProperty(ref reader))
            {
                if (JsonFields.IsProperty(ref reader, "id"u8)) id = JsonFields.Snowflake(ref reader);
                else if (JsonFields.IsProperty(ref reader, "type"u8)) type = JsonFields.Int(ref reader);
                else if (JsonFields.IsProperty(ref reader, "allow"u8)) allow = JsonFields.Snowflake(ref reader);
                else if (JsonFields.IsProperty(ref reader, "deny"u8)) deny = JsonFields.Snowflake(ref reader);
                else JsonFields.SkipValue(ref reader);
            }
            (overwrites ??= []).Add(new(id, type == 1, allow, deny));
        }
        return overwrites?.ToArray();
    }

    private static ulong[] BotRoles(ref Utf8JsonReader reader, ulong botId)
    {
        ulong[] found = [];
        if (!JsonFields.TryBeginArray(ref reader)) return found;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!JsonFields.TryBeginObject(ref reader)) continue;
            var isBot = false;
            // Roles usually come before the user, so they are read from a copy only when the member turns out to be the bot.
            Utf8JsonReader rolesAt = default;
            while (JsonFields.NextProperty(ref reader))
            {
                if (JsonFields.IsProperty(ref reader, "roles"u8))
                {
                    rolesAt = reader;
                    reader.Skip();
                }
                else if (JsonFields.IsProperty(ref reader, "user"u8)) isBot = JsonFields.IdOf(ref reader) == botId;
                else JsonFields.SkipValue(ref reader);
            }
            if (isBot && rolesAt.TokenType == JsonTokenType.StartArray) found = JsonFields.Snowflakes(ref rolesAt);
        }
        return found;
    }
}

internal enum MemberEvent
{
    Added,
    Changed,
    Removed,
}
