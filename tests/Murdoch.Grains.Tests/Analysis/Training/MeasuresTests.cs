using Murdoch.Grains.Analysis.Training;

namespace Murdoch.Grains.Tests.Analysis.Training;

public sealed class MeasuresTests
{
    [Fact]
    public void Area_is_the_chance_that_a_positive_scores_higher()
    {
        Assert.Equal(1, Measures.AreaUnderCurve([(0.1f, false), (0.2f, false), (0.8f, true)]));
        Assert.Equal(0.5, Measures.AreaUnderCurve([(0.5f, false), (0.5f, true)]));
        Assert.Equal(0.75, Measures.AreaUnderCurve([(1f, false), (2f, true), (3f, false), (4f, true)]));
        Assert.Equal(double.NaN, Measures.AreaUnderCurve([(1f, true)]));
    }

    [Fact]
    public void Counts_give_the_usual_shares()
    {
        var counts = Confusion.Count([(1f, true), (1f, true), (1f, false), (-1f, true), (-1f, false), (-1f, false)], 0);
        Assert.Equal(new Confusion(2, 1, 1, 2), counts);
        Assert.Equal((2 / 3.0, 2 / 3.0, 2 / 3.0), (counts.Precision, counts.Recall, counts.MeanF1));
    }

    [Fact]
    public void The_interval_of_no_hit_begins_at_nothing_and_ends_above_it()
    {
        // 1.96² / (100 + 1.96²)
        var (low, high) = Measures.Interval(0, 100);
        Assert.Equal(0, low, 12);
        Assert.Equal(0.036995, high, 6);
    }

    [Fact]
    public void A_threshold_lets_no_more_benign_texts_through_than_allowed()
    {
        var scores = Enumerable.Range(0, 1_000).Select(at => (float)at).ToArray();
        Assert.Equal(2, scores.Count(score => score >= Calibrator.Threshold(scores, 2)));
    }

    [Fact]
    public void A_slope_is_found_again()
    {
        // Pairs of shares that a logistic curve of slope 1 gives: 1 / (1 + e^-1) = 0.731.
        var answers = Enumerable.Range(0, 1_000).SelectMany(at => new[] { (1f, at < 731), (-1f, at >= 731) }).ToArray();
        Assert.Equal(1, Calibrator.Slope(answers), 2);
    }
}
