using System.Data.Common;
using Murdoch.Grains.Audit;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Audit;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Storage;
using Murdoch.Grains.Violations;

namespace Murdoch.Grains.Cases;

/// <summary>Guilds' cases. Those of violations come from <see cref="ViolationStore"/>, in the violation's own transaction.</summary>
internal sealed class CaseStore(Database database, DatabaseWriter writer)
{
    private const string Fields = """
        guild_id, number, violation_id, member_id, moderator_id, kind, seconds, reason, created_at, origin, outcome, detail, parent,
        closed_at, closed_by, closed_kind, closed_reason, closed_outcome, closed_detail, delete_seconds, revision, logged, log_channel_id, log_message_id, log_summary
        """;

    private const string Select = $"SELECT {Fields} FROM cases WHERE guild_id = @guild";

    /// <param name="audit">Is written with the case if that is new.</param>
    /// <returns>The case's number; the one it has when the violation, or the cause, has a case already.</returns>
    public async Task<long> Add(CaseEntry entry, AuditEntry? audit = null)
    {
        var write = new CaseWrite(entry, audit);
        await writer.Write(write);
        return write.Number;
    }

    /// <summary>What came of a case's action. Ignored when that is known.</summary>
    public Task Settle(GuildId guild, long number, ActionOutcome outcome, string? detail) => Change(
        "UPDATE cases SET outcome = @outcome, detail = @detail, revision = revision + 1 WHERE guild_id = @guild AND number = @number AND outcome = 'pending'", guild, number,
        statement => statement.Bind("@outcome", EnumWords<ActionOutcome>.Of(outcome)).Bind("@detail", detail));

    /// <param name="audit">Is written with it.</param>
    /// <returns>False when there is no such case, or it was closed before: then somebody else undoes what it did.</returns>
    public async Task<bool> Close(GuildId guild, long number, CaseClosing closing, AuditEntry? audit = null) => await Change(
        """
        UPDATE cases SET closed_at = @at, closed_by = @by, closed_kind = @kind, closed_reason = @reason, closed_outcome = @outcome, closed_detail = @detail, revision = revision + 1
        WHERE guild_id = @guild AND number = @number AND closed_at IS NULL
        """, guild, number,
        statement => statement.Bind("@at", Columns.Timestamp(closing.At)).Bind("@by", Columns.Signed(closing.By.Value)).Bind("@kind", EnumWords<CaseClosingKind>.Of(closing.Kind))
            .Bind("@reason", closing.Reason).Bind("@outcome", EnumWords<ActionOutcome>.Of(closing.Outcome)).Bind("@detail", closing.Detail), audit) == 1;

    /// <summary>Whether what a closed case did in Discord is undone. Ignored when that is known.</summary>
    public Task SettleClosing(GuildId guild, long number, ActionOutcome outcome, string? detail) => Change(
        """
        UPDATE cases SET closed_outcome = @outcome, closed_detail = @detail, revision = revision + 1
        WHERE guild_id = @guild AND number = @number AND closed_outcome = 'pending'
        """, guild, number, statement => statement.Bind("@outcome", EnumWords<ActionOutcome>.Of(outcome)).Bind("@detail", detail));

    /// <returns>False when there is no such case.</returns>
    public async Task<bool> AddNote(GuildId guild, long number, CaseNote note) => await Change(
        """
        INSERT INTO case_notes (guild_id, number, at, author_id, text, is_reason)
        SELECT guild_id, number, @at, @author, @text, FALSE FROM cases WHERE guild_id = @guild AND number = @number
        """, guild, number, statement => BindNote(statement, note)) == 1;

    /// <summary>The reason that it had becomes a note, by whoever changed it.</summary>
    /// <returns>False when there is no such case, or that is its reason already.</returns>
    public async Task<bool> SetReason(GuildId guild, long number, UserId author, string reason, DateTimeOffset at)
    {
        var write = new ReasonWrite(guild, number, author, reason, at);
        await writer.Write(write);
        return write.IsChanged;
    }

    public Task<ModerationCase?> Get(GuildId guild, long number, CancellationToken cancellationToken = default) =>
        database.Read(session => session[Select + " AND number = @number"].Bind("@guild", guild.Key).Bind("@number", number).First(ReadCase), cancellationToken);

    public Task<OpenCase?> GetOpen(GuildId guild, long number, CancellationToken cancellationToken = default) =>
        database.Read(session => session[Select + " AND number = @number"].Bind("@guild", guild.Key).Bind("@number", number).First(ReadOpen), cancellationToken);

