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

    /// <summary>Characters from which sentences are looked at one by one.</summary>
    private const int LongText = 60;

    /// <summary>Characters of the shortest sentence that says something by itself.</summary>
    private const int ShortestSentence = 8;

    private const float Never = 1_000;

    private static readonly SearchValues<char> SentenceEnds = SearchValues.Create(".!?\n…");

    /// <summary>Log-odds that a sentence has to be worse by. Spam and scams are judged as a whole: their sentences are harmless one by one.</summary>
    private static readonly Vector256<float> SentenceMargin = Vector256.Create(1, 1, 1, Never, Never, Never, Never, Never);

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
    public TextModel(ulong[] rows, WordTable words, ModelCalibration calibration)
    {
        _rows = rows;
        Words = words;
        Calibration = calibration;
        _scales = Vector256.Create<float>(calibration.Scales);
        _slopes = Vector256.Create<float>(calibration.Slopes);
        _offsets = Vector256.Create<float>(calibration.Biases) - Vector256.Create<float>(calibration.Thresholds);
    }

    /// <summary>Read once, at the first use: a few milliseconds and two megabytes.</summary>
    public static TextModel Embedded => Shipped.Value;

    /// <summary>The model of a file, or the product's own without a path.</summary>
    /// <returns>With a <paramref name="problem"/> a model that finds nothing.</returns>
    public static TextModel Find(string? path, out string? problem)
    {
        problem = null;
        try
        {
            if (string.IsNullOrEmpty(path))
            {
                return Embedded;
            }

            using var file = File.OpenRead(path);
            return ModelFile.Read(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or InvalidOperationException)
        {
            problem = path is null ? exception.Message : $"The model {path} cannot be used: {exception.Message}";
            return Nothing;
        }
    }

    private static TextModel Nothing =>
        new(new ulong[TextFeatures.Rows], WordTable.Empty, new("none", new float[ModelLanes.Stride], [.. Enumerable.Repeat(-Never, ModelLanes.Stride)], new float[ModelLanes.Stride], [.. Enumerable.Repeat(1f, ModelLanes.Stride)]));

    public ModelCalibration Calibration { get; }

    internal ReadOnlySpan<ulong> Rows => _rows;
    internal WordTable Words { get; }

    /// <summary>How far each lane's answer lies above (positive) or below its threshold, in calibrated log-odds.</summary>
    /// <remarks>A long text counts as its worst sentence where that is clearly worse: an insult does not hide behind a polite preamble.</remarks>
    public TextScore Score(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, ModelText.MaxLength)];
        var score = ScoreOne(text);
        if (text.Length < LongText)
        {
            return score;
        }

        var odds = score.Odds;
        foreach (var range in text.SplitAny(SentenceEnds))
        {
            if (text[range].Length is >= ShortestSentence and var length && length < text.Length - ShortestSentence)
            {
                odds = Vector256.Max(odds, ScoreOne(text[range]).Odds - SentenceMargin);
            }
        }

        return new(odds);
    }

    private TextScore ScoreOne(ReadOnlySpan<char> text)
    {
        var words = ArrayPool<char>.Shared.Rent(text.Length * 8);
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
            return ScoreFeatures(features, TextFeatures.Hash(words, Words, features));
        }

        var rented = ArrayPool<int>.Shared.Rent(room);
        try
        {
            return ScoreFeatures(rented, TextFeatures.Hash(words, Words, rented));
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rented);
        }
    }

    /// <summary>What one word by itself says of a lane: good for comparing words of a text.</summary>
    public float Contribution(ReadOnlySpan<char> word, ModelLane lane)
    {
        Span<int> features = stackalloc int[TextFeatures.MaxFeatures(TextFeatures.MaxWord)];
        var count = TextFeatures.Hash(word[..Math.Min(word.Length, TextFeatures.MaxWord)], Words, features);
        return (Weigh(features, count) * _scales)[(int)lane];
    }

    /// <summary>What letters in a row say of a lane: good for comparing parts of a word.</summary>
    /// <param name="gram">Two to five of a word that <see cref="ModelText.Write"/> wrote, with a space for its border.</param>
    public float GramWeight(ReadOnlySpan<char> gram, ModelLane lane) => (sbyte)(_rows[TextFeatures.GramRow(gram)] >> ((int)lane * 8)) * _scales[(int)lane];

    private TextScore ScoreFeatures(ReadOnlySpan<int> features, FeatureCount count)
    {
        var logits = (Weigh(features, count) * _scales) + _offsets;
        return new(logits * _slopes);
    }

    private Vector256<float> Weigh(ReadOnlySpan<int> features, FeatureCount count) =>
        (Sum(features[..count.Parts]) * TextFeatures.Scale(count.Parts)) + (Sum(features.Slice(count.Parts, count.Marks)) * TextFeatures.MarkScale);

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
