using System.CommandLine;

namespace Murdoch.Benchmarks.Guilds;

/// <summary>What a guild costs that is known and asleep, what it costs awake, and what waking it takes: with PostgreSQL, as a shard's events do it.</summary>
internal static class GuildsCommand
{
    /// <summary>After a minute without messages a guild forgets what it has counted of them.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(65);
    private const int TargetPerSecond = 5_000;
    private const double TargetBytes = 6 * 1024;

    public static Command Create()
    {
        var known = new Option<int>("--known") { Description = "Guilds in the database", DefaultValueFactory = _ => 100_000 };
        var active = new Option<int>("--active") { Description = "Guilds of them that are awake at once", DefaultValueFactory = _ => 10_000 };
        var messages = new Option<int>("--messages") { Description = "Messages that each guild has counted, spread over a day", DefaultValueFactory = _ => 20 };
        var rounds = new Option<int>("--rounds") { Description = "How often other guilds are woken", DefaultValueFactory = _ => 5 };
        var command = new Command("guilds", "Memory of a guild that is known and of one that is awake, and how fast guilds wake up from PostgreSQL") { known, active, messages, rounds };
        command.SetAction(async parsed =>
        {
            var (all, awake) = (parsed.GetValue(known), parsed.GetValue(active));
            await using var silo = await GuildSilo.Start(Console.WriteLine);
            await Run(silo, all, Math.Min(awake, all), parsed.GetValue(messages), parsed.GetValue(rounds));
        });
        return command;
    }

    private static async Task Run(GuildSilo silo, int known, int active, int messages, int rounds)
    {
        // One portion beforehand, so that what every silo has once is not counted as that of the guilds.
        await silo.MakeKnown(Math.Min(1_000, known), messages);
        var empty = Memory.Now();
        await silo.MakeKnown(known, messages);
        var asleep = Memory.Now();
        Print("bytes of a guild that is only known", (asleep - empty) / known, 0);
        var speeds = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var woken = await silo.Wake(round * active, active);
            speeds.Add(woken.Guilds / woken.Cpu.TotalSeconds);
            Console.WriteLine(FormattableString.Invariant(
                $"  {woken.Guilds:N0} guilds in {woken.Elapsed.TotalSeconds:0.00} s, silo {woken.Cpu.TotalSeconds:0.00} s CPU, PostgreSQL {woken.ServerCpu.TotalSeconds:0.00} s CPU: {woken.Guilds / woken.Elapsed.TotalSeconds:N0} guilds/s, {speeds[^1]:N0} guilds per CPU second"));
            await silo.Checkpoint();
            if (round == rounds - 1)
            {
                await Task.Delay(Quiet);
                Print("bytes of a guild that is awake and idle", (Memory.Now() - asleep) / active, TargetBytes);
            }
            await silo.Sleep();
        }
        speeds.Sort();
        Console.WriteLine(FormattableString.Invariant($"guilds woken per second and core: median {speeds[speeds.Count / 2]:N0}, best {speeds[^1]:N0} (target at least {TargetPerSecond:N0})"));
    }

    private static void Print(string name, Memory each, double target) =>
        Console.WriteLine(FormattableString.Invariant($"{name}: {each.Heap:N0} on the heap, {each.Resident:N0} resident (target {(target == 0 ? "about 0" : $"at most {target:N0}")})"));
}
