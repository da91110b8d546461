using System.Buffers;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Murdoch.Grains.Analysis.Model;

/// <summary>The trained weights, one byte each. Never changed after it was made; any number of threads may ask it.</summary>
internal sealed class TextModel
{
    /// <summary>The product's own model, part of the assembly.</summary>
    private const string ResourceName = "Murdoch.Grains.Analysis.Model.embedded.model";

    /// <summary>Rows whose bytes fit into 16-bit sums: 256 × 127 is below 32,768.</summary>
    private const int RowsPerSum = 256;

    private const int StackFeatures = 2_048;

    private static readonly Lazy<TextModel> Shipped = new(() =>
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException("The embedded model is not part of the assembly.");
        return ModelFile.Read(stream);
    });

    private readonly ulong[] _rows;
    private readonly Vector256<float> _scales;
    private readonly Vector256<float> _slopes;
    private readonly Vector256<float> _offsets;

    /// <param name="rows">Eight signed bytes a row, the lanes in their order.</param>
    public TextModel(ulong[] rows, ModelCalibration calibration)
    {
        _rows = rows;
        Calibration = calibration;
        _scales = Vector256.Create<float>(calibration.Scales);
        _slopes = Vector256.Create<float>(calibration.Slopes);
        _offsets = Vector256.Create<float>(calibration.Biases) - Vector256.Create<float>(calibration.Thresholds);
    }

    /// <summary>Read once, at the first use: a few milliseconds and two megabytes.</summary>
    public static TextModel Embedded => Shipped.Value;

    public ModelCalibration Calibration { get; }

    internal ReadOnlySpan<ulong> Rows => _rows;

    /// <summary>How far each lane's answer lies above (positive) or below its threshold, in calibrated log-odds.</summary>
    public TextScore Score(ReadOnlySpan<char> text)
    {
        var length = Math.Min(text.Length, ModelText.MaxLength);
        var words = ArrayPool<char>.Shared.Rent(length * 8);
        try
        {
            return ScoreWords(words.AsSpan(0, ModelText.Write(text, words)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(words);
        }
    }

    /// <param name="words">What <see cref="ModelText.Write"/> wrote.</param>
    public TextScore ScoreWords(ReadOnlySpan<char> words)
    {
        var room = TextFeatures.MaxFeatures(words.Length);
        if (room <= StackFeatures)
        {
            Span<int> features = stackalloc int[StackFeatures];
            return ScoreFeatures(features[..TextFeatures.Hash(words, features)]);
        }

        var rented = ArrayPool<int>.Shared.Rent(room);
        try
        {
            return ScoreFeatures(rented.AsSpan(0, TextFeatures.Hash(words, rented)));
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rented);
        }
    }

    /// <summary>What one word by itself adds to a lane, before it is divided by the text's length: good for comparing words of a text.</summary>
    public float Contribution(ReadOnlySpan<char> word, ModelLane lane)
    {
        Span<int> features = stackalloc int[TextFeatures.MaxFeatures(TextFeatures.MaxWord)];
        var count = TextFeatures.Hash(word[..Math.Min(word.Length, TextFeatures.MaxWord)], features);
        return (Sum(features[..count]) * _scales)[(int)lane];
    }

    private TextScore ScoreFeatures(ReadOnlySpan<int> features)
    {
        var logits = (Sum(features) * _scales * TextFeatures.Scale(features.Length)) + _offsets;
        return new(logits * _slopes);
    }

    private Vector256<float> Sum(ReadOnlySpan<int> features)
    {
        ref var rows = ref MemoryMarshal.GetArrayDataReference(_rows);
        var sum = Vector256<int>.Zero;
        while (!features.IsEmpty)
        {
            var part = features[..Math.Min(features.Length, RowsPerSum)];
            var shorts = Vector128<short>.Zero;
            foreach (var feature in part)
            {
                shorts += Vector128.WidenLower(Vector128.CreateScalarUnsafe(Unsafe.Add(ref rows, feature)).AsSByte());
            }

            sum += Vector256.Create(Vector128.WidenLower(shorts), Vector128.WidenUpper(shorts));
            features = features[part.Length..];
        }

        return Vector256.ConvertToSingle(sum);
    }
}
