using System.Globalization;
using System.Runtime.Intrinsics;
using Murdoch.Grains.Analysis.Model;

namespace Murdoch.Grains.Analysis.Training;

/// <summary>Makes a model from labelled rows and measures it on rows that it has not seen. The same rows and seed make the same bytes.</summary>
public static class ModelTraining
{
    /// <param name="model">Receives the file that <c>Murdoch.Grains</c> embeds.</param>
    /// <param name="progress">Called with a short line whenever a step is done.</param>
    /// <exception cref="ArgumentException">The rows do not hold abuse as well as benign texts.</exception>
    public static TrainingReport Run(IReadOnlyList<LabelledText> rows, TrainingSettings settings, Stream model, Action<string> progress)
    {
        if (!rows.Any(row => row.IsAbuse && !row.IsDevelopment) || !rows.Any(row => row.IsBenign && !row.IsDevelopment))
        {
            throw new ArgumentException("The data hold no abuse or nothing benign to learn from.", nameof(rows));
        }

        var set = new TrainingSet(rows, settings);
        progress(string.Create(CultureInfo.InvariantCulture, $"{rows.Count} rows, {set.IsLearned.Count(learned => learned)} to learn, {set.IsTest.Count(test => test)} to test"));
        var unseen = CrossScores(set, settings, progress);
        var (thresholds, slopes) = Calibrate(set, unseen, settings);
        var weights = Train(set, settings, at => set.IsLearned[at]);
        progress("trained on all rows to learn");
        var version = string.Create(CultureInfo.InvariantCulture, $"{set.IsLearned.Count(learned => learned)} rows, seed {settings.Seed}");
        var quantised = Quantisation.Quantise(weights, set.Words, version, thresholds, slopes);
        ModelFile.Write(quantised, model);
        var report = Evaluation.Report(set, quantised, settings);
        return settings.LeaveOneOut ? report with { LeftOut = LeaveOneOut(set, settings, thresholds, slopes, progress) } : report;
    }

    /// <summary>The mean of several models that met the rows in another order and other disguises: what only one of them believes fades.</summary>
    private static ModelWeights Train(TrainingSet set, TrainingSettings settings, Func<int, bool> take)
    {
        ModelWeights? sum = null;
        for (var at = 0; at < settings.Models; at++)
        {
            var seed = (settings.Seed * settings.Models) + at;
            var weights = new LogisticTrainer(seed, settings.Epochs, settings.Rate).Train(set.Examples(take, seed));
            sum = sum is null ? weights : sum.Plus(weights);
        }

        return sum!.Times(1f / settings.Models);
    }

    /// <summary>Scores of the rows to learn, each from a model that learned only the other parts.</summary>
    private static float[][] CrossScores(TrainingSet set, TrainingSettings settings, Action<string> progress)
    {
        var scores = new float[set.Rows.Count][];
        for (var part = 0; part < TrainingSet.Parts; part++)
        {
            var weights = Train(set, settings, at => set.IsLearned[at] && set.PartOf(at) != part);
            // Scored as the finished model scores, sentence by sentence and in bytes: a threshold is chosen on what it will see.
            var model = Quantisation.Quantise(weights, set.Words, "", new float[ModelLanes.Stride], [.. Enumerable.Repeat(1f, ModelLanes.Stride)]);
            for (var at = 0; at < scores.Length; at++)
            {
                if (set.IsLearned[at] && set.PartOf(at) == part)
                {
                    model.Score(set.Rows[at].Text).Odds.CopyTo(scores[at] = new float[ModelLanes.Stride]);
                }
            }

            progress(string.Create(CultureInfo.InvariantCulture, $"part {part + 1} of {TrainingSet.Parts} scored by the others"));
        }

        return scores;
    }

    private static (float[] Thresholds, float[] Slopes) Calibrate(TrainingSet set, float[][] scores, TrainingSettings settings)
    {
        var thresholds = new float[ModelLanes.Stride];
        var slopes = new float[ModelLanes.Stride];
        var learned = Enumerable.Range(0, scores.Length).Where(at => set.IsLearned[at]).ToArray();
        var chat = learned.Where(at => set.Rows[at].IsBenign && settings.BenignChat.Contains(set.Rows[at].Source)).ToArray();
        for (var lane = 0; lane < ModelLanes.Count; lane++)
        {
            var budget = (ModelLane)lane == ModelLane.Abuse ? settings.BenignPerThousand : settings.BenignPerThousandElsewhere;
            // Where the classes lie far apart the budget would allow far too much: what is less likely than not stays below.
            thresholds[lane] = Math.Max(0, Calibrator.Threshold(chat.Select(at => scores[at][lane]), budget));
            slopes[lane] = Calibrator.Slope([.. learned.Where(at => SourceRules.Knows((ModelLane)lane, set.Rows[at])).Select(at => (scores[at][lane], SourceRules.Answers((ModelLane)lane, set.Rows[at])))]);
        }

        return (thresholds, slopes);
    }

    private static SourceMeasure[] LeaveOneOut(TrainingSet set, TrainingSettings settings, float[] thresholds, float[] slopes, Action<string> progress)
    {
        var measures = new List<SourceMeasure>();
        foreach (var (source, model) in LeaveOneOut(set, settings, thresholds, slopes))
        {
            measures.Add(Evaluation.Measure(source, Enumerable.Range(0, set.Rows.Count).Where(at => set.Rows[at].Source == source), set, model));
            progress($"measured {source} with a model that never saw it");
        }

        return [.. measures];
    }

    /// <summary>For each source that knows abuse a model that never saw it, with the thresholds of another.</summary>
    internal static IEnumerable<(string Source, TextModel Model)> LeaveOneOut(IReadOnlyList<LabelledText> rows, TrainingSettings settings, ModelCalibration calibration) =>
        LeaveOneOut(new TrainingSet(rows, settings), settings, calibration.Thresholds, calibration.Slopes);

    private static IEnumerable<(string Source, TextModel Model)> LeaveOneOut(TrainingSet set, TrainingSettings settings, float[] thresholds, float[] slopes)
    {
        foreach (var source in set.Rows.Where((row, at) => set.IsLearned[at] && row.IsAbuse && row.Source is not ("obfuscated" or LabelledText.Exported)).Select(row => row.Source).Distinct().Order(StringComparer.Ordinal))
        {
            // Disguised rows were made from rows of other sources; those of this one stay out too.
            var weights = Train(set, settings, at => set.IsLearned[at] && set.Rows[at].Source != source && !set.Rows[at].Id.Contains($"-{source}-", StringComparison.Ordinal));
            yield return (source, Quantisation.Quantise(weights, set.Words, source, thresholds, slopes));
        }
    }
}
