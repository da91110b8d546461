using System.Globalization;
using System.Text.Json;

namespace Murdoch.Simulator.World.Wire;

/// <summary>Users, members and bans as Discord spells them.</summary>
internal static class UserJson
{
    public static void Write(Utf8JsonWriter w, User user)
    {
        w.WriteStartObject();
        WriteFields(w, user);
        w.WriteEndObject();
    }

    public static void WriteFields(Utf8JsonWriter w, User user)
    {
        w.WriteId("id", user.Id);
        w.WriteString("username", user.Username);
        w.WriteString("discriminator", user.Bot ? "0001" : "0");
        w.WriteString("global_name", user.GlobalName);
        w.WriteString("avatar", user.Avatar);
        if (user.Bot) w.WriteBoolean("bot", true);
        w.WriteNumber("public_flags", 0);
    }

    public static void Write(Utf8JsonWriter w, Member member, ulong? guildId = null, Permissions? permissions = null)
    {
        w.WriteStartObject();
        if (guildId is { } guild) w.WriteId("guild_id", guild);
        w.WritePropertyName("user");
        Write(w, member.User);
        WriteFields(w, member);
        if (permissions is { } rights) w.WriteString("permissions", ((ulong)rights).ToString(CultureInfo.InvariantCulture));
        w.WriteEndObject();
    }

    /// <summary>The member as messages and mentions carry it: without the user.</summary>
    public static void WritePartial(Utf8JsonWriter w, Member member)
    {
        w.WriteStartObject();
        WriteFields(w, member);
        w.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter w, Ban ban)
    {
        w.WriteStartObject();
        w.WriteString("reason", ban.Reason);
        w.WritePropertyName("user");
        Write(w, ban.User);
        w.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter w, Member member)
    {
        w.WriteString("nick", member.Nick);
        w.WriteNull("avatar");
        w.WriteIds("roles", member.Roles);
        w.WriteTime("joined_at", member.JoinedAt);
        w.WriteNull("premium_since");
        w.WriteBoolean("deaf", false);
        w.WriteBoolean("mute", false);
        w.WriteBoolean("pending", member.Pending);
        w.WriteNumber("flags", member.Flags);
        w.WriteTime("communication_disabled_until", member.TimedOutUntil);
    }
}
