using Murdoch.Grains.Analysis.Training;
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

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private int Run(string data, string? report) =>
        TrainCommand.Run([data], [], null, new FileInfo(PathOf("new.model")), report is null ? null : new FileInfo(PathOf(report)), Quick, json: false, _output, _errors);
}
