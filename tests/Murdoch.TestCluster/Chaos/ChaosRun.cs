using System.Collections.Concurrent;
using System.Diagnostics;
using Murdoch.TestCluster.Load;

namespace Murdoch.TestCluster.Chaos;

/// <summary>A cluster under steady load that is treated badly by a schedule, and what came of it.</summary>
public sealed class ChaosRun(ChaosOptions options, Cluster cluster, Action<string> tell)
{
    /// <summary>How long after a kill the broken sockets are looked for.</summary>
    private static readonly TimeSpan SocketsBreak = TimeSpan.FromMilliseconds(300);

    /// <summary>Longer than a checkpoint's interval: what is written late is written by then.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan ZombieEnds = TimeSpan.FromSeconds(20);

    /// <summary>One that never came back.</summary>
    private const int UnknownShard = -1;
    private readonly ConcurrentDictionary<string, int> _shardOfSession = new();
    private readonly ConcurrentBag<LostShard> _lost = [];

    /// <summary>Members that <paramref name="options"/> need per guild: a new offender for each violation, with room for chance.</summary>
    public static int MembersFor(ChaosOptions options) =>
        70 + (int)(2 * options.Rate * options.Length.TotalSeconds * options.ViolatingShare / options.Guilds) + 20;

    public async Task<ChaosResult> Run(CancellationToken cancellationToken)
    {
        var schedule = ChaosSchedule.Plan(options, cluster.Postgres is not null);
        foreach (var planned in schedule) tell(planned.ToString());
        var load = new SteadyLoad(cluster.Discord.World, options.Rate, options.ViolatingShare, options.Seed);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var posting = Task.Run(() => load.Run(over.Token), cancellationToken);
        var watching = WatchSessions(over.Token);
        var happening = new List<Task>();
        foreach (var planned in schedule)
        {
            await Until(started, planned.At, cancellationToken);
            tell($"  now {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s: {planned.Kind}");
            happening.Add(Happen(planned, cancellationToken));
        }
        await Until(started, options.Length, cancellationToken);
        await over.CancelAsync();
        await Task.WhenAll([posting, watching, .. happening]);

        var settling = Stopwatch.GetTimestamp();
        Audit? audit = null;
        await Poll.Until(
            async () => (audit = Audit.Of(load.Sent, await Records.Read(cluster, cancellationToken), cluster.Discord)).IsComplete, options.Settle, cancellationToken);
        var settled = Stopwatch.GetElapsedTime(settling);
        // Nothing may come after that either: what is done twice is often done late.
        await Task.Delay(Quiet, cancellationToken);
        audit = Audit.Of(load.Sent, await Records.Read(cluster, cancellationToken), cluster.Discord);
        return new(schedule, audit, [.. _lost.Select(lost => Recovery.Of(lost, cluster, load.Sent, _shardOfSession)).OrderBy(recovery => recovery.KilledAt)], settled);
    }

    private async Task Happen(ChaosEvent planned, CancellationToken cancellationToken)
    {
        switch (planned.Kind)
        {
            case ChaosKind.KillSilo:
                await Kill(planned, cancellationToken);
                break;
            case ChaosKind.PauseSilo when cluster.Silos[planned.Silo] is { } silo:
                silo.Process.Pause();
                await Task.Delay(planned.Length, cancellationToken);
                if (!silo.Process.HasExited) silo.Process.Resume();
                break;
            case ChaosKind.HangSilo:
                await Hang(planned, cancellationToken);
                break;
            case ChaosKind.DropSockets:
                cluster.Discord.Faults.KillSockets();
                break;
            case ChaosKind.Reconnect:
                cluster.Discord.Faults.Reconnect();
                break;
            case ChaosKind.LoseSessions:
                cluster.Discord.Faults.InvalidateSessions(resumable: false);
                break;
            case ChaosKind.RestartRedis when cluster.Redis is { } redis:
                await redis.Stop(kill: true);
                await Task.Delay(planned.Length, cancellationToken);
                await redis.Start();
                break;
            case ChaosKind.PausePostgres when cluster.Postgres is { } postgres:
                postgres.Pause();
                await Task.Delay(planned.Length, cancellationToken);
                postgres.Resume();
                break;
        }
    }

    private async Task Kill(ChaosEvent planned, CancellationToken cancellationToken)
    {
        // What is connected through the silo is known by which sockets its death breaks.
        var before = cluster.ConnectedShards();
        var (at, number) = (DateTimeOffset.UtcNow, cluster.Discord.Journal.Last);
        await cluster.Kill(planned.Silo);
        await Task.Delay(SocketsBreak, cancellationToken);
        foreach (var shard in before.Except(cluster.ConnectedShards())) _lost.Add(new(planned.Silo, shard, at, number));
        await Task.Delay(planned.Length, cancellationToken);
        cluster.Launch(planned.Silo);
    }

    private async Task Hang(ChaosEvent planned, CancellationToken cancellationToken)
    {
        var held = await cluster.ShardsOn(planned.Silo, cancellationToken);
        var (at, number) = (DateTimeOffset.UtcNow, cluster.Discord.Journal.Last);
        cluster.Silos[planned.Silo]!.Process.Pause();
        await Task.Delay(planned.Length, cancellationToken);
        // Its sockets stay open, so what it held is known by who resumed elsewhere without having been disconnected before.
        var resumed = cluster.Discord.Journal.Since(number).Where(entry => entry is { Kind: "gateway", What: "resumed" or "disconnected", Session: not null })
            .DistinctBy(entry => entry.Session).Where(entry => entry.What == "resumed").Select(entry => _shardOfSession.GetValueOrDefault(entry.Session!, UnknownShard)).ToList();
        while (resumed.Count < held) resumed.Add(UnknownShard);
        foreach (var shard in resumed) _lost.Add(new(planned.Silo, shard, at, number));
        tell($"  silo {planned.Silo} wakes up");
        var woken = Stopwatch.GetTimestamp();
        cluster.Silos[planned.Silo]!.Process.Resume();
        if (!await Poll.Until(() => cluster.Silos[planned.Silo]!.Process.HasExited, ZombieEnds, cancellationToken)) tell($"  silo {planned.Silo} does not notice that it was declared dead");
        else tell(FormattableString.Invariant($"  silo {planned.Silo} ended {Stopwatch.GetElapsedTime(woken).TotalSeconds:0.0} s after it woke up"));
        await cluster.Kill(planned.Silo);
        cluster.Launch(planned.Silo);
    }

    private async Task WatchSessions(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var session in cluster.Discord.Gateway.Sessions) _shardOfSession[session.Id] = session.Shard;
            await Task.Delay(SocketsBreak, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task Until(long started, TimeSpan at, CancellationToken cancellationToken)
    {
        var wait = at - Stopwatch.GetElapsedTime(started);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, cancellationToken);
    }
}

/// <param name="Settled">From the last message until everything was done, or the patience was over.</param>
public sealed record ChaosResult(IReadOnlyList<ChaosEvent> Schedule, Audit Audit, IReadOnlyList<Recovery> Recoveries, TimeSpan Settled);
