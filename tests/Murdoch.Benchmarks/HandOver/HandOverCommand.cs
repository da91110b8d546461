using System.CommandLine;
using Murdoch.TestCluster;
using Murdoch.TestCluster.Chaos;
using Murdoch.TestCluster.Load;

namespace Murdoch.Benchmarks.HandOver;

/// <summary>For how long a shard gets no events when its silo is told to stop, and when another silo joins and takes it over.</summary>
internal static class HandOverCommand
{
    private const double TargetSeconds = 1;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        var silos = new Option<int>("--silos") { Description = "Silos; the last one leaves and joins again", DefaultValueFactory = _ => 2 };
        var shards = new Option<int>("--shards") { Description = "Shards of all silos together", DefaultValueFactory = _ => 8 };
        var guilds = new Option<int>("--guilds") { Description = "Guilds", DefaultValueFactory = _ => 80 };
        var rate = new Option<double>("--rate") { Description = "Messages per second", DefaultValueFactory = _ => 200 };
        var rounds = new Option<int>("--rounds") { Description = "How often", DefaultValueFactory = _ => 3 };
        var command = new Command("handover", "Time without events of each shard that moves when a silo leaves (SIGTERM) and when it joins; exit code 1 when anything was lost or done twice")
        {
            silos, shards, guilds, rate, rounds,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new ChaosOptions
            {
                Silos = parsed.GetValue(silos),
                Shards = parsed.GetValue(shards),
                Guilds = parsed.GetValue(guilds),
                Rate = parsed.GetValue(rate),
                Length = parsed.GetValue(rounds) * TimeSpan.FromSeconds(60),
            };
            return Run(options, parsed.GetValue(rounds), cancellationToken);
        });
        return command;
    }

    private static async Task<int> Run(ChaosOptions options, int rounds, CancellationToken cancellationToken)
    {
        await using var cluster = await Cluster.Start(new()
        {
            Silos = options.Silos,
            Shards = options.Shards,
            Guilds = options.Guilds,
            Members = ChaosRun.MembersFor(options),
            Settings = [("SHARD_MOVE_SECS", "2")],
        }, cancellationToken);
        var load = new SteadyLoad(cluster.Discord.World, options.Rate, options.ViolatingShare, options.Seed);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var posting = Task.Run(() => load.Run(over.Token), cancellationToken);
        var all = Enumerable.Range(0, options.Silos).ToArray();
        await Spread(cluster, all, cancellationToken);
        var (left, joined) = (new List<Move>(), new List<Move>());
        for (var round = 0; round < rounds; round++)
        {
            left.AddRange(await Move.During(cluster, async () =>
            {
                await cluster.Terminate(all[^1], cancellationToken);
                await Spread(cluster, all[..^1], cancellationToken);
            }));
            joined.AddRange(await Move.During(cluster, async () =>
            {
                await cluster.Launch(all[^1]).Ready(cancellationToken);
                await Spread(cluster, all, cancellationToken);
            }));
        }
        await over.CancelAsync();
        await posting;
        async Task<Audit> Look() => Audit.Of(load.Sent, await Records.Read(cluster, cancellationToken), cluster.Discord);
        await Poll.Until(async () => (await Look()).IsComplete, Patience, cancellationToken);
        var audit = await Look();
        Print("a silo leaves (SIGTERM)", left);
        Print("a silo joins", joined);
        Console.WriteLine(FormattableString.Invariant($"sent {audit.Sent:N0}, counted {audit.Counted:N0}; lost or done twice: {audit.Faults.Sum(fault => fault.Value):N0} (target 0)"));
        if (!audit.IsClean) cluster.Folder.KeepLogs();
        return audit.IsClean ? 0 : 1;
    }

    private static async Task Spread(Cluster cluster, int[] silos, CancellationToken cancellationToken)
    {
        if (!await cluster.ShardsSpread(silos, Patience, cancellationToken)) throw new TimeoutException("The shards were not shared out in time.");
        await Task.Delay(Quiet, cancellationToken);
    }

    private static void Print(string what, List<Move> moves)
    {
        foreach (var move in moves) Console.WriteLine(FormattableString.Invariant($"  {what}: shard {move.Shard} without events for {move.Gap.TotalSeconds:0.00} s"));
        var gaps = moves.Select(move => move.Gap.TotalSeconds).Order().ToArray();
        if (gaps.Length > 0) Console.WriteLine(FormattableString.Invariant($"{what}: p50 {gaps[(gaps.Length - 1) / 2]:0.00} s, max {gaps[^1]:0.00} s of {gaps.Length} shards (target at most {TargetSeconds:0} s)"));
    }
}
