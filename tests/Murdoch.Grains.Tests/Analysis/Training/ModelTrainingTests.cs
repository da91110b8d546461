using Murdoch.Grains.Analysis.Model;
using Murdoch.Grains.Analysis.Training;

namespace Murdoch.Grains.Tests.Analysis.Training;

public sealed class ModelTrainingTests
{
    private static readonly TrainingSettings Quick = new() { Models = 1, Epochs = 2, BenignChat = ["chat"] };

    [Fact]
    public void A_model_learns_what_the_rows_say_and_the_same_rows_make_the_same_bytes()
    {
        var rows = Rows();
        var (model, report) = Train(rows, Quick);
        Assert.Equal(model, Train(rows, Quick).Model);
        Assert.NotEqual(model, Train(rows, Quick with { Seed = 2 }).Model);
        var read = ModelFile.Read(new MemoryStream(model));
        Assert.True(read.Score("what a frobnitz you are").Severity(ModelLane.Abuse) > read.Score("what a lovely day it is").Severity(ModelLane.Abuse));
        Assert.Equal(1, report.Abuse.Single(source => source.Source == "chat").Area.Value);
    }

    [Fact]
    public void A_share_alike_source_is_measured_and_not_learned()
    {
        LabelledText[] rows = [.. Rows(), .. Rows("forum", "CC-BY-SA-3.0")];
        Assert.Equal(["forum"], Train(rows, Quick).Report.NotLearned);
        Assert.Empty(Train(rows, Quick with { IncludeShareAlike = true }).Report.NotLearned);
    }

    [Fact]
    public void Rows_without_abuse_are_refused() =>
        Assert.Throws<ArgumentException>(() => Train([.. Rows().Where(row => row.IsBenign)], Quick));

    [Fact]
    public void A_report_is_tables_and_json()
    {
        var report = Train(Rows(), Quick with { LeaveOneOut = true }).Report;
        Assert.Contains("| chat | 20 | 10 |", TrainingTables.Markdown(report), StringComparison.Ordinal);
        Assert.Contains("Abuse in sources left out of training", TrainingTables.Markdown(report), StringComparison.Ordinal);
        Assert.Contains("\"benignChatRows\": 10", report.ToJson(), StringComparison.Ordinal);
    }

    private static (byte[] Model, TrainingReport Report) Train(LabelledText[] rows, TrainingSettings settings)
    {
        using var model = new MemoryStream();
        var report = ModelTraining.Run(rows, settings, model, _ => { });
        return (model.ToArray(), report);
    }

    private static LabelledText[] Rows(string source = "chat", string licence = "CC0-1.0") =>
    [
        .. Enumerable.Range(0, 60).Select(at => Row(at, $"you are a frobnitz {(char)('a' + (at % 26))}{at}", "toxic", source, licence)),
        .. Enumerable.Range(100, 60).Select(at => Row(at, $"it is a lovely day {(char)('a' + (at % 26))}{at}", "none", source, licence)),
    ];

    private static LabelledText Row(int at, string text, string label, string source, string licence) => new($"{source}-{at}", text, source, label, "", "", licence, at % 6 == 0, (ulong)at);
}
