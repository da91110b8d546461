using System.Globalization;

namespace Murdoch.Benchmarks.Processes;

/// <summary>Reads sums from a Prometheus page.</summary>
internal static class Scrape
{
    /// <summary>The sum over all label sets of one metric; 0 when it is not there.</summary>
    public static double Sum(string page, string metric) => page.Split('\n')
        .Where(line => line.StartsWith(metric + " ", StringComparison.Ordinal) || line.StartsWith(metric + "{", StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
}
