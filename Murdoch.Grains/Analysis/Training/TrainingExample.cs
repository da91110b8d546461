using Murdoch.Grains.Analysis.Model;

namespace Murdoch.Grains.Analysis.Training;

/// <summary>A text as the trainer sees it.</summary>
/// <param name="Features">Rows of the model that the text touches.</param>
/// <param name="Targets">Per lane 1 or 0.</param>
/// <param name="Weights">Per lane how much the answer counts; 0 where the source does not know it.</param>
internal sealed record TrainingExample(int[] Features, float[] Targets, float[] Weights)
{
    public static int[] FeaturesOf(string text)
    {
        var words = new char[ModelText.MaxWords];
        var length = ModelText.Write(text, words);
        var features = new int[TextFeatures.MaxFeatures(length)];
        return features[..TextFeatures.Hash(words.AsSpan(0, length), features)];
    }
}
