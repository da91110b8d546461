namespace Murdoch.Grains.Analysis.Training;

/// <summary>Chooses thresholds and slopes from scores of rows that the scoring model had not learned.</summary>
internal static class Calibrator
{
    private const int Iterations = 200;

    /// <summary>Classes that rows of a few kinds part completely ask for a step instead of a slope.</summary>
    private const double MaxSlope = 1.5;

    /// <returns>The lowest score that no more than so many benign texts reach.</returns>
    public static float Threshold(IEnumerable<float> benign, double perThousand)
    {
        var sorted = benign.OrderDescending().ToArray();
        if (sorted.Length == 0)
        {
            return 0;
        }

        var allowed = Math.Min(sorted.Length - 1, (int)(sorted.Length * perThousand / 1_000));
        return MathF.BitIncrement(sorted[allowed]);
    }

    /// <summary>
    /// The slope that turns scores into log-odds (Platt 1999), both classes weighing the same. The offset is dropped: a severity of 0.5 is to
    /// be the threshold, wherever that lies.
    /// </summary>
    public static float Slope(IReadOnlyCollection<(float Score, bool Positive)> answers)
    {
        var positives = answers.Count(answer => answer.Positive);
        var negatives = answers.Count - positives;
        if (positives == 0 || negatives == 0)
        {
            return 1;
        }

        double slope = 1, offset = 0;
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            // One step of Newton's method for two unknowns.
            double g0 = 0, g1 = 0, h00 = 1e-9, h01 = 0, h11 = 1e-9;
            foreach (var (score, positive) in answers)
            {
                var weight = positive ? 0.5 / positives : 0.5 / negatives;
                var probability = 1 / (1 + Math.Exp(-((slope * score) + offset)));
                var error = weight * (probability - (positive ? 1 : 0));
                var curve = weight * probability * (1 - probability);
                g0 += error * score;
                g1 += error;
                h00 += curve * score * score;
                h01 += curve * score;
                h11 += curve;
            }

            var determinant = (h00 * h11) - (h01 * h01);
            var (step, shift) = (((g0 * h11) - (g1 * h01)) / determinant, ((g1 * h00) - (g0 * h01)) / determinant);
            (slope, offset) = (slope - step, offset - shift);
            if (Math.Abs(step) + Math.Abs(shift) < 1e-9)
            {
                break;
            }
        }

        return (float)Math.Clamp(slope, 0.5, MaxSlope);
    }
}
