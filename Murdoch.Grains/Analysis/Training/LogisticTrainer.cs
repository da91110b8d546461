using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Murdoch.Grains.Analysis.Model;

namespace Murdoch.Grains.Analysis.Training;

/// <summary>Logistic regression for all lanes at once, one example after the other, with a step per weight (AdaGrad; Duchi, Hazan, Singer 2011).</summary>
/// <remarks>Deterministic: one thread, and the order of the examples comes from the seed alone.</remarks>
internal sealed class LogisticTrainer(int seed, int epochs, float rate)
{
    /// <summary>Squares that are taken to be there already: a row that is met once or twice must not go the whole way at once.</summary>
    private static readonly Vector256<float> Small = Vector256.Create(0.01f);

    private readonly float[] _weights = new float[TextFeatures.Rows * ModelLanes.Stride];
    private readonly float[] _gradients = new float[TextFeatures.Rows * ModelLanes.Stride];
    private Vector256<float> _bias;
    private Vector256<float> _biasGradients;

    /// <summary>Forces weights that little speaks for towards zero; a share of a weight per touch.</summary>
    public float Decay { get; init; } = 1e-5f;

    /// <param name="progress">Called after each epoch with the mean loss.</param>
    public ModelWeights Train(TrainingExample[] examples, Action<int, double>? progress = null)
    {
        var random = new Random(seed);
        var order = Enumerable.Range(0, examples.Length).ToArray();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            random.Shuffle(order);
            var loss = 0.0;
            foreach (var at in order)
            {
                loss += Step(examples[at]);
            }

            progress?.Invoke(epoch + 1, loss / examples.Length);
        }

        var bias = new float[ModelLanes.Stride];
        _bias.CopyTo(bias);
        return new(_weights, bias);
    }

    private double Step(TrainingExample example)
    {
        var features = example.Features;
        if (features.Rows.Length == 0)
        {
            return 0;
        }

        var scale = TextFeatures.Scale(features.PartRows.Length);
        var logits = (ModelWeights.Sum(_weights, features.PartRows) * scale) + (ModelWeights.Sum(_weights, features.MarkRows) * TextFeatures.MarkScale) + _bias;
        Span<float> errors = stackalloc float[ModelLanes.Stride];
        var loss = 0.0;
        for (var lane = 0; lane < ModelLanes.Count; lane++)
        {
            var probability = 1 / (1 + MathF.Exp(-logits[lane]));
            errors[lane] = (probability - example.Targets[lane]) * example.Weights[lane];
            loss -= example.Weights[lane] * ((example.Targets[lane] * Math.Log(Math.Max(1e-7, probability))) + ((1 - example.Targets[lane]) * Math.Log(Math.Max(1e-7, 1 - probability))));
        }

        var error = Vector256.Create<float>(errors);
        Learn(features.PartRows, error * scale, scale);
        Learn(features.MarkRows, error * TextFeatures.MarkScale, TextFeatures.MarkScale);
        _biasGradients += error * error;
        _bias -= error * rate / Vector256.Sqrt(_biasGradients + Small);
        return loss;
    }

    private void Learn(ReadOnlySpan<int> rows, Vector256<float> gradient, float scale)
    {
        var weights = MemoryMarshal.Cast<float, Vector256<float>>(_weights.AsSpan());
        var squares = MemoryMarshal.Cast<float, Vector256<float>>(_gradients.AsSpan());
        var square = gradient * gradient;
        foreach (var row in rows)
        {
            ref var weight = ref weights[row];
            ref var total = ref squares[row];
            total += square;
            weight -= ((gradient * rate) + (weight * (Decay * scale))) / Vector256.Sqrt(total + Small);
        }
    }
}

/// <summary>What was learned, in full precision.</summary>
internal sealed record ModelWeights(float[] Rows, float[] Bias)
{
    public ModelWeights Plus(ModelWeights other) =>
        new([.. Rows.Zip(other.Rows, (one, two) => one + two)], [.. Bias.Zip(other.Bias, (one, two) => one + two)]);

    public ModelWeights Times(float factor) =>
        new([.. Rows.Select(weight => weight * factor)], [.. Bias.Select(weight => weight * factor)]);

    public static Vector256<float> Sum(float[] rows, ReadOnlySpan<int> features)
    {
        var weights = MemoryMarshal.Cast<float, Vector256<float>>(rows.AsSpan());
        var sum = Vector256<float>.Zero;
        foreach (var feature in features)
        {
            sum += weights[feature];
        }

        return sum;
    }
}
