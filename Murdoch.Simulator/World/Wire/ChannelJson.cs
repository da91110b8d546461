using System.Globalization;
using System.Text.Json;

namespace Murdoch.Simulator.World.Wire;

/// <summary>Channels, threads and roles as Discord spells them.</summary>
internal static class ChannelJson
{
    /// <param name="withGuildId">False inside GUILD_CREATE, where Discord leaves guild_id out.</param>
    public static void Write(Utf8JsonWriter w, Channel channel, bool withGuildId = true, bool newlyCreated = false)
    {
        w.WriteStartObject();
        w.WriteId("id", channel.Id);
        w.WriteNumber("type", (int)channel.Type);
        w.WriteId("last_message_id", channel.LastMessageId);
        w.WriteNumber("flags", 0);
        if (channel.Recipient is { } recipient)
        {
            w.WriteStartArray("recipients");
            UserJson.Write(w, recipient);
            w.WriteEndArray();
        }
        else
        {
            if (withGuildId) w.WriteId("guild_id", channel.GuildId);
            w.WriteString("name", channel.Name);
            w.WriteId("parent_id", channel.ParentId);
            w.WriteNumber("rate_limit_per_user", channel.RateLimitPerUser);
            if (channel.IsThread) WriteThread(w, channel);
            else WriteGuildChannel(w, channel);
        }
        if (newlyCreated) w.WriteBoolean("newly_created", true);
        w.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter w, Role role)
    {
        w.WriteStartObject();
        w.WriteId("id", role.Id);
        w.WriteString("name", role.Name);
        w.WriteNumber("color", role.Color);
        w.WriteStartObject("colors");
        w.WriteNumber("primary_color", role.Color);
        w.WriteNull("secondary_color");
        w.WriteNull("tertiary_color");
        w.WriteEndObject();
        w.WriteBoolean("hoist", role.Hoist);
        w.WriteNull("icon");
        w.WriteNull("unicode_emoji");
        w.WriteNumber("position", role.Position);
        w.WriteString("permissions", Spell(role.Permissions));
        w.WriteBoolean("managed", role.Managed);
        w.WriteBoolean("mentionable", role.Mentionable);
        w.WriteNumber("flags", 0);
        if (role.BotId is { } bot)
        {
            w.WriteStartObject("tags");
            w.WriteId("bot_id", bot);
            w.WriteEndObject();
        }
        w.WriteEndObject();
    }

    public static string Spell(Permissions permissions) => ((ulong)permissions).ToString(CultureInfo.InvariantCulture);

    private static void WriteGuildChannel(Utf8JsonWriter w, Channel channel)
    {
        w.WriteNumber("position", channel.Position);
        w.WriteString("topic", channel.Topic);
        w.WriteBoolean("nsfw", channel.Nsfw);
        w.WriteStartArray("permission_overwrites");
        foreach (var overwrite in channel.Overwrites.Values)
        {
            w.WriteStartObject();
            w.WriteId("id", overwrite.Id);
            w.WriteNumber("type", overwrite.IsMember ? 1 : 0);
            w.WriteString("allow", Spell(overwrite.Allow));
            w.WriteString("deny", Spell(overwrite.Deny));
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }

    private static void WriteThread(Utf8JsonWriter w, Channel thread)
    {
        w.WriteId("owner_id", thread.ThreadOwnerId);
        w.WriteNumber("message_count", thread.Messages.Count);
        w.WriteNumber("total_message_sent", thread.Messages.Count);
        w.WriteNumber("member_count", Math.Min(thread.ThreadMembers.Count, 50));
        w.WriteStartObject("thread_metadata");
        w.WriteBoolean("archived", thread.Archived);
        w.WriteNumber("auto_archive_duration", thread.AutoArchiveMinutes);
        w.WriteTime("archive_timestamp", thread.ArchiveChangedAt);
        w.WriteBoolean("locked", thread.Locked);
        if (thread.Type == ChannelType.PrivateThread) w.WriteBoolean("invitable", thread.Invitable);
        w.WriteEndObject();
    }
}
