using System.Text.Json;
using System.Text.Json.Serialization;

namespace Murdoch.Grains.Analysis.Training;

/// <summary>A figure with its 95 % interval; all three are null where there is nothing to measure.</summary>
public sealed record Figure(double? Value, double? Low, double? High);

/// <summary>How well abuse, or spam and scam, are told from benign texts at the thresholds.</summary>
/// <param name="MeanF1">Mean F1 of both classes.</param>
/// <param name="BaselineMeanF1">The same for a list of the most telling single words.</param>
/// <param name="Area">Under the ROC curve: no threshold in it.</param>
public sealed record SourceMeasure(
    string Source, int Rows, int Positives, Figure Precision, Figure Recall, Figure F1, Figure MeanF1, Figure Area, Figure FalsePerThousand, double? BaselineMeanF1);

/// <summary>How well one category is found among all test rows whose source knows it.</summary>
public sealed record CategoryMeasure(string Category, int Positives, int Negatives, Figure Precision, Figure Recall, double? F1, Figure Area);

/// <param name="Abuse">Per source, on test rows; sources that were not learned from at all are marked so in <paramref name="NotLearned"/>.</param>
/// <param name="BenignChat">All everyday chat together: what any category flags of it.</param>
public sealed record TrainingReport(
    int RowsLearned, int RowsTested, string[] NotLearned, SourceMeasure[] Abuse, SourceMeasure[] Unwanted, CategoryMeasure[] Categories, Figure BenignChat, int BenignChatRows, SourceMeasure[] Disguises)
{
    /// <summary>Per source, measured with a model that never saw the source; empty unless asked for.</summary>
    public SourceMeasure[] LeftOut { get; init; } = [];

    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Default.TrainingReport);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(TrainingReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
