using System.Globalization;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Guilds;

/// <summary>One guild's snapshot as a row.</summary>
/// <param name="Revision">Grows with every snapshot of a guild.</param>
/// <param name="Layout">Null when it has not changed since the stored one.</param>
internal sealed record GuildSnapshotRow(GuildId Guild, string Session, long Sequence, long Revision, byte[] State, byte[]? Layout, DateTimeOffset SavedAt);

/// <summary>An activation that has been replaced tried to write over its successor.</summary>
public sealed class StaleSnapshotException(GuildId guild) : Exception($"Guild {guild} has a newer snapshot than this one.");

/// <summary>Guilds' snapshots: one row each, written many at once.</summary>
internal sealed class SnapshotStore(Database database, DatabaseWriter writer)
{
    /// <exception cref="StaleSnapshotException">The stored one is newer.</exception>
    public Task Write(GuildSnapshotRow row) => writer.Write(new SnapshotWrite(row));

    public Task<GuildSnapshotRow?> Load(GuildId guild, CancellationToken cancellationToken) => database.Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT session, sequence, revision, state, layout, saved_at FROM guild_snapshots WHERE guild_id = $guild";
        command.Bind("$guild", guild.Key);
        using var reader = command.ExecuteReader();
        return !reader.Read() ? null : new GuildSnapshotRow(
            guild, reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3), reader.IsDBNull(4) ? null : reader.GetFieldValue<byte[]>(4),
            new(DateTime.Parse(reader.GetString(5), CultureInfo.InvariantCulture), TimeSpan.Zero));
    }, cancellationToken);

    private sealed class SnapshotWrite(GuildSnapshotRow row) : DatabaseWrite
    {
        private const string Upsert = """
            INSERT INTO guild_snapshots (guild_id, session, sequence, revision, state, layout, saved_at)
            VALUES ($guild, $session, $sequence, $revision, $state, $layout, $savedAt)
            ON CONFLICT (guild_id) DO UPDATE SET
                session = excluded.session, sequence = excluded.sequence, revision = excluded.revision, state = excluded.state,
                layout = COALESCE(excluded.layout, layout), saved_at = excluded.saved_at
            WHERE excluded.revision >= revision
            """;

        public override void Apply(WriterCommands commands)
        {
            var written = commands[Upsert].Bind("$guild", row.Guild.Key).Bind("$session", row.Session).Bind("$sequence", row.Sequence).Bind("$revision", row.Revision)
                .Bind("$state", row.State).Bind("$layout", row.Layout).Bind("$savedAt", row.SavedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)).ExecuteNonQuery();
            if (written == 0) throw new StaleSnapshotException(row.Guild);
        }
    }
}
