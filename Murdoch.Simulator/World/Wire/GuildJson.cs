using System.Text.Json;

namespace Murdoch.Simulator.World.Wire;

/// <summary>Guilds and what hangs on them as Discord spells them.</summary>
internal static class GuildJson
{
    public static void Write(Utf8JsonWriter w, Guild guild, bool withCounts = false)
    {
        w.WriteStartObject();
        WriteFields(w, guild);
        if (withCounts)
        {
            w.WriteNumber("approximate_member_count", guild.Members.Count);
            w.WriteNumber("approximate_presence_count", guild.Members.Count / 2);
        }
        w.WriteEndObject();
    }

    /// <summary>GUILD_CREATE: the guild with channels, threads and the members this session is shown.</summary>
    public static void WriteCreate(Utf8JsonWriter w, Guild guild, IEnumerable<Member> members)
    {
        w.WriteStartObject();
        WriteFields(w, guild);
        w.WriteTime("joined_at", guild.JoinedAt);
        w.WriteBoolean("large", guild.Members.Count > 250);
        w.WriteBoolean("unavailable", false);
        w.WriteNumber("member_count", guild.Members.Count);
        w.WriteEmptyArray("voice_states");
        w.WriteStartArray("members");
        foreach (var member in members) UserJson.Write(w, member);
        w.WriteEndArray();
        w.WriteStartArray("channels");
        foreach (var channel in guild.Channels.Values)
            if (!channel.IsThread) ChannelJson.Write(w, channel, withGuildId: false);
        w.WriteEndArray();
        w.WriteStartArray("threads");
        foreach (var channel in guild.Channels.Values)
            if (channel is { IsThread: true, Archived: false }) ChannelJson.Write(w, channel);
        w.WriteEndArray();
        w.WriteEmptyArray("presences");
        w.WriteEmptyArray("stage_instances");
        w.WriteEmptyArray("guild_scheduled_events");
        w.WriteEmptyArray("soundboard_sounds");
        w.WriteEndObject();
    }

    public static void WriteUnavailable(Utf8JsonWriter w, ulong guild)
    {
        w.WriteStartObject();
        w.WriteId("id", guild);
        w.WriteBoolean("unavailable", true);
        w.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter w, AuditEntry entry, ulong? guildId = null)
    {
        w.WriteStartObject();
        if (guildId is { } guild) w.WriteId("guild_id", guild);
        w.WriteId("id", entry.Id);
        w.WriteNumber("action_type", entry.ActionType);
        w.WriteId("user_id", entry.UserId);
        w.WriteId("target_id", entry.TargetId);
        if (entry.Changes.Count > 0)
        {
            w.WriteStartArray("changes");
            foreach (var change in entry.Changes)
            {
                w.WriteStartObject();
                w.WriteString("key", change.Key);
                WriteRaw(w, "old_value", change.OldValue);
                WriteRaw(w, "new_value", change.NewValue);
                w.WriteEndObject();
            }
            w.WriteEndArray();
        }
        if (entry.Options.Count > 0)
        {
            w.WriteStartObject("options");
            foreach (var (key, value) in entry.Options) w.WriteString(key, value);
            w.WriteEndObject();
        }
        if (entry.Reason is { } reason) w.WriteString("reason", reason);
        w.WriteEndObject();
    }

    public static void WriteIncidents(Utf8JsonWriter w, Guild guild)
    {
        w.WriteStartObject();
        w.WriteTime("invites_disabled_until", guild.InvitesDisabledUntil);
        w.WriteTime("dms_disabled_until", guild.DmsDisabledUntil);
        w.WriteEndObject();
    }

    private static void WriteRaw(Utf8JsonWriter w, string name, string? json)
    {
        if (json is null) return;
        w.WritePropertyName(name);
        w.WriteRawValue(json, skipInputValidation: true);
    }

    private static void WriteFields(Utf8JsonWriter w, Guild guild)
    {
        w.WriteId("id", guild.Id);
        w.WriteString("name", guild.Name);
        w.WriteNull("icon");
        w.WriteNull("splash");
        w.WriteNull("discovery_splash");
        w.WriteNull("banner");
        w.WriteNull("description");
        w.WriteNull("vanity_url_code");
        w.WriteNull("application_id");
        w.WriteId("owner_id", guild.OwnerId);
        w.WriteStartArray("roles");
        foreach (var role in guild.Roles.Values) ChannelJson.Write(w, role);
        w.WriteEndArray();
        w.WriteEmptyArray("emojis");
        w.WriteEmptyArray("stickers");
        w.WriteStartArray("features");
        foreach (var feature in guild.Features) w.WriteStringValue(feature);
        w.WriteEndArray();
        w.WriteNumber("verification_level", guild.VerificationLevel);
        w.WriteNumber("explicit_content_filter", guild.ExplicitContentFilter);
        w.WriteNumber("default_message_notifications", 1);
        w.WriteNumber("mfa_level", 0);
        w.WriteNumber("nsfw_level", 0);
        w.WriteNumber("premium_tier", 0);
        w.WriteNumber("premium_subscription_count", 0);
        w.WriteBoolean("premium_progress_bar_enabled", false);
        w.WriteString("preferred_locale", "en-US");
        w.WriteNull("afk_channel_id");
        w.WriteNumber("afk_timeout", 300);
        w.WriteId("system_channel_id", guild.SystemChannelId);
        w.WriteNumber("system_channel_flags", 0);
        w.WriteNull("rules_channel_id");
        w.WriteNull("public_updates_channel_id");
        w.WriteNull("safety_alerts_channel_id");
        w.WriteNumber("max_members", 500_000);
        if (guild.InvitesDisabledUntil is null && guild.DmsDisabledUntil is null) w.WriteNull("incidents_data");
        else
        {
            w.WritePropertyName("incidents_data");
            WriteIncidents(w, guild);
        }
    }
}
