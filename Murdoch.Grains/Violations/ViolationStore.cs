using System.Globalization;
using Microsoft.Data.Sqlite;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Violations;

/// <summary>Every guild's violations, and a case for each sanction that was carried out.</summary>
internal sealed class ViolationStore(Database database, DatabaseWriter writer)
{
    private const string TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff";

    /// <returns>Ends when all of them are durable. The same violation again changes its outcome, nothing else.</returns>
    public Task Write(Violation[] violations) => writer.Write(new ViolationsWrite(violations));

    /// <returns>The newest first.</returns>
    public Task<Violation[]> GetRecent(GuildId guild, int limit, CancellationToken cancellationToken = default) => database.Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM violations WHERE guild_id = $guild ORDER BY timestamp DESC LIMIT $limit";
        command.Bind("$guild", guild.Key).Bind("$limit", limit);
        using var reader = command.ExecuteReader();
        var violations = new List<Violation>();
        while (reader.Read()) violations.Add(Read(reader));
        return violations.ToArray();
    }, cancellationToken);

    private static Violation Read(SqliteDataReader reader)
    {
        return new(
            new(Guid.ParseExact(Text("id"), "N")), GuildId.FromKey(Number("guild_id")), new(Id("channel_id")), new(Id("message_id")), new(Id("member_id")),
            new(DateTime.ParseExact(Text("timestamp"), TimestampFormat, CultureInfo.InvariantCulture), TimeSpan.Zero), (DetectionLayer)Number("layer"),
            EnumWords<ViolationCategory>.Parse(Text("category")), Text("rule"), reader.GetDouble(reader.GetOrdinal("severity")), Text("reason"),
            EnumWords<ActionKind>.Parse(Text("action")), (int)Number("action_seconds"), EnumWords<ActionOutcome>.Parse(Text("outcome")),
            EnumWords<ActionOutcome>.Parse(Text("deletion")), Maybe("detail"), Text("content_hash"), Maybe("content"), Number("late") != 0);

        string Text(string column) => reader.GetString(reader.GetOrdinal(column));
        string? Maybe(string column) => reader.IsDBNull(reader.GetOrdinal(column)) ? null : Text(column);
        long Number(string column) => reader.GetInt64(reader.GetOrdinal(column));
        ulong Id(string column) => unchecked((ulong)Number(column));
    }

    private sealed class ViolationsWrite(Violation[] violations) : DatabaseWrite
    {
        // A violation that is settled never goes back to pending: an old form of it may be written late, after a crash.
        private const string Upsert = """
            INSERT INTO violations (id, guild_id, channel_id, message_id, member_id, timestamp, layer, category, rule, severity, reason,
                                    action, action_seconds, outcome, deletion, detail, content_hash, content, late)
            VALUES ($id, $guild, $channel, $message, $member, $timestamp, $layer, $category, $rule, $severity, $reason,
                    $action, $seconds, $outcome, $deletion, $detail, $hash, $content, $late)
            ON CONFLICT (id) DO UPDATE SET
                action = excluded.action, action_seconds = excluded.action_seconds, detail = excluded.detail,
                outcome = CASE excluded.outcome WHEN 'pending' THEN outcome ELSE excluded.outcome END,
                deletion = CASE excluded.deletion WHEN 'pending' THEN deletion ELSE excluded.deletion END
            """;

        private const string AddCase = """
            INSERT INTO cases (guild_id, number, violation_id, member_id, kind, seconds, reason, created_at)
            SELECT $guild, COALESCE(MAX(number), 0) + 1, $id, $member, $action, $seconds, $reason, $timestamp FROM cases WHERE guild_id = $guild
            ON CONFLICT (violation_id) DO NOTHING
            """;

        public override void Apply(WriterCommands commands)
        {
            foreach (var violation in violations)
            {
                Bind(commands[Upsert], violation).Bind("$channel", Signed(violation.Channel.Value)).Bind("$message", Signed(violation.Message.Value))
                    .Bind("$layer", (int)violation.Layer).Bind("$category", EnumWords<ViolationCategory>.Of(violation.Category)).Bind("$rule", violation.Rule)
                    .Bind("$severity", violation.Severity).Bind("$outcome", EnumWords<ActionOutcome>.Of(violation.Outcome))
                    .Bind("$deletion", EnumWords<ActionOutcome>.Of(violation.Deletion)).Bind("$detail", violation.Detail)
                    .Bind("$hash", violation.ContentHash).Bind("$content", violation.Content).Bind("$late", violation.Late ? 1 : 0).ExecuteNonQuery();
                var isSanctioned = violation is { Outcome: ActionOutcome.Done, Action: ActionKind.Warn or ActionKind.Timeout or ActionKind.Kick or ActionKind.Ban };
                if (isSanctioned) Bind(commands[AddCase], violation).ExecuteNonQuery();
            }
        }

        private static SqliteCommand Bind(SqliteCommand command, Violation violation) => command
            .Bind("$id", violation.Id.ToString()).Bind("$guild", violation.Guild.Key).Bind("$member", Signed(violation.Member.Value))
            .Bind("$timestamp", violation.At.UtcDateTime.ToString(TimestampFormat, CultureInfo.InvariantCulture))
            .Bind("$action", EnumWords<ActionKind>.Of(violation.Action)).Bind("$seconds", violation.ActionSeconds).Bind("$reason", violation.Reason);

        private static long Signed(ulong snowflake) => unchecked((long)snowflake);
    }
}
