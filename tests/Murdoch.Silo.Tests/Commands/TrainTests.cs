using Murdoch.Grains.Analysis;
using Murdoch.Grains.Analysis.Training;
using Murdoch.Grains.Messages.Lists;
using Murdoch.Silo.Commands;

namespace Murdoch.Silo.Tests.Commands;

public sealed class TrainTests : IDisposable
{
    private static readonly TrainingSettings Quick = new() { Models = 1, Epochs = 1 };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("murdoch-train-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public void A_model_and_its_report_are_written()
    {
        File.WriteAllLines(PathOf("rows.jsonl"), Enumerable.Range(0, 40).Select(at =>
            $$"""{"text":"{{(at % 2 == 0 ? "you are a frobnitz" : "it is a lovely day")}} {{(char)('a' + (at % 20))}}","label":"{{(at % 2 == 0 ? "toxic" : "none")}}","split":"{{(at % 20 < 4 ? "dev" : "train")}}"}"""));
        Assert.Equal(ExitCode.Done, Run(PathOf("rows.jsonl"), "report.md"));
        Assert.True(new FileInfo(PathOf("new.model")).Length > 1_000_000);
        Assert.Contains("| rows | 8 | 4 |", File.ReadAllText(PathOf("report.md")), StringComparison.Ordinal);
        Assert.Contains("32 rows learned, 8 rows tested.", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_that_cannot_be_used_are_named_and_nothing_is_written()
    {
        Assert.Equal(ExitCode.Failed, Run(PathOf("nothing.jsonl"), null));
        File.WriteAllText(PathOf("rows.jsonl"), "{}");
        Assert.Equal(ExitCode.WrongUsage, Run(PathOf("rows.jsonl"), null));
        Assert.Contains("nothing.jsonl is neither a file nor a folder", _errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("rows.jsonl, line 1:", _errors.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(PathOf("new.model")));
    }

    [Fact]
    public void Labels_that_a_guild_exported_change_verdicts()
    {
        WriteRows();
        File.WriteAllLines(PathOf("exported.jsonl"), Enumerable.Range(0, 26).Select(at => $$"""{"id":"{{at}}","text":"you are a frobnitz {{(char)('a' + at)}}","label":"none"}"""));
        Assert.Equal(ExitCode.Done, Run(PathOf("rows.jsonl"), null));
        var before = Severity("you are a frobnitz");
        Assert.Equal(ExitCode.Done, Run(PathOf("rows.jsonl"), null, PathOf("exported.jsonl")));
        Assert.InRange(before, 0.5, 1);
        Assert.InRange(Severity("you are a frobnitz"), 0, 0.499);
    }

    [Fact]
    public void A_wrong_line_among_exported_labels_is_named_and_the_old_model_stays()
    {
        WriteRows();
        File.WriteAllText(PathOf("new.model"), "old");
        File.WriteAllText(PathOf("exported.jsonl"), """{"text":"fine","label":"none"}""" + "\n" + """{"text":"no label"}""" + "\n");
        Assert.Equal(ExitCode.WrongUsage, Run(PathOf("rows.jsonl"), null, PathOf("exported.jsonl")));
        Assert.Contains("exported.jsonl, line 2:", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(PathOf("new.model")));
    }

    private void WriteRows() => File.WriteAllLines(PathOf("rows.jsonl"), Enumerable.Range(0, 200).Select(at =>
        $$"""{"text":"{{(at % 2 == 0 ? "you are a frobnitz" : "it is a lovely day")}} {{(char)('a' + (at % 26))}}{{(char)('a' + (at / 26))}}","label":"{{(at % 2 == 0 ? "toxic" : "none")}}","split":"{{(at % 20 < 4 ? "dev" : "train")}}"}"""));

    private double Severity(string text)
    {
        var inspection = new TextInspection(new PatternOptions(), new EmbeddedAnalyzerOptions { ModelPath = PathOf("new.model") });
        Assert.Empty(inspection.Problems);
        return inspection.Decide(WrittenChat.Plain(text)).Score;
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private int Run(string data, string? report, params string[] extra) =>
        TrainCommand.Run([data], extra, null, new FileInfo(PathOf("new.model")), report is null ? null : new FileInfo(PathOf(report)), Quick, json: false, _output, _errors);
}
