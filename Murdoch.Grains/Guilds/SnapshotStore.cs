using System.Data.Common;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Storage;
using Murdoch.Grains.Storage.Postgres;

namespace Murdoch.Grains.Guilds;

/// <summary>One guild's snapshot as a row.</summary>
/// <param name="Revision">Grows with every snapshot of a guild, those that failed included.</param>
/// <param name="Layout">Null when it has not changed since the stored one.</param>
internal sealed record GuildSnapshotRow(GuildId Guild, string Session, long Sequence, long Revision, byte[] State, byte[]? Layout, DateTimeOffset SavedAt);

/// <summary>An activation that has been replaced tried to write over its successor. It has to go: what it knows comes back by replay.</summary>
public sealed class StaleSnapshotException(GuildId guild) : Exception($"Guild {guild} has a newer snapshot than this one.");

/// <summary>Guilds' snapshots: one row each, written many at once.</summary>
internal sealed class SnapshotStore
{
    private const string Select = "SELECT guild_id, session, sequence, revision, state, layout, saved_at FROM guild_snapshots WHERE guild_id = @guild";

    // Each guild by the index, whatever the server believed of the table when it made its plan.
    private const string SelectAll = """
        SELECT stored.* FROM unnest(@guilds) AS asked (guild),
        LATERAL (SELECT guild_id, session, sequence, revision, state, layout, saved_at FROM guild_snapshots WHERE guild_id = asked.guild LIMIT 1) AS stored
        """;
    private readonly Database _database;
    private readonly DatabaseWriter _writer;
    private readonly GroupedReads<GuildId, GuildSnapshotRow> _loads;

    public SnapshotStore(Database database, DatabaseWriter writer, IOptions<DatabaseOptions> options)
    {
        (_database, _writer) = (database, writer);
        _loads = new(LoadMany, options.Value.QuickReaders, options.Value.ReadRows);
    }

    /// <exception cref="StaleSnapshotException">The stored one is of the same revision, therefore of another activation, or newer.</exception>
    public Task Write(GuildSnapshotRow row) => _writer.Write(new SnapshotWrite(row));

    /// <returns>Null when the guild has none.</returns>
    public Task<GuildSnapshotRow?> Load(GuildId guild, CancellationToken cancellationToken) => _loads.Read(guild).WaitAsync(cancellationToken);

    private Task<Dictionary<GuildId, GuildSnapshotRow>> LoadMany(GuildId[] guilds) => _database.Read(session =>
    {
        var rows = _database.TakesArrays
            ? session[SelectAll].BindAll("@guilds", guilds, guild => guild.Key).Query(Read)
            : [.. guilds.SelectMany(guild => session[Select].Bind("@guild", guild.Key).Query(Read))];
        return rows.ToDictionary(row => row.Guild);
    });

    private static GuildSnapshotRow Read(DbDataReader row) => new(
        GuildId.FromKey(row.GetInt64(0)), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetFieldValue<byte[]>(4), row.GetBytes(5), row.GetTimestamp(6));

    private sealed class SnapshotWrite(GuildSnapshotRow row) : DatabaseWrite
    {
        private const string OnConflict = """
            ON CONFLICT (guild_id) DO UPDATE SET
                session = excluded.session, sequence = excluded.sequence, revision = excluded.revision, state = excluded.state,
                layout = COALESCE(excluded.layout, guild_snapshots.layout), saved_at = excluded.saved_at
            WHERE excluded.revision > guild_snapshots.revision
            """;

        private const string Upsert = $"""
            INSERT INTO guild_snapshots (guild_id, session, sequence, revision, state, layout, saved_at)
            VALUES (@guild, @session, @sequence, @revision, @state, @layout, @savedAt)
            {OnConflict}
            """;

        private const string UpsertAll = $"""
            INSERT INTO guild_snapshots (guild_id, session, sequence, revision, state, layout, saved_at)
            SELECT * FROM unnest(@guild, @session, @sequence, @revision, @state, @layout, @savedAt)
            {OnConflict} RETURNING guild_id
            """;

        private readonly GuildSnapshotRow _row = row;

        public override Exception? Apply(DatabaseSession session)
        {
            var written = session[Upsert].Bind("@guild", _row.Guild.Key).Bind("@session", _row.Session).Bind("@sequence", _row.Sequence).Bind("@revision", _row.Revision)
                .Bind("@state", _row.State).Bind("@layout", _row.Layout).Bind("@savedAt", Columns.Timestamp(_row.SavedAt)).Run();
            return written == 1 ? null : new StaleSnapshotException(_row.Guild);
        }

        public override void ApplyMany(DatabaseSession session, IReadOnlyList<DatabaseWrite> writes, Dictionary<DatabaseWrite, Exception> refused)
        {
            foreach (var wave in Waves.Of(writes.Cast<SnapshotWrite>(), write => write._row.Guild))
            {
                wave.Sort((one, other) => one._row.Guild.Key.CompareTo(other._row.Guild.Key));
                var written = session[UpsertAll].BindAll("@guild", wave, write => write._row.Guild.Key).BindAll("@session", wave, write => write._row.Session)
                    .BindAll("@sequence", wave, write => write._row.Sequence).BindAll("@revision", wave, write => write._row.Revision)
                    .BindAll("@state", wave, write => write._row.State).BindAll("@layout", wave, write => write._row.Layout)
                    .BindAll("@savedAt", wave, write => Columns.Timestamp(write._row.SavedAt)).Query(row => row.GetInt64(0)).ToHashSet();
                foreach (var write in wave.Where(write => !written.Contains(write._row.Guild.Key))) refused[write] = new StaleSnapshotException(write._row.Guild);
            }
        }
    }
}
