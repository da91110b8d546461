using Murdoch.Grains.Audit;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Audit;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Storage;
using Murdoch.Grains.Storage.Postgres;

namespace Murdoch.Grains.Cases;

/// <summary>Gives a sanction the next number of its guild.</summary>
/// <param name="audit">Is written with the case if that is new.</param>
internal sealed class CaseWrite(CaseEntry entry, AuditEntry? audit = null) : DatabaseWrite
{
    private readonly CaseEntry _entry = entry;

    // One transaction at a time, so no two cases see the same highest number. A violation has one case, and so has a cause, however often it is written.
    private const string InsertNext = """
        INSERT INTO cases (guild_id, number, violation_id, member_id, moderator_id, kind, seconds, reason, created_at, origin, outcome, cause, delete_seconds, parent, logged)
        SELECT @guild, COALESCE(MAX(number), 0) + 1, @violation, @member, @moderator, @kind, @seconds, @reason, @createdAt, @origin, @outcome, @cause, @deleteSeconds, @parent, @logged
        FROM cases WHERE guild_id = @guild
        ON CONFLICT DO NOTHING
        """;

    private const string InsertAll = """
        INSERT INTO cases (guild_id, number, violation_id, member_id, moderator_id, kind, seconds, reason, created_at, logged)
        SELECT n.guild, COALESCE((SELECT MAX(number) FROM cases WHERE guild_id = n.guild), 0) + row_number() OVER (PARTITION BY n.guild ORDER BY n.place),
               n.violation, n.member, NULL, n.kind, n.seconds, n.reason, n.created_at, n.logged
        FROM unnest(@guild, @violation, @member, @kind, @seconds, @reason, @createdAt, @logged) WITH ORDINALITY
            AS n (guild, violation, member, kind, seconds, reason, created_at, logged, place)
        WHERE NOT EXISTS (SELECT 1 FROM cases WHERE violation_id = n.violation)
        """;

    public long Number { get; private set; }

    public override Exception? Apply(DatabaseSession session)
    {
        var isNew = Insert(session, _entry);
        if (isNew && audit is not null) AuditWrite.Insert(session, audit);
        Number = isNew
            ? session["SELECT MAX(number) FROM cases WHERE guild_id = @guild"].Bind("@guild", _entry.Guild.Key).Number() ?? 0
            : session["SELECT number FROM cases WHERE guild_id = @guild AND (violation_id = @violation OR cause = @cause)"]
                .Bind("@guild", _entry.Guild.Key).Bind("@violation", _entry.Violation?.Value).Bind("@cause", _entry.Cause).Number() ?? 0;
        return null;
    }

    public override void ApplyMany(DatabaseSession session, IReadOnlyList<DatabaseWrite> writes, Dictionary<DatabaseWrite, Exception> refused)
    {
        Lock(session, writes.Cast<CaseWrite>().Select(write => write._entry.Guild));
        base.ApplyMany(session, writes, refused);
    }

    /// <summary>Cases that Murdoch itself opened for violations, on PostgreSQL; a violation that has one gets no second.</summary>
    public static void InsertMany(DatabaseSession session, List<CaseEntry> rows)
    {
        if (rows.Count == 0) return;
        Lock(session, rows.Select(row => row.Guild));
        session[InsertAll].BindAll("@guild", rows, row => row.Guild.Key).BindAll("@violation", rows, row => row.Violation!.Value.Value)
            .BindAll("@member", rows, row => Columns.Signed(row.Member.Value)).BindAll("@kind", rows, row => EnumWords<ActionKind>.Of(row.Kind))
            .BindAll("@seconds", rows, row => row.Seconds).BindAll("@reason", rows, row => row.Reason).BindAll("@createdAt", rows, row => Columns.Timestamp(row.CreatedAt))
            .BindAll("@logged", rows, row => row.IsTold ? 0 : 1).Run();
    }

    /// <summary>Until the end of the transaction nobody else numbers cases of these guilds. In order, so that two never wait for each other.</summary>
    private static void Lock(DatabaseSession session, IEnumerable<GuildId> guilds)
    {
        foreach (var bucket in guilds.Select(guild => (int)(guild.Value % PostgresLocks.CaseBuckets)).Distinct().Order())
            session["SELECT pg_advisory_xact_lock(@cases, @bucket)"].Bind("@cases", PostgresLocks.Cases).Bind("@bucket", bucket).Run();
    }

    /// <returns>False when the violation has its case already.</returns>
    public static bool Insert(DatabaseSession session, CaseEntry entry) => session[InsertNext]
        .Bind("@guild", entry.Guild.Key).Bind("@violation", entry.Violation?.Value).Bind("@member", Columns.Signed(entry.Member.Value))
        .Bind("@moderator", entry.Moderator is { } moderator ? Columns.Signed(moderator.Value) : null).Bind("@kind", EnumWords<ActionKind>.Of(entry.Kind))
        .Bind("@seconds", entry.Seconds).Bind("@reason", entry.Reason).Bind("@createdAt", Columns.Timestamp(entry.CreatedAt))
        .Bind("@origin", EnumWords<CaseOrigin>.Of(entry.Origin)).Bind("@outcome", EnumWords<ActionOutcome>.Of(entry.Outcome)).Bind("@cause", entry.Cause)
        .Bind("@deleteSeconds", entry.DeleteSeconds).Bind("@parent", entry.Parent).Bind("@logged", entry.IsTold ? 0 : 1).Run() == 1;
}
