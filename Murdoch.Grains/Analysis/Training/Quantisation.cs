using Murdoch.Grains.Analysis.Model;

namespace Murdoch.Grains.Analysis.Training;

/// <summary>Rounds weights to a byte each.</summary>
internal static class Quantisation
{
    /// <summary>Share of weights that keep their size; the few larger ones are cut, so that the many small ones are not rounded away.</summary>
    private const double Kept = 0.9999;

    public static TextModel Quantise(ModelWeights weights, WordTable words, string version, float[] thresholds, float[] slopes)
    {
        var scales = new float[ModelLanes.Stride];
        var rows = new ulong[TextFeatures.Rows];
        for (var lane = 0; lane < ModelLanes.Count; lane++)
        {
            scales[lane] = ScaleOf(weights.Rows, lane);
            for (var row = 0; row < rows.Length; row++)
            {
                var value = Math.Clamp(MathF.Round(weights.Rows[(row * ModelLanes.Stride) + lane] / scales[lane]), -127, 127);
                rows[row] |= (ulong)(byte)(sbyte)value << (lane * 8);
            }
        }

        return new(rows, words, new(version, scales, weights.Bias, thresholds, slopes));
    }

    private static float ScaleOf(float[] weights, int lane)
    {
        var sizes = new List<float>();
        for (var at = lane; at < weights.Length; at += ModelLanes.Stride)
        {
            if (weights[at] != 0)
            {
                sizes.Add(Math.Abs(weights[at]));
            }
        }

        sizes.Sort();
        return sizes.Count == 0 ? 1 : Math.Max(1e-6f, sizes[(int)((sizes.Count - 1) * Kept)] / 127);
    }
}
