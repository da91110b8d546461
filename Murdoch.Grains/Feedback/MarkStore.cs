using Murdoch.Grains.Interfaces.Feedback;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Storage;
using Murdoch.Grains.Violations;

namespace Murdoch.Grains.Feedback;

/// <summary>What moderators say of stored violations.</summary>
internal sealed class MarkStore(Database database, DatabaseWriter writer)
{
    /// <returns>Null when the guild has no such violation.</returns>
    public Task<Violation?> Find(GuildId guild, ViolationId id, CancellationToken cancellationToken = default) => database.Read(
        session => session[ViolationStore.Select + " WHERE id = @id AND guild_id = @guild"].Bind("@id", id.Value).Bind("@guild", guild.Key).First(ViolationStore.Read), cancellationToken);

    /// <param name="violation">As it was found; only its mark is written.</param>
    /// <returns>False when it is not stored any more.</returns>
    public async Task<bool> Write(Violation violation)
    {
        var write = new MarkWrite(violation);
        await writer.Write(write);
        return write.IsWritten;
    }

    /// <summary>How often each rule was right since a time, the one with the most violations first.</summary>
    public Task<RuleFeedback[]> GetRuleFeedback(GuildId guild, DateTimeOffset since, CancellationToken cancellationToken = default) => database.ReadLagging(session => session["""
            SELECT rule, COUNT(*), SUM(CASE WHEN mark = 'false_positive' THEN 1 ELSE 0 END), SUM(CASE WHEN mark = 'confirmed' THEN 1 ELSE 0 END)
            FROM violations WHERE guild_id = @guild AND timestamp >= @since GROUP BY rule ORDER BY COUNT(*) DESC, rule
            """].Bind("@guild", guild.Key).Bind("@since", Columns.Timestamp(since))
            .Query(row => new RuleFeedback(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3))).ToArray(), cancellationToken);

    /// <summary>Marked violations of all guilds whose text was kept.</summary>
    /// <param name="guild">Null for all guilds.</param>
    /// <param name="after">The end of the page before; null for the first one.</param>
    /// <returns>The oldest first; fewer than <paramref name="limit"/> on the last page only.</returns>
    public Task<Violation[]> GetLabelled(GuildId? guild, ViolationCursor? after, int limit, CancellationToken cancellationToken = default) => database.ReadHistory(session =>
    {
        var sql = ViolationStore.Select + " WHERE mark <> 'none' AND content IS NOT NULL AND (timestamp, id) > (@after, @afterId)"
            + (guild is null ? "" : " AND guild_id = @guild") + " ORDER BY timestamp, id LIMIT @limit";
        var statement = session[sql].Bind("@after", Columns.Timestamp(after?.At ?? DateTimeOffset.UnixEpoch)).Bind("@afterId", after?.Id.Value ?? Guid.Empty);
        if (guild is { } one) statement.Bind("@guild", one.Key);
        return statement.Bind("@limit", limit).Query(ViolationStore.Read).ToArray();
    }, cancellationToken);

    private sealed class MarkWrite(Violation violation) : DatabaseWrite
    {
        public bool IsWritten { get; private set; }

        public override Exception? Apply(DatabaseSession session)
        {
            IsWritten = session["UPDATE violations SET mark = @mark, marked_by = @by, marked_at = @at WHERE id = @id AND guild_id = @guild AND timestamp = @timestamp"]
                .Bind("@mark", EnumWords<ViolationMark>.Of(violation.Mark)).Bind("@by", violation.MarkedBy is { Value: var by } ? Columns.Signed(by) : null)
                .Bind("@at", violation.MarkedAt is { } at ? Columns.Timestamp(at) : null).Bind("@id", violation.Id.Value).Bind("@guild", violation.Guild.Key)
                .Bind("@timestamp", Columns.Timestamp(violation.At)).Run() == 1;
            return null;
        }
    }
}
