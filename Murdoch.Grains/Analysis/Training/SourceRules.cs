using Murdoch.Grains.Analysis.Model;

namespace Murdoch.Grains.Analysis.Training;

/// <summary>What a row's label says about each lane, and how much a source counts beside the others.</summary>
/// <remarks>A row teaches only what its source asked its annotators: who looked for sexism alone did not call the rest clean.</remarks>
internal static class SourceRules
{
    /// <summary>Rows' worth that one source counts at most.</summary>
    private const float MaxWorth = 6_000;

    /// <summary>How much more a benign row of everyday chat counts: on a real server nearly all messages are harmless.</summary>
    public const float EverydayWorth = 8;

    /// <summary>How much more a row counts that moderators marked in their own guild.</summary>
    public const float ExportedWorth = 20;

    /// <summary>Sources under a share-alike licence, whose numbers the shipped model keeps out.</summary>
    public static bool IsShareAlike(string licence) => licence.Contains("-SA", StringComparison.OrdinalIgnoreCase);

    public static TrainingExample Example(LabelledText row, TrainingFeatures features, int rowsOfSource, float extraWorth)
    {
        var targets = new float[ModelLanes.Stride];
        var weights = new float[ModelLanes.Stride];
        var worth = Math.Min(1, MaxWorth / rowsOfSource) * (rowsOfSource < 1_500 ? 2 : 1);
        for (var lane = 0; lane < ModelLanes.Count; lane++)
        {
            targets[lane] = Answers((ModelLane)lane, row) ? 1 : 0;
            weights[lane] = worth * Certainty((ModelLane)lane, row) * extraWorth;
        }

        return new(features, targets, weights);
    }

    public static bool Answers(ModelLane lane, LabelledText row) => lane switch
    {
        ModelLane.Abuse => row.IsAbuse,
        ModelLane.Hate => row.Label == "hate",
        ModelLane.Threat => row.Label == "threat",
        ModelLane.Spam => row.Label == "spam",
        _ => row.Label == "scam",
    };

    /// <summary>True when the row's label can be taken at its word.</summary>
    public static bool Knows(ModelLane lane, LabelledText row) => Certainty(lane, row) >= 0.5f;

    private static float Certainty(ModelLane lane, LabelledText row) => (lane, row) switch
    {
        (ModelLane.Abuse, { Scope: "sexism", IsBenign: true }) => 0.1f,
        (ModelLane.Abuse or ModelLane.Hate, { Scope: "contested-negatives", IsBenign: true }) => 0.5f,
        // Insults may well be hate or a threat that the source had no class for.
        (ModelLane.Hate or ModelLane.Threat, { Label: "toxic" }) => 0.3f,
        (ModelLane.Hate, { Label: "threat" }) => 0,
        (ModelLane.Threat, { Label: "hate" }) => 0.5f,
        // Repeats without end are layer 1's to find; here they would only teach that digits are spam.
        (ModelLane.Spam, { Source: "flood" }) => 0,
        (ModelLane.Threat, { Label: "threat" }) => 4,
        (ModelLane.Abuse, { Label: "invite" }) => 0.5f,
        _ => 1,
    };
}
