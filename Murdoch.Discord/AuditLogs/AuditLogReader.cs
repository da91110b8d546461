using System.Globalization;
using System.Text.Json;
using Murdoch.Discord.Gateway;

namespace Murdoch.Discord.AuditLogs;

/// <summary>Parses entries of the audit log, from the gateway and from REST.</summary>
internal static class AuditLogReader
{
    public static AuditLogEntryCreated Created(ref Utf8JsonReader reader, long sequence)
    {
        var entry = Entry(ref reader, out var guild);
        return new(sequence, guild, entry);
    }

    /// <summary>The answer of GET /guilds/{guild}/audit-logs.</summary>
    /// <exception cref="JsonException">It is no audit log.</exception>
    public static AuditLogEntry[] ReadAll(byte[] json)
    {
        var reader = JsonCursor.Reader(json);
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("An audit log was expected.");
        var entries = new List<AuditLogEntry>();
        while (JsonFields.NextProperty(ref reader))
        {
            if (!JsonFields.IsProperty(ref reader, "audit_log_entries"u8))
            {
                JsonFields.SkipValue(ref reader);
                continue;
            }
            if (!JsonFields.TryBeginArray(ref reader)) continue;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (JsonFields.TryBeginObject(ref reader)) entries.Add(Entry(ref reader, out _));
            }
        }
        return [.. entries];
    }

    private static AuditLogEntry Entry(ref Utf8JsonReader reader, out ulong guild)
    {
        guild = 0;
        var entry = new AuditLogEntry();
        while (JsonFields.NextProperty(ref reader))
        {
            if (JsonFields.IsProperty(ref reader, "id"u8)) entry = entry with { Id = JsonFields.Snowflake(ref reader) };
            else if (JsonFields.IsProperty(ref reader, "guild_id"u8)) guild = JsonFields.Snowflake(ref reader);
            else if (JsonFields.IsProperty(ref reader, "action_type"u8)) entry = entry with { Action = (AuditLogAction)JsonFields.Int(ref reader) };
            else if (JsonFields.IsProperty(ref reader, "user_id"u8)) entry = entry with { UserId = JsonFields.Snowflake(ref reader) };
            else if (JsonFields.IsProperty(ref reader, "target_id"u8)) entry = entry with { TargetId = JsonFields.Snowflake(ref reader) };
            else if (JsonFields.IsProperty(ref reader, "reason"u8)) entry = entry with { Reason = JsonFields.Text(ref reader) };
            else if (JsonFields.IsProperty(ref reader, "changes"u8)) entry = Changes(ref reader, entry);
            else if (JsonFields.IsProperty(ref reader, "options"u8)) entry = Options(ref reader, entry);
            else JsonFields.SkipValue(ref reader);
        }
        return entry;
    }

    private static AuditLogEntry Changes(ref Utf8JsonReader reader, AuditLogEntry entry)
    {
        if (!JsonFields.TryBeginArray(ref reader)) return entry;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!JsonFields.TryBeginObject(ref reader)) continue;
            var key = "";
            // The key may come after the values, so these are read from copies once it is known.
            Utf8JsonReader before = default, after = default;
            while (JsonFields.NextProperty(ref reader))
            {
                if (JsonFields.IsProperty(ref reader, "key"u8)) key = JsonFields.Text(ref reader) ?? "";
                else if (JsonFields.IsProperty(ref reader, "old_value"u8))
                {
                    before = reader;
                    reader.Skip();
                }
                else if (JsonFields.IsProperty(ref reader, "new_value"u8))
                {
                    after = reader;
                    reader.Skip();
                }
                else JsonFields.SkipValue(ref reader);
            }
            entry = key switch
            {
                "communication_disabled_until" => entry with { Timeout = new(Instant(before), Instant(after)) },
                "nick" => entry with { Nick = new(Text(before), Text(after)) },
                "$add" => entry with { RolesAdded = Roles(after) },
                "$remove" => entry with { RolesRemoved = Roles(after) },
                _ => entry,
            };
        }
        return entry;
    }

    private static AuditLogEntry Options(ref Utf8JsonReader reader, AuditLogEntry entry)
    {
        if (!JsonFields.TryBeginObject(ref reader)) return entry;
        while (JsonFields.NextProperty(ref reader))
        {
            if (JsonFields.IsProperty(ref reader, "channel_id"u8)) entry = entry with { ChannelId = JsonFields.Snowflake(ref reader) };
            else if (JsonFields.IsProperty(ref reader, "count"u8)) entry = entry with { Count = Number(ref reader) };
            else if (JsonFields.IsProperty(ref reader, "members_removed"u8)) entry = entry with { MembersRemoved = Number(ref reader) };
            else if (JsonFields.IsProperty(ref reader, "delete_member_days"u8)) entry = entry with { DeleteMemberDays = Number(ref reader) };
            else if (JsonFields.IsProperty(ref reader, "auto_moderation_rule_name"u8)) entry = entry with { RuleName = JsonFields.Text(ref reader) };
            else JsonFields.SkipValue(ref reader);
        }
        return entry;
    }

    /// <summary>Discord's numbers are strings here.</summary>
    private static int Number(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String
        ? int.TryParse(reader.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
        : JsonFields.Int(ref reader);

    private static DateTimeOffset? Instant(Utf8JsonReader value) => value.TokenType == JsonTokenType.None ? null : JsonFields.Instant(ref value);

    private static string? Text(Utf8JsonReader value) => value.TokenType == JsonTokenType.None ? null : JsonFields.Text(ref value);

    private static ulong[] Roles(Utf8JsonReader value)
    {
        if (value.TokenType != JsonTokenType.StartArray) return [];
        var roles = new List<ulong>();
        while (value.Read() && value.TokenType != JsonTokenType.EndArray)
        {
            if (JsonFields.IdOf(ref value) is > 0 and var role) roles.Add(role);
        }
        return [.. roles];
    }
}