    public Task<CaseDetails?> GetDetails(GuildId guild, long number, CancellationToken cancellationToken = default) => database.Read(session =>
    {
        if (session[Select + " AND number = @number"].Bind("@guild", guild.Key).Bind("@number", number).First(ReadCase) is not { } found) return null;
        var notes = session["SELECT at, author_id, text, is_reason FROM case_notes WHERE guild_id = @guild AND number = @number ORDER BY id"]
            .Bind("@guild", guild.Key).Bind("@number", number).Query(row => new CaseNote(row.GetTimestamp(0), new(row.GetSnowflake(1)), row.GetString(2), row.GetBoolean(3)));
        var children = session["SELECT number FROM cases WHERE guild_id = @guild AND parent = @number ORDER BY number"].Bind("@guild", guild.Key).Bind("@number", number).Query(row => row.GetInt64(0));
        return new CaseDetails(found, [.. notes], [.. children]);
    }, cancellationToken);

    /// <param name="before">Only cases of a lower number; null to begin with the newest.</param>
    /// <param name="limit">1 to <see cref="ViolationStore.PageLimit"/>.</param>
    /// <param name="member">Only this member's; null for everybody's.</param>
    /// <returns>The newest first.</returns>
    public Task<ModerationCase[]> GetPage(GuildId guild, long? before, int limit, UserId? member = null, CancellationToken cancellationToken = default) =>
        database.ReadHistory(session =>
        {
            var statement = session[Select + " AND number < @before" + (member is null ? "" : " AND member_id = @member") + " ORDER BY number DESC LIMIT @limit"];
            statement.Bind("@guild", guild.Key).Bind("@before", before ?? long.MaxValue);
            if (member is { } of) statement.Bind("@member", Columns.Signed(of.Value));
            return statement.Bind("@limit", Math.Clamp(limit, 1, ViolationStore.PageLimit)).Query(ReadCase).ToArray();
        }, cancellationToken);

    /// <summary>Whether a later case of the same kind stands for the member: then its effect in Discord is that one's.</summary>
    public Task<bool> StandsFor(GuildId guild, UserId member, ActionKind kind, long after, CancellationToken cancellationToken = default) => database.Read(session => session[
        "SELECT number FROM cases WHERE guild_id = @guild AND member_id = @member AND kind = @kind AND number > @after AND closed_at IS NULL AND outcome IN ('done', 'pending') LIMIT 1"]
        .Bind("@guild", guild.Key).Bind("@member", Columns.Signed(member.Value)).Bind("@kind", EnumWords<ActionKind>.Of(kind)).Bind("@after", after).Number() is not null, cancellationToken);

    /// <returns>Numbers of what stands of a rule's cases, the newest first.</returns>
    public Task<long[]> StandingOfRule(GuildId guild, string rule, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken = default) => database.Read(session => session["""
        SELECT c.number FROM violations AS v JOIN cases AS c ON c.violation_id = v.id
        WHERE v.guild_id = @guild AND v.rule = @rule AND v.timestamp >= @from AND v.timestamp <= @to AND c.closed_at IS NULL AND c.outcome = 'done'
        ORDER BY c.number DESC LIMIT @limit
        """].Bind("@guild", guild.Key).Bind("@rule", rule).Bind("@from", Columns.Timestamp(from)).Bind("@to", Columns.Timestamp(to)).Bind("@limit", limit)
        .Query(row => row.GetInt64(0)).ToArray(), cancellationToken);

    /// <returns>Numbers of what stands of a moderator's cases, the newest first.</returns>
    public Task<long[]> StandingOfModerator(GuildId guild, UserId moderator, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken = default) => database.Read(session => session["""
        SELECT number FROM cases WHERE guild_id = @guild AND moderator_id = @moderator AND created_at >= @from AND created_at <= @to AND closed_at IS NULL AND outcome = 'done'
        ORDER BY number DESC LIMIT @limit
        """].Bind("@guild", guild.Key).Bind("@moderator", Columns.Signed(moderator.Value)).Bind("@from", Columns.Timestamp(from)).Bind("@to", Columns.Timestamp(to)).Bind("@limit", limit)
        .Query(row => row.GetInt64(0)).ToArray(), cancellationToken);

    /// <returns>Cases whose action, or the undoing of it, is under way; the oldest first.</returns>
    public Task<OpenCase[]> GetUnfinished(GuildId guild, int limit, CancellationToken cancellationToken = default) =>
        GetOpen(guild, "(outcome = 'pending' OR closed_outcome = 'pending')", limit, cancellationToken);

