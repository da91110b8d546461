using System.Data.Common;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Raids;

/// <summary>A raid on a guild as it is remembered.</summary>
/// <param name="EndedAt">Null while it goes on.</param>
/// <param name="Problem">What Discord refused, in a sentence; null when all went well.</param>
internal sealed record RecordedRaid(
    GuildId Guild, DateTimeOffset StartedAt, string Trigger, DateTimeOffset? EndedAt = null, int Suspects = 0, int Messages = 0, int Banned = 0, string? Problem = null);

/// <summary>Raids by guild and beginning. Writing one again brings it up to date.</summary>
internal sealed class RaidStore(Database database, DatabaseWriter writer)
{
    /// <summary>Rows that one read returns at most.</summary>
    public const int PageLimit = 1_000;

    private const string Select = "SELECT guild_id, started_at, cause, ended_at, suspects, messages, banned, problem FROM raids";

    public Task Write(RecordedRaid raid) => writer.Write(new RaidWrite(raid));

    /// <summary>Guilds with a raid that has not ended.</summary>
    public Task<GuildId[]> Unfinished(CancellationToken cancellationToken = default) => database.Read(session =>
        session["SELECT DISTINCT guild_id FROM raids WHERE ended_at IS NULL"].Query(row => GuildId.FromKey(row.GetInt64(0))).ToArray(), cancellationToken);

    /// <param name="limit">1 to <see cref="PageLimit"/>.</param>
    /// <returns>The newest first.</returns>
    public Task<RecordedRaid[]> Recent(GuildId guild, int limit, CancellationToken cancellationToken = default) => database.ReadHistory(session =>
        session[Select + " WHERE guild_id = @guild ORDER BY started_at DESC LIMIT @limit"].Bind("@guild", guild.Key).Bind("@limit", Math.Clamp(limit, 1, PageLimit))
            .Query(Read).ToArray(), cancellationToken);

    private static RecordedRaid Read(DbDataReader row) => new(
        GuildId.FromKey(row.GetInt64(0)), row.GetTimestamp(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetTimestamp(3), row.GetInt32(4), row.GetInt32(5), row.GetInt32(6),
        row.IsDBNull(7) ? null : row.GetString(7));

    private sealed class RaidWrite(RecordedRaid raid) : DatabaseWrite
    {
        private const string Upsert = """
            INSERT INTO raids (guild_id, started_at, cause, ended_at, suspects, messages, banned, problem)
            VALUES (@guild, @startedAt, @cause, @endedAt, @suspects, @messages, @banned, @problem)
            ON CONFLICT (guild_id, started_at) DO UPDATE SET
                ended_at = excluded.ended_at, suspects = excluded.suspects, messages = excluded.messages, banned = excluded.banned, problem = excluded.problem
            """;

        public override Exception? Apply(DatabaseSession session)
        {
            session[Upsert].Bind("@guild", raid.Guild.Key).Bind("@startedAt", Columns.Timestamp(raid.StartedAt)).Bind("@cause", raid.Trigger)
                .Bind("@endedAt", raid.EndedAt is { } ended ? Columns.Timestamp(ended) : null).Bind("@suspects", raid.Suspects).Bind("@messages", raid.Messages)
                .Bind("@banned", raid.Banned).Bind("@problem", raid.Problem).Run();
            return null;
        }
    }
}
