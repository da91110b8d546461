using System.CommandLine;

namespace Murdoch.Benchmarks.Detection;

/// <summary>How good detection is on labelled texts, decided as <c>murdoch check-text</c> decides: a table per subject, and the targets.</summary>
internal static class DetectionCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "Folder of labelled JSONL files, with wordlists/ and domains/ below" };
        var models = new Option<int>("--models") { Description = "Models whose mean is taken where a source is left out of training; 0 leaves that part out", DefaultValueFactory = _ => 2 };
        var model = new Option<FileInfo?>("--model") { Description = "A model of murdoch train in the place of the shipped one" };
        var command = new Command("detection", "Labelled texts through layers 1 and 3 at the shipped thresholds, on rows that nothing was learned from") { folder, model, models };
        command.SetAction(parsed =>
        {
            var data = parsed.GetValue(folder)!;
            if (!data.Exists || data.GetFiles("*.jsonl").Length == 0)
            {
                Console.WriteLine($"{data.FullName} holds no labelled texts: nothing to measure.");
                return 0;
            }

            if (parsed.GetValue(model) is { Exists: false } missing)
            {
                Console.Error.WriteLine($"{missing.FullName} does not exist.");
                return 1;
            }

            DetectionReport.Print(new DetectionRun(data, parsed.GetValue(model)?.FullName, parsed.GetValue(models), Console.Error.WriteLine).Run(), Console.Out);
            return 0;
        });
        return command;
    }
}