    /// <returns>Cases that moderators have not been told of as they are now; the oldest first.</returns>
    public Task<OpenCase[]> GetUnlogged(GuildId guild, int limit, CancellationToken cancellationToken = default) =>
        GetOpen(guild, "logged < revision", limit, cancellationToken);

    /// <summary>Guilds with cases whose action, or the undoing of it, is under way.</summary>
    public Task<GuildId[]> GuildsUnfinished(CancellationToken cancellationToken = default) => database.Read(session =>
        session["SELECT DISTINCT guild_id FROM cases WHERE outcome = 'pending' OR closed_outcome = 'pending'"].Query(row => GuildId.FromKey(row.GetInt64(0))).ToArray(), cancellationToken);

    /// <summary>Guilds with cases that moderators have not been told of as they are now.</summary>
    public Task<GuildId[]> GuildsUntold(CancellationToken cancellationToken = default) => database.Read(session =>
        session["SELECT DISTINCT guild_id FROM cases WHERE logged < revision"].Query(row => GuildId.FromKey(row.GetInt64(0))).ToArray(), cancellationToken);

    /// <summary>Moderators were told of a case as it was at <paramref name="revision"/>.</summary>
    /// <param name="summary">In one message with other cases.</param>
    public Task Logged(GuildId guild, long number, int revision, ulong channel, ulong message, bool summary = false) => Change(
        """
        UPDATE cases SET logged = @revision, log_channel_id = @channel, log_message_id = @message, log_summary = @summary
        WHERE guild_id = @guild AND number = @number AND logged < @revision
        """, guild, number,
        statement => statement.Bind("@revision", revision).Bind("@channel", Columns.Signed(channel)).Bind("@message", Columns.Signed(message)).Bind("@summary", summary));

    /// <summary>Puts all that waits to be told of for the first time into a summary. It waits to be told of there until <see cref="Logged"/>.</summary>
    public Task Summarise(GuildId guild, ulong channel, ulong message) => Change("""
        UPDATE cases SET log_channel_id = @channel, log_message_id = @message, log_summary = TRUE
        WHERE guild_id = @guild AND number > @number AND log_message_id IS NULL AND logged < revision
        """, guild, 0, statement => statement.Bind("@channel", Columns.Signed(channel)).Bind("@message", Columns.Signed(message)));

    /// <returns>0 to 1: of the violations behind what waits to be told of for the first time.</returns>
    public async Task<double> HighestUntoldSeverity(GuildId guild, CancellationToken cancellationToken = default) => (await database.Read(session => session["""
        SELECT MAX(v.severity) FROM cases AS c JOIN violations AS v ON v.id = c.violation_id
        WHERE c.guild_id = @guild AND c.log_message_id IS NULL AND c.logged < c.revision
        """].Bind("@guild", guild.Key).Query(row => row.IsDBNull(0) ? 0 : row.GetDouble(0)), cancellationToken)).FirstOrDefault();

    /// <summary>What the cases of one summary have in common, the most frequent first.</summary>
    public Task<SummaryLine[]> GetSummary(GuildId guild, ulong message, CancellationToken cancellationToken = default) => database.Read(session => session["""
        SELECT c.kind, COALESCE(v.rule, c.origin), COUNT(*), COUNT(c.closed_at), MIN(c.number), MAX(c.number), MAX(COALESCE(v.severity, 0.0))
        FROM cases AS c LEFT JOIN violations AS v ON v.id = c.violation_id WHERE c.guild_id = @guild AND c.log_message_id = @message AND c.log_summary
        GROUP BY c.kind, COALESCE(v.rule, c.origin) ORDER BY COUNT(*) DESC, MIN(c.number)
        """].Bind("@guild", guild.Key).Bind("@message", Columns.Signed(message))
        .Query(row => new SummaryLine(EnumWords<ActionKind>.Parse(row.GetString(0)), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetDouble(6))).ToArray(), cancellationToken);

    /// <returns>The number of the case that a violation has; null while it has none.</returns>
    public Task<long?> FindByViolation(GuildId guild, ViolationId violation, CancellationToken cancellationToken = default) => database.Read(session =>
        session["SELECT number FROM cases WHERE guild_id = @guild AND violation_id = @violation"].Bind("@guild", guild.Key).Bind("@violation", violation.Value).Number(), cancellationToken);

