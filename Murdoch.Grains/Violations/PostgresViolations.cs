using Murdoch.Grains.Cases;
using Murdoch.Grains.Feedback;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Storage;
using Murdoch.Grains.Storage.Postgres;

namespace Murdoch.Grains.Violations;

/// <summary>Violations of many guilds in few statements, as <see cref="ViolationsWrite"/> puts them into SQLite one by one.</summary>
internal static class PostgresViolations
{
    private const string Insert = """
        INSERT INTO violations (id, guild_id, channel_id, message_id, member_id, timestamp, layer, category, rule, severity, reason,
                                action, action_seconds, outcome, deletion, detail, content_hash, content, late, subject, print)
        SELECT * FROM unnest(@id, @guild, @channel, @message, @member, @timestamp, @layer, @category, @rule, @severity, @reason,
                             @action, @seconds, @outcome, @deletion, @detail, @hash, @content, @late, @subject, @print)
        ON CONFLICT (id, timestamp) DO NOTHING
        RETURNING id
        """;

    private const string Update = """
        UPDATE violations AS v SET
            action = CASE WHEN n.outcome = 'pending' AND v.outcome <> 'pending' THEN v.action ELSE n.action END,
            action_seconds = CASE WHEN n.outcome = 'pending' AND v.outcome <> 'pending' THEN v.action_seconds ELSE n.seconds END,
            detail = CASE WHEN n.outcome = 'pending' AND v.outcome <> 'pending' OR n.deletion = 'pending' AND v.deletion <> 'pending'
                          THEN COALESCE(v.detail, n.detail) ELSE n.detail END,
            outcome = CASE WHEN n.outcome = 'pending' THEN v.outcome ELSE n.outcome END,
            deletion = CASE WHEN n.deletion = 'pending' THEN v.deletion ELSE n.deletion END
        FROM unnest(@id, @timestamp, @action, @seconds, @outcome, @deletion, @detail) AS n (id, timestamp, action, seconds, outcome, deletion, detail)
        WHERE v.id = n.id AND v.timestamp = n.timestamp AND (v.action <> n.action OR v.action_seconds <> n.seconds OR v.outcome <> n.outcome
            OR v.deletion <> n.deletion OR v.detail IS DISTINCT FROM n.detail)
        RETURNING v.id
        """;

    // Discord replays for minutes; a day keeps the search within two months' partitions.
    private const string TimesOfNames = """
        SELECT v.id, v.timestamp FROM unnest(@id, @timestamp) AS n (id, timestamp)
        JOIN violations AS v ON v.id = n.id AND v.timestamp BETWEEN n.timestamp - interval '1 day' AND n.timestamp + interval '1 day'
        """;

    /// <param name="untold">Those of whose cases moderators are not told.</param>
    /// <returns>The ids that were new.</returns>
    public static HashSet<Guid> Write(DatabaseSession session, IEnumerable<Violation> violations, HashSet<ViolationId> untold)
    {
        var added = new HashSet<Guid>();
        foreach (var wave in Waves.Of(violations, violation => violation.Id))
        {
            TakeStoredTimes(session, wave);
            // Rows are locked in the order of their ids whoever writes, so two silos with the same ones wait for each other and never both.
            wave.Sort((one, other) => one.Id.Value.CompareTo(other.Id.Value));
            var inserted = InsertAll(session[Insert], wave);
            added.UnionWith(inserted);
            var known = wave.FindAll(violation => !inserted.Contains(violation.Id.Value));
            HashSet<Guid> updated = known.Count == 0 ? [] : UpdateAll(session[Update], known);
            // An unchanged one has its case: they are written in one transaction.
            var changed = wave.Where(violation => inserted.Contains(violation.Id.Value) || updated.Contains(violation.Id.Value));
            CaseWrite.InsertMany(session, [.. changed.Select(ViolationsWrite.Case).OfType<CaseEntry>().Select(entry => entry with { IsTold = !untold.Contains(entry.Violation!.Value) })]);
        }
        return added;
    }

    /// <summary>
    /// A message's id tells when it was written. A name has none: a replayed event brings the same violation at another time, which would be another row.
    /// </summary>
    private static void TakeStoredTimes(DatabaseSession session, List<Violation> rows)
    {
        var names = rows.FindAll(violation => violation.Subject != ViolationSubject.Message);
        if (names.Count == 0) return;
        var stored = session[TimesOfNames].BindAll("@id", names, row => row.Id.Value).BindAll("@timestamp", names, row => Columns.Timestamp(row.At))
            .Query(row => (Id: row.GetGuid(0), At: row.GetTimestamp(1))).ToDictionary(row => row.Id, row => row.At);
        for (var i = 0; i < rows.Count; i++)
        {
            if (stored.TryGetValue(rows[i].Id.Value, out var at)) rows[i] = rows[i] with { At = at };
        }
    }

    private static HashSet<Guid> InsertAll(Statement insert, List<Violation> rows) => insert
        .BindAll("@id", rows, row => row.Id.Value).BindAll("@guild", rows, row => row.Guild.Key).BindAll("@channel", rows, row => Columns.Signed(row.Channel.Value))
        .BindAll("@message", rows, row => Columns.Signed(row.Message.Value)).BindAll("@member", rows, row => Columns.Signed(row.Member.Value))
        .BindAll("@timestamp", rows, row => Columns.Timestamp(row.At)).BindAll("@layer", rows, row => (int)row.Layer)
        .BindAll("@category", rows, row => EnumWords<ViolationCategory>.Of(row.Category)).BindAll("@rule", rows, row => row.Rule)
        .BindAll("@severity", rows, row => row.Severity).BindAll("@reason", rows, row => row.Reason)
        .BindAll("@action", rows, row => EnumWords<ActionKind>.Of(row.Action)).BindAll("@seconds", rows, row => row.ActionSeconds)
        .BindAll("@outcome", rows, row => EnumWords<ActionOutcome>.Of(row.Outcome)).BindAll("@deletion", rows, row => EnumWords<ActionOutcome>.Of(row.Deletion))
        .BindAll("@detail", rows, row => row.Detail).BindAll("@hash", rows, row => row.ContentHash).BindAll("@content", rows, row => row.Content)
        .BindAll("@late", rows, row => row.Late).BindAll("@subject", rows, row => EnumWords<ViolationSubject>.Of(row.Subject))
        .BindAll("@print", rows, row => TextPrints.ToBytes(row.Print)).Query(row => row.GetGuid(0)).ToHashSet();

    private static HashSet<Guid> UpdateAll(Statement update, List<Violation> rows) => update
        .BindAll("@id", rows, row => row.Id.Value).BindAll("@timestamp", rows, row => Columns.Timestamp(row.At))
        .BindAll("@action", rows, row => EnumWords<ActionKind>.Of(row.Action)).BindAll("@seconds", rows, row => row.ActionSeconds)
        .BindAll("@outcome", rows, row => EnumWords<ActionOutcome>.Of(row.Outcome)).BindAll("@deletion", rows, row => EnumWords<ActionOutcome>.Of(row.Deletion))
        .BindAll("@detail", rows, row => row.Detail).Query(row => row.GetGuid(0)).ToHashSet();
}
