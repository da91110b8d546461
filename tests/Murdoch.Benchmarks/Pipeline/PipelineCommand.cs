using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Murdoch.Benchmarks.Processes;

namespace Murdoch.Benchmarks.Pipeline;

/// <summary>Socket to verdict to deletion: the firehose of a simulator in its own process against Murdoch in its own, and against a discord.js bot.</summary>
internal static class PipelineCommand
{
    private const int Members = 100;
    private const double Violating = 0.01;
    private const int ShardsPerSilo = 2;
    /// <summary>How long nothing is sent, to see what processes take that only wait.</summary>
    private static readonly TimeSpan Waiting = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(20);

    public static Command Create()
    {
        var messages = new Option<int>("--messages") { Description = "Messages that are measured", DefaultValueFactory = _ => 200_000 };
        var guilds = new Option<int>("--guilds") { Description = "Guilds that get them", DefaultValueFactory = _ => 1_000 };
        var rate = new Option<double>("--rate") { Description = "Messages per second; 0 is as fast as the socket takes them" };
        var plain = new Option<bool>("--plain") { Description = "Without zlib-stream" };
        var alone = new Option<bool>("--alone") { Description = "Without the discord.js bot" };
        var silos = new Option<int>("--silos") { Description = "Murdoch as a cluster of so many silos on PostgreSQL and Redis, beside one silo", DefaultValueFactory = _ => 1 };
        var command = new Command("pipeline", "CPU, memory and latency per message, of the whole way") { messages, guilds, rate, plain, alone, silos };
        command.SetAction(async parsed =>
        {
            var (count, guildCount, pace) = (parsed.GetValue(messages), parsed.GetValue(guilds), parsed.GetValue(rate));
            var (compress, cluster) = (!parsed.GetValue(plain), parsed.GetValue(silos));
            var ours = await Run("Murdoch", async discord => await Bot.Murdoch(discord, compress), count, guildCount, pace);
            if (cluster > 1)
            {
                // A shard at least for each silo, and as many for each.
                var shards = cluster * ShardsPerSilo;
                var theirs = await Run($"Murdoch, {cluster} silos", async discord => await Bot.Murdoch(discord, compress, cluster, shards), count, guildCount, pace, shards, cluster);
                if (ours > 0) Console.WriteLine(FormattableString.Invariant($"{cluster} silos take {theirs / ours:0.00} times the CPU per message of one."));
                return;
            }
            if (parsed.GetValue(alone)) return;
            var js = await Run("discord.js", Bot.DiscordJs, Math.Min(count, 50_000), guildCount, pace);
            if (ours > 0 && js > 0) Console.WriteLine(FormattableString.Invariant($"discord.js takes {js / ours:0.0} times the CPU per message."));
        });
        return command;
    }

    /// <returns>Microseconds of CPU per message; 0 when the bot could not be started.</returns>
    private static async Task<double> Run(string name, Func<Uri, Task<Bot?>> start, int messages, int guilds, double rate, int shards = 1, int silos = 1)
    {
        await using var load = await Load.Start(guilds, Members, rateLimits: 0, shards: shards);
        await using var bot = await start(load.Origin);
        if (bot is null)
        {
            Console.WriteLine($"{name}: cannot be started here (node and npm are needed).");
            return 0;
        }
        var idle = await bot.Measure();
        // The runtime compiles hot code anew while it runs; what is measured is the state after that.
        await load.Fire(Math.Max(messages / 2, 20_000) * silos, guilds, Violating, 0, Settle);
        await Task.Delay(TimeSpan.FromSeconds(2));
        var quiet = await bot.Measure();
        await Task.Delay(Waiting);
        var before = await bot.Measure();
        var waiting = (before.Cpu - quiet.Cpu) / Waiting;
        var started = Stopwatch.GetTimestamp();
        var report = await load.Fire(messages, guilds, Violating, rate, Settle);
        var after = await bot.Measure();
        // What a process takes that only waits is no message's: three of them wait three times.
        var cpu = (after.Cpu - before.Cpu - (waiting * Stopwatch.GetElapsedTime(started))).TotalMicroseconds / messages;
        Console.WriteLine(FormattableString.Invariant($"{name}: {messages:N0} messages over {guilds:N0} guilds, {Get(report, "messagesPerSecond"):N0} messages/s"));
        Console.WriteLine(FormattableString.Invariant($"  CPU per message        {cpu:0.00} us, without the {waiting:P1} of a core that the processes take while they wait"));
        if (after.Allocated > 0) Console.WriteLine(FormattableString.Invariant($"  allocated per message  {(after.Allocated - before.Allocated) / (double)messages:0} B"));
        if (after.Messages > 0) Console.WriteLine(FormattableString.Invariant($"  judged                 {after.Messages - before.Messages:N0}"));
        Console.WriteLine(FormattableString.Invariant($"  resident               {idle.ResidentBytes / 1048576.0:0} MiB idle, {after.ResidentBytes / 1048576.0:0} MiB under load"));
        Console.WriteLine(FormattableString.Invariant($"  violating / deleted    {Get(report, "violatingSent"):N0} / {Get(report, "violatingDeleted"):N0}, benign deleted {Get(report, "benignDeleted"):N0}, twice {Get(report, "duplicateDeletes"):N0}, missing {Get(report, "missing"):N0}"));
        Console.WriteLine(FormattableString.Invariant($"  message -> DELETE      p50 {Get(report, "p50"):0.00} ms, p90 {Get(report, "p90"):0.00} ms, p99 {Get(report, "p99"):0.00} ms, max {Get(report, "max"):0.00} ms"));
        return cpu;
    }

    private static double Get(JsonElement report, string name) => report.GetProperty(name).GetDouble();
}
