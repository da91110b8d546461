using System.Data.Common;
using Murdoch.Grains.Audit;
using Murdoch.Grains.Interfaces.Appeals;
using Murdoch.Grains.Interfaces.Audit;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Storage;
using Murdoch.Grains.Violations;

namespace Murdoch.Grains.Appeals;

/// <summary>Every guild's appeals.</summary>
internal sealed class AppealStore(Database database, DatabaseWriter writer)
{
    private const string Select = """
        SELECT guild_id, number, attempt, member_id, text, opened_at, state, place, channel_id, message_id, remind_at, reviewer_id, decided_at, decided_reason, settled FROM appeals
        """;

    /// <returns>False when an appeal against the case is open already.</returns>
    public Task<bool> Open(GuildId guild, long number, UserId member, string text, DateTimeOffset at, DateTimeOffset remindAt) => Change(session => session["""
        INSERT INTO appeals (guild_id, number, attempt, member_id, text, opened_at, state, place, remind_at)
        SELECT @guild, @number, COALESCE(MAX(attempt), 0) + 1, @member, @text, @at, 'open', 'waiting', @remindAt FROM appeals WHERE guild_id = @guild AND number = @number
        ON CONFLICT DO NOTHING
        """].Bind("@guild", guild.Key).Bind("@number", number).Bind("@member", Columns.Signed(member.Value)).Bind("@text", text)
        .Bind("@at", Columns.Timestamp(at)).Bind("@remindAt", Columns.Timestamp(remindAt)).Run());

    /// <summary>Reviewers see it now, or will see it nowhere but in the queue.</summary>
    public Task Place(Appeal appeal, AppealPlace place, ulong? channel, ulong? message) => Change(session => session["""
        UPDATE appeals SET place = @place, channel_id = @channel, message_id = @message WHERE guild_id = @guild AND number = @number AND attempt = @attempt
        """].Bind("@place", EnumWords<AppealPlace>.Of(place)).Bind("@channel", channel is { } at ? Columns.Signed(at) : null).Bind("@message", message is { } id ? Columns.Signed(id) : null)
        .Bind("@guild", appeal.Guild.Key).Bind("@number", appeal.Case).Bind("@attempt", appeal.Attempt).Run());

    /// <param name="audit">Is written with it.</param>
    /// <returns>False when it was decided before.</returns>
    public Task<bool> Decide(Appeal appeal, AppealState state, UserId? reviewer, string? reason, DateTimeOffset at, AuditEntry? audit = null) => Change(session =>
    {
        var changed = session["""
            UPDATE appeals SET state = @state, reviewer_id = @reviewer, decided_reason = @reason, decided_at = @at
            WHERE guild_id = @guild AND number = @number AND attempt = @attempt AND state = 'open'
            """].Bind("@state", EnumWords<AppealState>.Of(state)).Bind("@reviewer", reviewer is { } by ? Columns.Signed(by.Value) : null).Bind("@reason", reason)
            .Bind("@at", Columns.Timestamp(at)).Bind("@guild", appeal.Guild.Key).Bind("@number", appeal.Case).Bind("@attempt", appeal.Attempt).Run();
        if (changed > 0 && audit is not null) AuditWrite.Insert(session, audit);
        return changed;
    });

    /// <summary>What follows from the decision is done.</summary>
    public Task Settle(Appeal appeal) => Change(session => session["UPDATE appeals SET settled = TRUE WHERE guild_id = @guild AND number = @number AND attempt = @attempt"]
        .Bind("@guild", appeal.Guild.Key).Bind("@number", appeal.Case).Bind("@attempt", appeal.Attempt).Run());

    public Task Remind(Appeal appeal, DateTimeOffset next) => Change(session => session["""
        UPDATE appeals SET remind_at = @next WHERE guild_id = @guild AND number = @number AND attempt = @attempt AND remind_at < @next
        """].Bind("@next", Columns.Timestamp(next)).Bind("@guild", appeal.Guild.Key).Bind("@number", appeal.Case).Bind("@attempt", appeal.Attempt).Run());

