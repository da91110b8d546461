using Murdoch.Grains.Analysis.Model;

namespace Murdoch.Grains.Analysis.Training;

/// <summary>Measures a finished model, bytes and thresholds as they ship.</summary>
internal static class Evaluation
{
    private const int Resamples = 200;

    public static TrainingReport Report(TrainingSet set, TextModel model, TrainingSettings settings)
    {
        var baseline = new WordBaseline(set);
        var scores = set.Rows.Select((row, at) => set.IsTest[at] ? model.Score(row.Text) : default).ToArray();
        var tested = Enumerable.Range(0, set.Rows.Count).Where(at => set.IsTest[at]).ToArray();
        var sources = tested.GroupBy(at => set.Rows[at].Source).OrderBy(source => source.Key, StringComparer.Ordinal).ToArray();
        var chat = tested.Where(at => set.Rows[at].IsBenign && settings.BenignChat.Contains(set.Rows[at].Source)).ToArray();
        return new(
            set.IsLearned.Count(learned => learned),
            set.IsTest.Count(test => test),
            [.. sources.Select(source => source.Key).Where(source => !set.Rows.Where((row, at) => row.Source == source && set.IsLearned[at]).Any())],
            [.. sources.Select(source => Measure(source.Key, [.. source.Where(at => set.Rows[at].IsAbuse || set.Rows[at].IsBenign)], set, scores, baseline, unwanted: false))],
            [.. sources.Where(source => source.Any(at => set.Rows[at].IsUnwanted)).Select(source => Measure(source.Key, [.. source.Where(at => set.Rows[at].IsUnwanted || set.Rows[at].IsBenign)], set, scores, null, unwanted: true))],
            [.. Enumerable.Range(0, ModelLanes.Count).Select(lane => Category((ModelLane)lane, tested, set, scores))],
            Share(chat.Count(at => scores[at][scores[at].Strongest] >= 0), chat.Length),
            chat.Length,
            [.. tested.Where(at => set.Rows[at].Source == "obfuscated").GroupBy(at => set.Rows[at].Tag).OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => Measure(tag.Key, [.. tag], set, scores, null, unwanted: false))]);
    }

    /// <summary>Measures abuse on the given rows.</summary>
    public static SourceMeasure Measure(string name, IEnumerable<int> rows, TrainingSet set, TextModel model)
    {
        var scores = new TextScore[set.Rows.Count];
        var picked = rows.Where(at => set.Rows[at].IsAbuse || set.Rows[at].IsBenign).ToArray();
        foreach (var at in picked)
        {
            scores[at] = model.Score(set.Rows[at].Text);
        }

        return Measure(name, picked, set, scores, null, unwanted: false);
    }

    private static SourceMeasure Measure(string name, int[] rows, TrainingSet set, TextScore[] scores, WordBaseline? baseline, bool unwanted)
    {
        var answers = rows.Select(at => (Score: unwanted ? Unwanted(scores[at]) : Abuse(scores[at]), Positive: unwanted ? set.Rows[at].IsUnwanted : set.Rows[at].IsAbuse)).ToArray();
        var counts = Confusion.Count(answers, 0);
        var hasBoth = counts.Positives > 0 && counts.Negatives > 0;
        var area = Measures.AreaUnderCurve(answers);
        var reach = hasBoth ? Measures.AreaReach(area, counts.Positives, counts.Negatives) : 0;
        var perThousand = Share(counts.FalsePositives, counts.Negatives);
        return new(
            name, rows.Length, counts.Positives,
            Share(counts.TruePositives, counts.TruePositives + counts.FalsePositives),
            Share(counts.TruePositives, counts.Positives),
            hasBoth ? Resampled(answers, resample => resample.F1) : new(null, null, null),
            hasBoth ? Resampled(answers, resample => resample.MeanF1) : new(null, null, null),
            hasBoth ? new(area, Math.Max(0, area - reach), Math.Min(1, area + reach)) : new(null, null, null),
            new(perThousand.Value * 1_000, perThousand.Low * 1_000, perThousand.High * 1_000),
            hasBoth && baseline is not null ? Confusion.Count(rows.Select(at => (baseline.Flags(set.Rows[at].Text) ? 1f : -1f, set.Rows[at].IsAbuse)), 0).MeanF1 : null);
    }

    private static CategoryMeasure Category(ModelLane lane, int[] tested, TrainingSet set, TextScore[] scores)
    {
        var answers = tested.Where(at => SourceRules.Knows(lane, set.Rows[at])).Select(at => (scores[at][lane], SourceRules.Answers(lane, set.Rows[at]))).ToArray();
        var counts = Confusion.Count(answers, 0);
        var area = Measures.AreaUnderCurve(answers);
        var hasBoth = counts.Positives > 0 && counts.Negatives > 0;
        var reach = hasBoth ? Measures.AreaReach(area, counts.Positives, counts.Negatives) : 0;
        return new(
            lane.ToString(), counts.Positives, counts.Negatives,
            Share(counts.TruePositives, counts.TruePositives + counts.FalsePositives),
            Share(counts.TruePositives, counts.Positives),
            hasBoth ? counts.F1 : null,
            hasBoth ? new(area, Math.Max(0, area - reach), Math.Min(1, area + reach)) : new(null, null, null));
    }

    private static float Abuse(TextScore score) => MathF.Max(score[ModelLane.Abuse], MathF.Max(score[ModelLane.Hate], score[ModelLane.Threat]));

    private static float Unwanted(TextScore score) => MathF.Max(score[ModelLane.Spam], score[ModelLane.Scam]);

    private static Figure Share(int part, int whole)
    {
        if (whole == 0)
        {
            return new(null, null, null);
        }

        var share = (double)part / whole;
        var (low, high) = Measures.Interval(share, whole);
        return new(share, low, high);
    }

    /// <summary>The middle 95 % of what draws with replacement give (bootstrap): F1 has no simple interval.</summary>
    private static Figure Resampled((float Score, bool Positive)[] answers, Func<Confusion, double> figure)
    {
        var random = new Random(answers.Length);
        var drawn = new double[Resamples];
        for (var at = 0; at < Resamples; at++)
        {
            drawn[at] = figure(Confusion.Count(random.GetItems(answers, answers.Length), 0));
        }

        Array.Sort(drawn);
        return new(figure(Confusion.Count(answers, 0)), drawn[(int)(Resamples * 0.025)], drawn[(int)(Resamples * 0.975)]);
    }
}
