using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Guilds;

/// <summary>One guild's snapshot as a row.</summary>
/// <param name="Revision">Grows with every snapshot of a guild, those that failed included.</param>
/// <param name="Layout">Null when it has not changed since the stored one.</param>
internal sealed record GuildSnapshotRow(GuildId Guild, string Session, long Sequence, long Revision, byte[] State, byte[]? Layout, DateTimeOffset SavedAt);

/// <summary>An activation that has been replaced tried to write over its successor. It has to go: what it knows comes back by replay.</summary>
public sealed class StaleSnapshotException(GuildId guild) : Exception($"Guild {guild} has a newer snapshot than this one.");

/// <summary>Guilds' snapshots: one row each, written many at once.</summary>
internal sealed class SnapshotStore(Database database, DatabaseWriter writer)
{
    /// <exception cref="StaleSnapshotException">The stored one is of the same revision, therefore of another activation, or newer.</exception>
    public Task Write(GuildSnapshotRow row) => writer.Write(new SnapshotWrite(row));

    /// <returns>Null when the guild has none.</returns>
    public Task<GuildSnapshotRow?> Load(GuildId guild, CancellationToken cancellationToken) => database.Read(session =>
        session["SELECT session, sequence, revision, state, layout, saved_at FROM guild_snapshots WHERE guild_id = @guild"].Bind("@guild", guild.Key).First(row =>
            new GuildSnapshotRow(guild, row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3), row.GetBytes(4), row.GetTimestamp(5))), cancellationToken);

    private sealed class SnapshotWrite(GuildSnapshotRow row) : DatabaseWrite
    {
        private const string Upsert = """
            INSERT INTO guild_snapshots (guild_id, session, sequence, revision, state, layout, saved_at)
            VALUES (@guild, @session, @sequence, @revision, @state, @layout, @savedAt)
            ON CONFLICT (guild_id) DO UPDATE SET
                session = excluded.session, sequence = excluded.sequence, revision = excluded.revision, state = excluded.state,
                layout = COALESCE(excluded.layout, guild_snapshots.layout), saved_at = excluded.saved_at
            WHERE excluded.revision > guild_snapshots.revision
            """;

        public override Exception? Apply(DatabaseSession session)
        {
            var written = session[Upsert].Bind("@guild", row.Guild.Key).Bind("@session", row.Session).Bind("@sequence", row.Sequence).Bind("@revision", row.Revision)
                .Bind("@state", row.State).Bind("@layout", row.Layout).Bind("@savedAt", Columns.Timestamp(row.SavedAt)).Run();
            return written == 1 ? null : new StaleSnapshotException(row.Guild);
        }
    }
}