    /// <returns>The latest appeal against the case; null when there is none.</returns>
    public Task<Appeal?> GetLast(GuildId guild, long number, CancellationToken cancellationToken = default) => database.Read(session =>
        session[Select + " WHERE guild_id = @guild AND number = @number ORDER BY attempt DESC LIMIT 1"].Bind("@guild", guild.Key).Bind("@number", number).First(Read), cancellationToken);

    /// <param name="state">Only appeals in this state; null for all.</param>
    /// <param name="before">Only appeals opened before; null to begin with the newest.</param>
    /// <param name="limit">1 to <see cref="ViolationStore.PageLimit"/>.</param>
    /// <returns>The newest first.</returns>
    public Task<Appeal[]> GetPage(GuildId guild, AppealState? state, DateTimeOffset? before, int limit, CancellationToken cancellationToken = default) => database.ReadHistory(session =>
    {
        var statement = session[$"{Select} WHERE guild_id = @guild{(before is null ? "" : " AND opened_at < @before")}{(state is null ? "" : " AND state = @state")} ORDER BY opened_at DESC, number DESC LIMIT @limit"];
        statement.Bind("@guild", guild.Key);
        if (before is { } earlier) statement.Bind("@before", Columns.Timestamp(earlier));
        if (state is { } wanted) statement.Bind("@state", EnumWords<AppealState>.Of(wanted));
        return statement.Bind("@limit", Math.Clamp(limit, 1, ViolationStore.PageLimit)).Query(Read).ToArray();
    }, cancellationToken);

    /// <summary>Appeals about which something is to be done: to be posted, to be settled, to be reminded of, or whose case does not stand any more.</summary>
    /// <returns>Guilds and the numbers of their cases.</returns>
    public Task<(GuildId Guild, long Number)[]> GetDue(DateTimeOffset now, int limit, CancellationToken cancellationToken = default) => database.Read(session => session["""
        SELECT guild_id, number FROM appeals WHERE state = 'open' AND (remind_at <= @now OR place = 'waiting')
        UNION SELECT guild_id, number FROM appeals WHERE state <> 'open' AND NOT settled
        UNION SELECT a.guild_id, a.number FROM appeals AS a JOIN cases AS c ON c.guild_id = a.guild_id AND c.number = a.number WHERE a.state = 'open' AND c.closed_at IS NOT NULL
        LIMIT @limit
        """].Bind("@now", Columns.Timestamp(now)).Bind("@limit", limit).Query(row => (GuildId.FromKey(row.GetInt64(0)), row.GetInt64(1))).ToArray(), cancellationToken);

    private async Task<bool> Change(Func<DatabaseSession, int> change)
    {
        var write = new AppealWrite(change);
        await writer.Write(write);
        return write.IsChanged;
    }

    private static Appeal Read(DbDataReader row) => new(
        GuildId.FromKey(row.GetInt64(0)), row.GetInt64(1), row.GetInt32(2), new(row.GetSnowflake(3)), row.GetString(4), row.GetTimestamp(5),
        EnumWords<AppealState>.Parse(row.GetString(6)), EnumWords<AppealPlace>.Parse(row.GetString(7)), row.IsDBNull(8) ? null : new ChannelId(row.GetSnowflake(8)),
        row.IsDBNull(9) ? null : row.GetSnowflake(9), row.GetTimestamp(10), row.IsDBNull(11) ? null : new UserId(row.GetSnowflake(11)),
        row.IsDBNull(12) ? null : row.GetTimestamp(12), row.GetText(13), row.GetBoolean(14));

    private sealed class AppealWrite(Func<DatabaseSession, int> change) : DatabaseWrite
    {
        public bool IsChanged { get; private set; }

        public override Exception? Apply(DatabaseSession session)
        {
            IsChanged = change(session) > 0;
            return null;
        }
    }
}
