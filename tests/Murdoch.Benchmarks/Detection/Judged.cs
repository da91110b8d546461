using Murdoch.Grains.Analysis;
using Murdoch.Grains.Analysis.Training;

namespace Murdoch.Benchmarks.Detection;

/// <summary>A row and what was decided about it.</summary>
internal sealed record Judged(LabelledText Row, TextDecision Decision)
{
    public static double Flagged(IEnumerable<Judged> rows)
    {
        var all = rows.ToArray();
        return all.Length == 0 ? double.NaN : (double)all.Count(row => row.Decision.Flagged) / all.Length;
    }

    public static Confusion Count(IEnumerable<Judged> rows, Func<LabelledText, bool> isPositive) =>
        Confusion.Count(rows.Select(row => (row.Decision.Flagged ? 1f : 0f, isPositive(row.Row))), 0.5f);

    public static double Area(IEnumerable<Judged> rows, Func<LabelledText, bool> isPositive) =>
        Measures.AreaUnderCurve(rows.Select(row => ((float)row.Decision.Score, isPositive(row.Row))));

    /// <summary>The score that no more than so many of a thousand reach.</summary>
    public static float Limit(IEnumerable<Judged> rows, double perThousand) => Calibrator.Threshold(rows.Select(row => (float)row.Decision.Score), perThousand);
}
