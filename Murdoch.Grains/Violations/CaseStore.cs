using System.Data.Common;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Violations;

/// <summary>A sanction, before its guild has given it a number.</summary>
/// <param name="Violation">What it is for; null when a moderator acted of their own accord.</param>
/// <param name="Moderator">Null when Murdoch acted.</param>
/// <param name="Seconds">How long, for a timeout; 0 for everything else.</param>
internal sealed record CaseEntry(
    GuildId Guild, ViolationId? Violation, UserId Member, UserId? Moderator, ActionKind Kind, int Seconds, string Reason, DateTimeOffset CreatedAt);

/// <param name="Number">Counts from 1 in each guild.</param>
/// <param name="ClosedAt">When it was undone or ran out; null while it stands.</param>
internal sealed record ModerationCase(long Number, CaseEntry Entry, DateTimeOffset? ClosedAt);

/// <summary>Guilds' cases. Those of violations come from <see cref="ViolationStore"/>, in the violation's own transaction.</summary>
internal sealed class CaseStore(Database database, DatabaseWriter writer)
{
    private const string Select = "SELECT guild_id, number, violation_id, member_id, moderator_id, kind, seconds, reason, created_at, closed_at FROM cases WHERE guild_id = @guild";

    /// <returns>The case's number; the one it has when the violation has a case already.</returns>
    public async Task<long> Add(CaseEntry entry)
    {
        var write = new CaseWrite(entry);
        await writer.Write(write);
        return write.Number;
    }

    /// <returns>False when there is no such case, or it was closed before.</returns>
    public async Task<bool> Close(GuildId guild, long number, DateTimeOffset at)
    {
        var write = new CloseWrite(guild, number, at);
        await writer.Write(write);
        return write.Closed;
    }

    public Task<ModerationCase?> Get(GuildId guild, long number, CancellationToken cancellationToken = default) => database.Read(
        session => session[Select + " AND number = @number"].Bind("@guild", guild.Key).Bind("@number", number).First(Read), cancellationToken);

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
            return statement.Bind("@limit", Math.Clamp(limit, 1, ViolationStore.PageLimit)).Query(Read).ToArray();
        }, cancellationToken);

    private static ModerationCase Read(DbDataReader row) => new(
        row.GetInt64(1),
        new(GuildId.FromKey(row.GetInt64(0)), row.IsDBNull(2) ? null : new ViolationId(row.GetId(2)), new(row.GetSnowflake(3)),
            row.IsDBNull(4) ? null : new UserId(row.GetSnowflake(4)), EnumWords<ActionKind>.Parse(row.GetString(5)), row.GetInt32(6), row.GetString(7), row.GetTimestamp(8)),
        row.IsDBNull(9) ? null : row.GetTimestamp(9));

    private sealed class CloseWrite(GuildId guild, long number, DateTimeOffset at) : DatabaseWrite
    {
        public bool Closed { get; private set; }

        public override Exception? Apply(DatabaseSession session)
        {
            Closed = session["UPDATE cases SET closed_at = @at WHERE guild_id = @guild AND number = @number AND closed_at IS NULL"]
                .Bind("@at", Columns.Timestamp(at)).Bind("@guild", guild.Key).Bind("@number", number).Run() == 1;
            return null;
        }
    }
}
