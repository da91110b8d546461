using System.Data.Common;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Storage;
using Murdoch.Grains.Storage.Postgres;

namespace Murdoch.Grains.Guilds;

/// <summary>Guilds' counts by hour. Values are absolute and only grow, so writing an hour again, or an older form of it, does no harm.</summary>
internal sealed class HourlyMetricsStore(Database database, DatabaseWriter writer)
{
    private const string Values = """
        messages, violations, layer_1, layer_2, layer_3, severity_low, severity_medium, severity_high, deletes, warns, timeouts, kicks, bans, nickname_resets, thread_deletes, thread_renames
        """;

    public Task Write(GuildId guild, HourTally tally) => writer.Write(new TallyWrite(guild, tally));

    /// <returns>The hours that have a row, the oldest first: those that began at <paramref name="from"/> or later and before <paramref name="to"/>.</returns>
    public Task<HourTally[]> Get(GuildId guild, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken = default) => database.ReadLagging(session =>
        session[$"SELECT hour, {Values} FROM metrics_hourly WHERE guild_id = @guild AND hour >= @from AND hour < @to ORDER BY hour"]
            .Bind("@guild", guild.Key).Bind("@from", Columns.HourOnOrAfter(from)).Bind("@to", Columns.HourOnOrAfter(to)).Query(Read).ToArray(), cancellationToken);

    private static HourTally Read(DbDataReader row)
    {
        var tally = new HourTally(row.GetTimestamp(0).UtcTicks / TimeSpan.TicksPerHour) { Messages = row.GetInt32(1), Violations = row.GetInt32(2), IsChanged = false };
        for (var layer = 1; layer <= 3; layer++) tally.ByLayer[layer] = row.GetInt32(2 + layer);
        for (var level = 0; level < 3; level++) tally.BySeverity[level] = row.GetInt32(6 + level);
        for (var kind = ActionKind.Delete; kind <= ActionKind.RenameThread; kind++) tally.ByAction[(int)kind] = row.GetInt32(8 + (int)kind);
        return tally;
    }

    private sealed class TallyWrite(GuildId guild, HourTally tally) : DatabaseWrite
    {
        private static readonly string OnConflict = $"ON CONFLICT (guild_id, hour) DO UPDATE SET {string.Join(", ", Values.Split(", ").Select(Larger))}";

        private static readonly string Upsert = $"""
            INSERT INTO metrics_hourly (guild_id, hour, {Values})
            VALUES (@guild, @hour, @messages, @violations, @layer1, @layer2, @layer3, @low, @medium, @high, @deletes, @warns, @timeouts, @kicks, @bans, @nicknames, @threads, @threadNames)
            {OnConflict}
            """;

        private static readonly string UpsertAll = $"""
            INSERT INTO metrics_hourly (guild_id, hour, {Values})
            SELECT * FROM unnest(@guild, @hour, @messages, @violations, @layer1, @layer2, @layer3, @low, @medium, @high, @deletes, @warns, @timeouts, @kicks, @bans, @nicknames, @threads, @threadNames)
            {OnConflict}
            """;

        private readonly GuildId _guild = guild;
        private readonly HourTally _tally = tally;

        public override Exception? Apply(DatabaseSession session)
        {
            session[Upsert].Bind("@guild", _guild.Key).Bind("@hour", Columns.Hour(_tally.StartsAt)).Bind("@messages", _tally.Messages).Bind("@violations", _tally.Violations)
                .Bind("@layer1", _tally.ByLayer[1]).Bind("@layer2", _tally.ByLayer[2]).Bind("@layer3", _tally.ByLayer[3])
                .Bind("@low", _tally.BySeverity[0]).Bind("@medium", _tally.BySeverity[1]).Bind("@high", _tally.BySeverity[2])
                .Bind("@deletes", Acted(ActionKind.Delete)).Bind("@warns", Acted(ActionKind.Warn)).Bind("@timeouts", Acted(ActionKind.Timeout))
                .Bind("@kicks", Acted(ActionKind.Kick)).Bind("@bans", Acted(ActionKind.Ban))
                .Bind("@nicknames", Acted(ActionKind.ResetNickname)).Bind("@threads", Acted(ActionKind.DeleteThread)).Bind("@threadNames", Acted(ActionKind.RenameThread)).Run();
            return null;
        }

        public override void ApplyMany(DatabaseSession session, IReadOnlyList<DatabaseWrite> writes, Dictionary<DatabaseWrite, Exception> refused)
        {
            foreach (var wave in Waves.Of(writes.Cast<TallyWrite>(), write => (write._guild, write._tally.StartsAt)))
            {
                wave.Sort((one, other) => (one._guild.Key, one._tally.StartsAt).CompareTo((other._guild.Key, other._tally.StartsAt)));
                session[UpsertAll].BindAll("@guild", wave, row => row._guild.Key).BindAll("@hour", wave, row => Columns.Hour(row._tally.StartsAt))
                    .BindAll("@messages", wave, row => row._tally.Messages).BindAll("@violations", wave, row => row._tally.Violations)
                    .BindAll("@layer1", wave, row => row._tally.ByLayer[1]).BindAll("@layer2", wave, row => row._tally.ByLayer[2]).BindAll("@layer3", wave, row => row._tally.ByLayer[3])
                    .BindAll("@low", wave, row => row._tally.BySeverity[0]).BindAll("@medium", wave, row => row._tally.BySeverity[1]).BindAll("@high", wave, row => row._tally.BySeverity[2])
                    .BindAll("@deletes", wave, row => row.Acted(ActionKind.Delete)).BindAll("@warns", wave, row => row.Acted(ActionKind.Warn))
                    .BindAll("@timeouts", wave, row => row.Acted(ActionKind.Timeout)).BindAll("@kicks", wave, row => row.Acted(ActionKind.Kick))
                    .BindAll("@bans", wave, row => row.Acted(ActionKind.Ban)).BindAll("@nicknames", wave, row => row.Acted(ActionKind.ResetNickname))
                    .BindAll("@threads", wave, row => row.Acted(ActionKind.DeleteThread)).BindAll("@threadNames", wave, row => row.Acted(ActionKind.RenameThread)).Run();
            }
        }

        private int Acted(ActionKind kind) => _tally.Acted(kind);

        private static string Larger(string column) =>
            $"{column} = CASE WHEN excluded.{column} > metrics_hourly.{column} THEN excluded.{column} ELSE metrics_hourly.{column} END";
    }
}
