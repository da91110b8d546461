namespace Murdoch.Grains.Analysis.Training;

/// <summary>Counts of right and wrong answers at one threshold.</summary>
internal readonly record struct Confusion(int TruePositives, int FalsePositives, int FalseNegatives, int TrueNegatives)
{
    public int Positives => TruePositives + FalseNegatives;
    public int Negatives => FalsePositives + TrueNegatives;
    public double Precision => Share(TruePositives, TruePositives + FalsePositives);
    public double Recall => Share(TruePositives, Positives);
    public double F1 => Share(2 * TruePositives, (2 * TruePositives) + FalsePositives + FalseNegatives);
    public double FalsePositiveRate => Share(FalsePositives, Negatives);

    /// <summary>Mean F1 of both classes, which the larger class cannot carry alone.</summary>
    public double MeanF1 => (F1 + Share(2 * TrueNegatives, (2 * TrueNegatives) + FalsePositives + FalseNegatives)) / 2;

    public static Confusion Count(IEnumerable<(float Score, bool Positive)> answers, float threshold)
    {
        int tp = 0, fp = 0, fn = 0, tn = 0;
        foreach (var (score, positive) in answers)
        {
            _ = (score >= threshold, positive) switch { (true, true) => tp++, (true, false) => fp++, (false, true) => fn++, _ => tn++ };
        }

        return new(tp, fp, fn, tn);
    }

    private static double Share(int part, int whole) => whole == 0 ? double.NaN : (double)part / whole;
}

internal static class Measures
{
    /// <summary>How far the normal distribution reaches for 95 %.</summary>
    private const double Z = 1.96;

    /// <summary>The chance that a positive text scores above a negative one; ties count half. Not a number when a class is missing.</summary>
    public static double AreaUnderCurve(IEnumerable<(float Score, bool Positive)> answers)
    {
        var sorted = answers.OrderBy(answer => answer.Score).ToArray();
        double below = 0, wins = 0;
        long positives = 0;
        for (var start = 0; start < sorted.Length;)
        {
            var end = start;
            int equalPositives = 0, equalNegatives = 0;
            for (; end < sorted.Length && sorted[end].Score == sorted[start].Score; end++)
            {
                _ = sorted[end].Positive ? equalPositives++ : equalNegatives++;
            }

            wins += equalPositives * (below + (equalNegatives / 2.0));
            below += equalNegatives;
            positives += equalPositives;
            start = end;
        }

        return positives == 0 || below == 0 ? double.NaN : wins / (positives * below);
    }

    /// <summary>95 % interval of a share (Wilson 1927), which stays within 0 and 1 also for no hit at all.</summary>
    public static (double Low, double High) Interval(double share, int count)
    {
        if (count == 0)
        {
            return (0, 1);
        }

        var centre = (share + (Z * Z / (2 * count))) / (1 + (Z * Z / count));
        var reach = Z / (1 + (Z * Z / count)) * Math.Sqrt((share * (1 - share) / count) + (Z * Z / (4.0 * count * count)));
        return (Math.Max(0, centre - reach), Math.Min(1, centre + reach));
    }

    /// <summary>Half of the 95 % interval of an area under the curve (Hanley and McNeil 1982).</summary>
    public static double AreaReach(double area, int positives, int negatives)
    {
        var first = area / (2 - area);
        var second = 2 * area * area / (1 + area);
        var variance = ((area * (1 - area)) + ((positives - 1) * (first - (area * area))) + ((negatives - 1) * (second - (area * area)))) / ((double)positives * negatives);
        return Z * Math.Sqrt(variance);
    }
}
