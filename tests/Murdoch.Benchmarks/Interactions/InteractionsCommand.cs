using System.CommandLine;
using System.Diagnostics;
using Murdoch.Benchmarks.Processes;

namespace Murdoch.Benchmarks.Interactions;

/// <summary>How soon a moderator is answered while the same guild chats: from the client's press to the bot's first answer, both as the simulator sees them, and the way to it.</summary>
internal static class InteractionsCommand
{
    private const int Members = 200;
    private const double Violating = 0.01;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(20);

    public static Command Create()
    {
        var rate = new Option<double>("--rate") { Description = "Messages per second in the guild", DefaultValueFactory = _ => 300 };
        var seconds = new Option<int>("--seconds") { Description = "For how long", DefaultValueFactory = _ => 60 };
        var presses = new Option<double>("--presses") { Description = "Interactions per second", DefaultValueFactory = _ => 10 };
        var command = new Command("interactions", "How soon moderators are answered in a busy guild") { rate, seconds, presses };
        command.SetAction(parsed => Run(parsed.GetValue(rate), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(presses)));
        return command;
    }

    private static async Task Run(double rate, TimeSpan length, double presses)
    {
        await using var load = await Load.Start(1, Members, rateLimits: 0);
        await using var bot = await Bot.Murdoch(load.Origin, compress: true);
        var guild = (await load.Get("guilds"))[0];
        var (id, owner, self) = (guild.GetProperty("id").GetString()!, guild.GetProperty("owner").GetString()!, guild.GetProperty("bot").GetString()!);
        var whole = await load.Get($"guilds/{id}");
        var channel = whole.GetProperty("channels")[0].GetString()!;
        string[] members = [.. whole.GetProperty("members").EnumerateArray().Select(member => member.GetString()!).Where(member => member != owner && member != self)];
        await Registered(load, id, channel, owner);
        await load.Fire(2_000, 1, Violating, rate, Settle);
        var firehose = load.Fire((int)(rate * length.TotalSeconds), 1, Violating, rate, Settle);
        List<Task<Press>> pressed = [];
        var started = Stopwatch.GetTimestamp();
        for (var number = 0; Stopwatch.GetElapsedTime(started) < length; number++)
        {
            pressed.Add(Send(load, id, channel, owner, members, number));
            var next = TimeSpan.FromSeconds((number + 1) / presses) - Stopwatch.GetElapsedTime(started);
            if (next > TimeSpan.Zero) await Task.Delay(next);
        }
        var all = await Task.WhenAll(pressed);
        await firehose;
        Print("all", all);
        foreach (var kind in all.GroupBy(press => press.Kind)) Print(kind.Key, [.. kind]);
    }

    private static async Task Registered(Load load, string guild, string channel, string user)
    {
        while (true)
        {
            try
            {
                await load.Post("interactions", new { kind = "command", guild, channel, user, name = "murdoch", options = new[] { new { name = "stats", type = 1 } } });
                return;
            }
            catch (InvalidOperationException) { await Task.Delay(TimeSpan.FromMilliseconds(100)); }
        }
    }

    private static async Task<Press> Send(Load load, string guild, string channel, string user, string[] members, int number)
    {
        var member = new { name = "user", type = 6, value = members[number % members.Length] };
        var (kind, name, options) = (number % 4) switch
        {
            0 => ("murdoch stats", "murdoch", (object[])[new { name = "stats", type = 1 }]),
            1 => ("murdoch warnings", "murdoch", [new { name = "warnings", type = 1, options = new[] { member } }]),
            2 => ("murdoch config", "murdoch", [new { name = "config", type = 1 }]),
            _ => ("timeout", "timeout", [member, new { name = "duration", type = 3, value = "1m" }]),
        };
        var sent = Stopwatch.GetTimestamp();
        var answer = await load.Post("interactions", new { kind = "command", guild, channel, user, name, options, wait_ms = 10_000 });
        return new(kind, Stopwatch.GetElapsedTime(sent), answer.GetProperty("answered").GetBoolean() ? answer.GetProperty("type").GetInt32() : 0);
    }

    private static void Print(string kind, Press[] presses)
    {
        var sorted = presses.Select(press => press.Took.TotalMilliseconds).Order().ToArray();
        double At(double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
        Console.WriteLine(FormattableString.Invariant(
            $"{kind,-18} {presses.Length,5} answered in p50 {At(0.5):0.0} ms, p99 {At(0.99):0.0} ms, max {sorted[^1]:0.0} ms; {presses.Count(press => press.Type == 5)} deferred, {presses.Count(press => press.Type == 0)} not answered"));
    }

    private sealed record Press(string Kind, TimeSpan Took, int Type);
}
