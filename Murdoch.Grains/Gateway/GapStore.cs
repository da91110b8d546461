using System.Data.Common;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Gateway;

/// <summary>A time in which a shard saw nothing.</summary>
/// <param name="Guild">Null when it concerns every guild of the shard.</param>
/// <param name="Reason">Why, in a sentence.</param>
internal sealed record Gap(int Shard, GuildId? Guild, DateTimeOffset From, DateTimeOffset To, string Reason);

/// <summary>A gap with what the backfill has made of it so far.</summary>
/// <param name="CompletedAt">Null while the backfill is under way, or if it never came to its end.</param>
internal sealed record RecordedGap(long Id, Gap Gap, int ChannelsChecked, int MessagesRecovered, DateTimeOffset? CompletedAt);

/// <summary>Blind windows and how far they were filled.</summary>
internal sealed class GapStore(Database database, DatabaseWriter writer)
{
    /// <summary>Rows that one read returns at most.</summary>
    public const int PageLimit = 1_000;

    /// <summary>Opens a gap, or finds it again: a guild has one that began at the same time.</summary>
    /// <returns>The number that <see cref="Progress"/> and <see cref="Complete"/> take.</returns>
    public async Task<long> Open(Gap gap)
    {
        var write = new OpenWrite(gap);
        await writer.Write(write);
        return write.Id;
    }

    /// <summary>Both counts are totals since the gap was opened. A completed gap stays as it is.</summary>
    public Task Progress(long id, int channelsChecked, int messagesRecovered) => writer.Write(new ProgressWrite(id, channelsChecked, messagesRecovered, null, null));

    /// <summary>Both counts are totals since the gap was opened.</summary>
    /// <param name="reason">Takes the place of what was known when the gap was opened; null leaves that.</param>
    public Task Complete(long id, int channelsChecked, int messagesRecovered, DateTimeOffset at, string? reason = null) =>
        writer.Write(new ProgressWrite(id, channelsChecked, messagesRecovered, at, reason));

    /// <summary>Guilds with a gap that is not complete.</summary>
    public Task<GuildId[]> Unfinished(CancellationToken cancellationToken = default) => database.Read(session =>
        session["SELECT DISTINCT guild_id FROM gaps WHERE completed_at IS NULL AND guild_id IS NOT NULL"].Query(row => GuildId.FromKey(row.GetInt64(0))).ToArray(), cancellationToken);

    /// <param name="limit">1 to <see cref="PageLimit"/>.</param>
    /// <returns>The newest first.</returns>
    public Task<RecordedGap[]> Recent(int limit, CancellationToken cancellationToken = default) => database.ReadHistory(session => session["""
        SELECT id, shard, guild_id, from_at, to_at, reason, channels_checked, messages_recovered, completed_at FROM gaps ORDER BY id DESC LIMIT @limit
        """].Bind("@limit", Math.Clamp(limit, 1, PageLimit)).Query(Read).ToArray(), cancellationToken);

    private static RecordedGap Read(DbDataReader row) => new(
        row.GetInt64(0),
        new(row.GetInt32(1), row.IsDBNull(2) ? null : GuildId.FromKey(row.GetInt64(2)), row.GetTimestamp(3), row.GetTimestamp(4), row.GetString(5)),
        row.GetInt32(6), row.GetInt32(7), row.IsDBNull(8) ? null : row.GetTimestamp(8));

    private sealed class OpenWrite(Gap gap) : DatabaseWrite
    {
        private const string Insert = """
            INSERT INTO gaps (shard, guild_id, from_at, to_at, reason) VALUES (@shard, @guild, @from, @to, @reason)
            ON CONFLICT (guild_id, from_at) DO UPDATE SET to_at = excluded.to_at, reason = excluded.reason, completed_at = NULL RETURNING id
            """;

        public long Id { get; private set; }

        public override Exception? Apply(DatabaseSession session)
        {
            Id = session[Insert].Bind("@shard", gap.Shard).Bind("@guild", gap.Guild?.Key).Bind("@from", Columns.Timestamp(gap.From)).Bind("@to", Columns.Timestamp(gap.To))
                .Bind("@reason", gap.Reason).Number()!.Value;
            return null;
        }
    }

    private sealed class ProgressWrite(long id, int channelsChecked, int messagesRecovered, DateTimeOffset? completedAt, string? reason) : DatabaseWrite
    {
        private const string Update = """
            UPDATE gaps SET channels_checked = @channels, messages_recovered = @messages, completed_at = @completedAt, reason = COALESCE(@reason, reason)
            WHERE id = @id AND completed_at IS NULL
            """;

        public override Exception? Apply(DatabaseSession session)
        {
            session[Update].Bind("@channels", channelsChecked).Bind("@messages", messagesRecovered)
                .Bind("@completedAt", completedAt is { } at ? Columns.Timestamp(at) : null).Bind("@reason", reason).Bind("@id", id).Run();
            return null;
        }
    }
}
