using Murdoch.TestCluster.Chaos;

namespace Murdoch.Benchmarks.Chaos;

internal static class ChaosReport
{
    public static void Print(ChaosResult result, TextWriter to)
    {
        var audit = result.Audit;
        to.WriteLine(FormattableString.Invariant($"sent {audit.Sent:N0}, counted {audit.Counted:N0}; forbidden {audit.Violating:N0}, deleted {audit.Deleted:N0}, recorded {audit.Recorded:N0}"));
        to.WriteLine(FormattableString.Invariant($"quiet after {result.Settled.TotalSeconds:0.0} s; deletions asked for again after a crash: {audit.AskedAgain:N0}"));
        foreach (var fault in audit.Faults)
        {
            to.WriteLine(FormattableString.Invariant($"  {fault.Name,-32} {fault.Value,6:N0}"));
            foreach (var example in fault.Examples) to.WriteLine($"      {example}");
        }
        Print("kill to RESUME", result.Recoveries.Select(recovery => recovery.Connected), to);
        Print("kill to the first deletion", result.Recoveries.Select(recovery => recovery.Acted), to);
        foreach (var recovery in result.Recoveries)
            to.WriteLine(FormattableString.Invariant($"    silo {recovery.Silo} shard {recovery.Shard}: connected {recovery.Connected?.TotalSeconds:0.0} s, acted {recovery.Acted?.TotalSeconds:0.0} s"));
    }

    private static void Print(string name, IEnumerable<TimeSpan?> times, TextWriter to)
    {
        var seconds = times.Select(time => time?.TotalSeconds ?? double.PositiveInfinity).Order().ToArray();
        if (seconds.Length > 0) to.WriteLine(FormattableString.Invariant($"  {name,-32} p50 {seconds[(seconds.Length - 1) / 2]:0.0} s, max {seconds[^1]:0.0} s of {seconds.Length} shards"));
    }
}
