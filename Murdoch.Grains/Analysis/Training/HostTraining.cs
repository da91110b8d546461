using Murdoch.Grains.Messages.Filters;

namespace Murdoch.Grains.Analysis.Training;

/// <summary>How many names are found at the threshold, and with which threshold one ordinary name in a hundred would be.</summary>
/// <param name="Learned">Share of the learned scam names found at one false alarm in a hundred.</param>
/// <param name="Unseen">The same of names that were not learned.</param>
/// <param name="FalseAlarms">Share of the ordinary names, not learned, that reach the threshold.</param>
public sealed record HostReport(int Names, double Learned, double Unseen, double UnseenAtThreshold, double FalseAlarms);

/// <summary>Makes <see cref="HostLook"/> from names of scams and of ordinary hosts. Deterministic.</summary>
public static class HostTraining
{
    private const int Epochs = 12;
    private const float Rate = 0.3f;
    private const int Parts = 4;

    /// <summary>Ordinary names that may reach the threshold, per 1,000.</summary>
    private const double FalsePerThousand = 0.3;
    private const double OnePercent = 10;

    /// <param name="rows">Host names in <c>text</c>, labelled <c>scam</c> or <c>none</c>; rows for development are measured, not learned.</param>
    /// <param name="file">The weights.</param>
    /// <exception cref="ArgumentException">One of the two labels is missing.</exception>
    public static HostReport Run(IReadOnlyList<LabelledText> rows, out byte[] file)
    {
        var names = rows.Where(row => row.Label is "scam" or "none").Select(row => (Parts: PartsOf(row.Text), IsScam: row.Label == "scam", row.IsDevelopment, row.Group)).ToArray();
        var learned = names.Where(name => !name.IsDevelopment).ToArray();
        if (!learned.Any(name => name.IsScam) || learned.All(name => name.IsScam))
        {
            throw new ArgumentException("The data hold no host names of scams, or no ordinary ones.", nameof(rows));
        }

        var unseen = new List<(float Score, bool IsScam)>();
        for (var part = 0; part < Parts; part++)
        {
            var model = Train([.. learned.Where(name => PartOf(name.Group) != part).Select(name => (name.Parts, name.IsScam))]);
            unseen.AddRange(learned.Where(name => PartOf(name.Group) == part).Select(name => (model.Score(name.Parts), name.IsScam)));
        }

        var threshold = Calibrator.Threshold(unseen.Where(name => !name.IsScam).Select(name => name.Score), FalsePerThousand);
        var final = Train([.. learned.Select(name => (name.Parts, name.IsScam))]);
        // A name that an ordinary list has too is left to its looks: lists err.
        var ordinary = rows.Where(row => row.Label == "none").Select(row => HostLook.NameHash(row.Text)).ToHashSet();
        var look = final.Quantise(threshold, rows.Where(row => !row.IsDevelopment && row.Label == "scam").Select(row => HostLook.NameHash(row.Text)).Where(name => !ordinary.Contains(name)));
        file = look.Write();
        var test = rows.Where(row => row.IsDevelopment && row.Label is "scam" or "none").Select(row => (Score: look.Odds(row.Text), IsScam: row.Label == "scam")).ToArray();
        var limit = Calibrator.Threshold(test.Where(name => !name.IsScam).Select(name => name.Score), OnePercent);
        return new(
            learned.Length,
            Share(rows.Where(row => !row.IsDevelopment && row.Label == "scam").Select(row => look.IsListed(row.Text) || look.Odds(row.Text) >= limit)),
            Share(test.Where(name => name.IsScam).Select(name => name.Score >= limit)),
            Share(test.Where(name => name.IsScam).Select(name => name.Score >= 0)),
            Share(test.Where(name => !name.IsScam).Select(name => name.Score >= 0)));
    }

    private static double Share(IEnumerable<bool> hits)
    {
        var all = hits.ToArray();
        return all.Length == 0 ? double.NaN : (double)all.Count(hit => hit) / all.Length;
    }

    private static int PartOf(ulong group) => (int)((group * 0x9E37_79B9_7F4A_7C15) >> 40) % Parts;

    private static int[] PartsOf(string host)
    {
        var rows = new int[HostLook.MaxParts];
        return rows[..HostLook.Parts(host, rows)];
    }

    private static Weights Train((int[] Parts, bool IsScam)[] names)
    {
        var random = new Random(1);
        var weights = new Weights();
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(names);
            foreach (var (parts, isScam) in names)
            {
                weights.Learn(parts, isScam, Rate);
            }
        }

        return weights;
    }

    private sealed class Weights
    {
        private const float Small = 0.01f;
        private readonly float[] _rows = new float[HostLook.Rows];
        private readonly float[] _squares = new float[HostLook.Rows];
        private float _bias;
        private float _biasSquares = Small;

        public float Score(int[] parts)
        {
            var sum = 0f;
            foreach (var part in parts)
            {
                sum += _rows[part];
            }

            return (sum * HostLook.Scale(parts.Length)) + _bias;
        }

        public void Learn(int[] parts, bool isScam, float rate)
        {
            var error = (1 / (1 + MathF.Exp(-Score(parts)))) - (isScam ? 1 : 0);
            var gradient = error * HostLook.Scale(parts.Length);
            foreach (var part in parts)
            {
                _squares[part] += gradient * gradient;
                _rows[part] -= rate * gradient / MathF.Sqrt(_squares[part] + Small);
            }

            _biasSquares += error * error;
            _bias -= rate * error / MathF.Sqrt(_biasSquares);
        }

        public HostLook Quantise(float threshold, IEnumerable<uint> listed)
        {
            var scale = Math.Max(1e-6f, _rows.Max(Math.Abs) / 127);
            return new([.. _rows.Select(row => (sbyte)MathF.Round(row / scale))], scale, _bias, threshold, listed);
        }
    }
}
