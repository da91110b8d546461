using System.Data.Common;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Guilds;

/// <summary>Guilds' counts by hour. Values are absolute and only grow, so writing an hour again, or an older form of it, does no harm.</summary>
internal sealed class HourlyMetricsStore(Database database, DatabaseWriter writer)
{
    private const string Values = """
        messages, violations, layer_1, layer_2, layer_3, severity_low, severity_medium, severity_high, deletes, warns, timeouts, kicks, bans
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
        for (var kind = ActionKind.Delete; kind <= ActionKind.Ban; kind++) tally.ByAction[(int)kind] = row.GetInt32(8 + (int)kind);
        return tally;
    }

    private sealed class TallyWrite(GuildId guild, HourTally tally) : DatabaseWrite
    {
        private static readonly string Upsert = $"""
            INSERT INTO metrics_hourly (guild_id, hour, {Values})
            VALUES (@guild, @hour, @messages, @violations, @layer1, @layer2, @layer3, @low, @medium, @high, @deletes, @warns, @timeouts, @kicks, @bans)
            ON CONFLICT (guild_id, hour) DO UPDATE SET {string.Join(", ", Values.Split(", ").Select(Larger))}
            """;

        public override Exception? Apply(DatabaseSession session)
        {
            session[Upsert].Bind("@guild", guild.Key).Bind("@hour", Columns.Hour(tally.StartsAt)).Bind("@messages", tally.Messages).Bind("@violations", tally.Violations)
                .Bind("@layer1", tally.ByLayer[1]).Bind("@layer2", tally.ByLayer[2]).Bind("@layer3", tally.ByLayer[3])
                .Bind("@low", tally.BySeverity[0]).Bind("@medium", tally.BySeverity[1]).Bind("@high", tally.BySeverity[2])
                .Bind("@deletes", tally.ByAction[(int)ActionKind.Delete]).Bind("@warns", tally.ByAction[(int)ActionKind.Warn])
                .Bind("@timeouts", tally.ByAction[(int)ActionKind.Timeout]).Bind("@kicks", tally.ByAction[(int)ActionKind.Kick])
                .Bind("@bans", tally.ByAction[(int)ActionKind.Ban]).Run();
            return null;
        }

        private static string Larger(string column) =>
            $"{column} = CASE WHEN excluded.{column} > metrics_hourly.{column} THEN excluded.{column} ELSE metrics_hourly.{column} END";
    }
}
