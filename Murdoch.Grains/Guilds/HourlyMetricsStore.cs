using System.Globalization;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Guilds;

/// <summary>Guilds' counts by hour. Values are absolute, so writing an hour again does no harm.</summary>
internal sealed class HourlyMetricsStore(DatabaseWriter writer)
{
    public Task Write(GuildId guild, HourTally tally) => writer.Write(new TallyWrite(guild, tally));

    private sealed class TallyWrite(GuildId guild, HourTally tally) : DatabaseWrite
    {
        private const string Upsert = """
            INSERT OR REPLACE INTO metrics_hourly (guild_id, hour, messages, violations, layer_1, layer_2, layer_3, severity_low, severity_medium, severity_high,
                                                   deletes, warns, timeouts, kicks, bans)
            VALUES ($guild, $hour, $messages, $violations, $layer1, $layer2, $layer3, $low, $medium, $high, $deletes, $warns, $timeouts, $kicks, $bans)
            """;

        public override void Apply(WriterCommands commands) => commands[Upsert]
            .Bind("$guild", guild.Key).Bind("$hour", tally.StartsAt.UtcDateTime.ToString("yyyy-MM-dd HH:00:00", CultureInfo.InvariantCulture))
            .Bind("$messages", tally.Messages).Bind("$violations", tally.Violations)
            .Bind("$layer1", tally.ByLayer[1]).Bind("$layer2", tally.ByLayer[2]).Bind("$layer3", tally.ByLayer[3])
            .Bind("$low", tally.BySeverity[0]).Bind("$medium", tally.BySeverity[1]).Bind("$high", tally.BySeverity[2])
            .Bind("$deletes", tally.ByAction[(int)ActionKind.Delete]).Bind("$warns", tally.ByAction[(int)ActionKind.Warn])
            .Bind("$timeouts", tally.ByAction[(int)ActionKind.Timeout]).Bind("$kicks", tally.ByAction[(int)ActionKind.Kick])
            .Bind("$bans", tally.ByAction[(int)ActionKind.Ban]).ExecuteNonQuery();
    }
}
