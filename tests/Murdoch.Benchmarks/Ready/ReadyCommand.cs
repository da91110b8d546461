using System.CommandLine;
using Murdoch.Benchmarks.Processes;

namespace Murdoch.Benchmarks.Ready;

/// <summary>How long a start takes once Discord has said READY, and what the guilds that come then keep in memory.</summary>
internal static class ReadyCommand
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(15);

    public static Command Create()
    {
        var guilds = new Option<int>("--guilds") { Description = "Guilds that the bot is in", DefaultValueFactory = _ => 1_000 };
        var members = new Option<int>("--members") { Description = "Members of each guild", DefaultValueFactory = _ => 100 };
        var runs = new Option<int>("--runs") { Description = "Starts that are measured", DefaultValueFactory = _ => 3 };
        var command = new Command("ready", "From READY until every guild is moderated, and the memory that takes") { guilds, members, runs };
        command.SetAction(async parsed =>
        {
            var (count, size) = (parsed.GetValue(guilds), parsed.GetValue(members));
            for (var run = 0; run < parsed.GetValue(runs); run++)
            {
                var without = await Start(1, size);
                var with = await Start(count, size);
                Console.WriteLine(FormattableString.Invariant($"{count:N0} guilds of {size:N0} members: handled {with.Seconds * 1000:0} ms after READY, {(with.Resident - without.Resident) / 1048576.0:0.0} MiB resident more than with one"));
            }
        });
        return command;
    }

    private static async Task<(double Seconds, long Resident)> Start(int guilds, int members)
    {
        await using var load = await Load.Start(guilds, members, rateLimits: 0);
        await using var bot = await Bot.Murdoch(load.Origin, compress: true);
        double seconds;
        while ((seconds = await bot.Metric("gateway_ready_seconds_sum")) <= 0) await Task.Delay(TimeSpan.FromMilliseconds(50));
        // A process gives back what its start took after some quiet.
        await Task.Delay(Settle);
        return (seconds, (await bot.Measure()).ResidentBytes);
    }
}