    /// <summary>Whether somebody else than this moderator has made, taken back or judged cases of the guild.</summary>
    public Task<bool> HasOtherModerator(GuildId guild, UserId moderator, CancellationToken cancellationToken = default) => database.Read(session => session["""
        SELECT number FROM cases WHERE guild_id = @guild AND (moderator_id <> @moderator OR (closed_by <> @moderator AND closed_by <> 0))
        UNION ALL SELECT number FROM appeals WHERE guild_id = @guild AND reviewer_id <> @moderator LIMIT 1
        """].Bind("@guild", guild.Key).Bind("@moderator", Columns.Signed(moderator.Value)).Number() is not null, cancellationToken);

    /// <summary>Nobody is told of the cases so far: the guild has no place for it, or had none.</summary>
    public Task NotLogged(GuildId guild) => Change("UPDATE cases SET logged = revision WHERE guild_id = @guild AND logged < revision AND number <> @number", guild, 0, statement => statement);

    /// <summary>Nobody is told any more of one case: its message is gone.</summary>
    public Task NotLogged(GuildId guild, long number, int revision) => Change(
        "UPDATE cases SET logged = @revision WHERE guild_id = @guild AND number = @number AND logged < @revision", guild, number, statement => statement.Bind("@revision", revision));

    private Task<OpenCase[]> GetOpen(GuildId guild, string condition, int limit, CancellationToken cancellationToken) => database.Read(session =>
        session[$"{Select} AND {condition} ORDER BY number LIMIT @limit"].Bind("@guild", guild.Key).Bind("@limit", limit).Query(ReadOpen).ToArray(), cancellationToken);

    private async Task<int> Change(string sql, GuildId guild, long number, Func<Statement, Statement> bind, AuditEntry? audit = null)
    {
        var write = new ChangeWrite(session => bind(session[sql].Bind("@guild", guild.Key).Bind("@number", number)).Run(), audit);
        await writer.Write(write);
        return write.Changed;
    }

    private static Statement BindNote(Statement statement, CaseNote note) =>
        statement.Bind("@at", Columns.Timestamp(note.At)).Bind("@author", Columns.Signed(note.Author.Value)).Bind("@text", note.Text);

    private static ModerationCase ReadCase(DbDataReader row) => new(
        GuildId.FromKey(row.GetInt64(0)), row.GetInt64(1), row.IsDBNull(2) ? null : new ViolationId(row.GetId(2)), new(row.GetSnowflake(3)),
        row.IsDBNull(4) ? null : new UserId(row.GetSnowflake(4)), EnumWords<ActionKind>.Parse(row.GetString(5)), row.GetInt32(6), row.GetString(7), row.GetTimestamp(8),
        EnumWords<CaseOrigin>.Parse(row.GetString(9)), EnumWords<ActionOutcome>.Parse(row.GetString(10)), row.GetText(11), row.IsDBNull(12) ? null : row.GetInt64(12),
        row.IsDBNull(13) ? null : new(row.GetTimestamp(13), new(row.GetSnowflake(14)), EnumWords<CaseClosingKind>.Parse(row.GetString(15)), row.GetText(16),
            EnumWords<ActionOutcome>.Parse(row.GetString(17)), row.GetText(18)));

    private static OpenCase ReadOpen(DbDataReader row) => new(
        ReadCase(row), row.GetInt32(19), row.GetInt32(20), row.GetInt32(21), row.IsDBNull(22) ? null : row.GetSnowflake(22), row.IsDBNull(23) ? null : row.GetSnowflake(23), row.GetBoolean(24));

    private sealed class ChangeWrite(Func<DatabaseSession, int> change, AuditEntry? audit) : DatabaseWrite
    {
        public int Changed { get; private set; }

        public override Exception? Apply(DatabaseSession session)
        {
            Changed = change(session);
            if (Changed > 0 && audit is not null) AuditWrite.Insert(session, audit);
            return null;
        }
    }

    private sealed class ReasonWrite(GuildId guild, long number, UserId author, string reason, DateTimeOffset at) : DatabaseWrite
    {
        public bool IsChanged { get; private set; }

        public override Exception? Apply(DatabaseSession session)
        {
            IsChanged = BindNote(session["""
                INSERT INTO case_notes (guild_id, number, at, author_id, text, is_reason)
                SELECT guild_id, number, @at, @author, reason, TRUE FROM cases WHERE guild_id = @guild AND number = @number AND reason <> @text
                """].Bind("@guild", guild.Key).Bind("@number", number), new(at, author, reason)).Run() == 1;
            if (IsChanged)
            {
                session["UPDATE cases SET reason = @reason, revision = revision + 1 WHERE guild_id = @guild AND number = @number"]
                    .Bind("@reason", reason).Bind("@guild", guild.Key).Bind("@number", number).Run();
            }
            return null;
        }
    }
}
