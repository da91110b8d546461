using System.Globalization;

namespace Murdoch.TestCluster.Chaos;

public enum ChaosKind
{
    /// <summary>SIGKILL, and the same silo starts again at the end.</summary>
    KillSilo,

    /// <summary>SIGSTOP and SIGCONT: shorter than what the cluster declares a silo dead for.</summary>
    PauseSilo,

    /// <summary>SIGSTOP until long after the cluster has declared it dead, then SIGCONT: it has to end without doing anything more, and starts again.</summary>
    HangSilo,
    DropSockets,
    Reconnect,

    /// <summary>Sessions that cannot be resumed: what is written until the next ones are there has to come from history.</summary>
    LoseSessions,
    RestartRedis,
    PausePostgres,
}

/// <param name="At">Since the start.</param>
/// <param name="Length">Until it is over; zero for what takes no time.</param>
/// <param name="Silo">Which one, where it is about one.</param>
public sealed record ChaosEvent(TimeSpan At, ChaosKind Kind, TimeSpan Length, int Silo)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{At.TotalSeconds,6:0.0} s  {Kind}{(Kind is ChaosKind.KillSilo or ChaosKind.PauseSilo or ChaosKind.HangSilo ? $" {Silo}" : "")}{(Length > TimeSpan.Zero ? $" for {Length.TotalSeconds:0.0} s" : "")}");
}

/// <summary>What happens when: the same for the same options. Never are all silos down at once, unless there is but one.</summary>
public static class ChaosSchedule
{
    private static readonly TimeSpan RedisDown = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PostgresHangs = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SiloPauses = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan SiloHangs = TimeSpan.FromSeconds(35);

    public static IReadOnlyList<ChaosEvent> Plan(ChaosOptions options, bool servers)
    {
        var random = new Random(options.Seed);
        var events = new List<ChaosEvent>();
        ChaosKind[] others = servers
            ? [ChaosKind.RestartRedis, ChaosKind.PausePostgres, ChaosKind.PauseSilo, ChaosKind.DropSockets, ChaosKind.Reconnect, ChaosKind.LoseSessions]
            : [ChaosKind.PauseSilo, ChaosKind.DropSockets, ChaosKind.Reconnect, ChaosKind.LoseSessions];
        random.Shuffle(others);
        var stretch = options.KillEvery;
        // The last stretch leaves time to start again what was killed in it.
        for (var (start, number) = (TimeSpan.Zero, 0); start + stretch <= options.Length; start += stretch, number++)
        {
            var silo = random.Next(options.Silos);
            if (options.Hang)
            {
                events.Add(new(start + (stretch * (0.05 + (random.NextDouble() * 0.1))), ChaosKind.HangSilo, SiloHangs, silo));
                continue;
            }
            var kill = new ChaosEvent(start + (stretch * (0.05 + (random.NextDouble() * 0.35))), ChaosKind.KillSilo, TimeSpan.FromSeconds(2 + (random.NextDouble() * 3)), silo);
            events.Add(kill);
            if (options.OnlyKills) continue;
            var kind = others[number % others.Length];
            // The one that hangs is another than the one that was killed: that one may still be on its way.
            var other = options.Silos == 1 ? silo : (silo + 1 + random.Next(options.Silos - 1)) % options.Silos;
            events.Add(new(start + (stretch * (0.55 + (random.NextDouble() * 0.25))), kind, LengthOf(kind), other));
        }
        return events;
    }

    private static TimeSpan LengthOf(ChaosKind kind) => kind switch
    {
        ChaosKind.RestartRedis => RedisDown,
        ChaosKind.PausePostgres => PostgresHangs,
        ChaosKind.PauseSilo => SiloPauses,
        _ => TimeSpan.Zero,
    };
}
