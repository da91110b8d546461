using Murdoch.Grains.Analysis.Model;

namespace Murdoch.Grains.Analysis.Training;

/// <summary>A text as the trainer sees it.</summary>
/// <param name="Targets">Per lane 0 to 1.</param>
/// <param name="Weights">Per lane how much the answer counts; 0 where the source does not know it.</param>
internal sealed record TrainingExample(TrainingFeatures Features, float[] Targets, float[] Weights);

/// <param name="Rows">Rows of the model that a text touches; the marks are the last of them.</param>
internal readonly record struct TrainingFeatures(int[] Rows, int Marks)
{
    public ReadOnlySpan<int> PartRows => Rows.AsSpan(0, Rows.Length - Marks);
    public ReadOnlySpan<int> MarkRows => Rows.AsSpan(Rows.Length - Marks);

    public static TrainingFeatures Of(string text, WordTable table)
    {
        var words = new char[Math.Min(text.Length, ModelText.MaxLength) * 8];
        var length = ModelText.Write(text, words);
        var rows = new int[TextFeatures.MaxFeatures(length)];
        var count = TextFeatures.Hash(words.AsSpan(0, length), table, rows);
        return new(rows[..(count.Parts + count.Marks)], count.Marks);
    }
}
