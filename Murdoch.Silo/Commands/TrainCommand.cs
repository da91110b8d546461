using System.CommandLine;
using System.Globalization;
using Murdoch.Grains.Analysis.Training;

namespace Murdoch.Silo.Commands;

/// <summary>murdoch train: makes the embedded analyser's model from labelled files and says how good it is.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var data = new Option<string[]>("--data") { Description = "JSONL files, or folders of them: {\"text\":…,\"label\":…} a line", Required = true, AllowMultipleArgumentsPerToken = true };
        var words = new Option<DirectoryInfo?>("--words") { Description = "A folder of word lists, profanity*.jsonl: {\"term\":…,\"severity\":…} a line; default: the folder wordlists below a folder of --data" };
        var extra = new Option<string[]>("--extra") { Description = "Files of labels that guilds exported; they are learned from whole, and weigh more than other rows", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
        var target = new Option<FileInfo>("--out") { Description = "The model to write", Required = true };
        var seed = new Option<int>("--seed") { Description = "The same seed and data make the same model", DefaultValueFactory = _ => 1 };
        var report = new Option<FileInfo?>("--report") { Description = "Where to write all measures: .md as tables, anything else as JSON" };
        var leaveOneOut = new Option<bool>("--leave-one-out") { Description = "Also measure each source with a model that never saw it" };
        var shareAlike = new Option<bool>("--share-alike") { Description = "Learn from share-alike sources too; the model is then under their licence" };
        var json = new Option<bool>("--json") { Description = "The report as one JSON object on the standard output" };
        var command = new Command("train", "Train the embedded analyser's model from labelled texts") { data, extra, words, target, seed, report, leaveOneOut, shareAlike, json };
        command.SetAction(parsed => Run(
            parsed.GetValue(data)!,
            parsed.GetValue(extra)!,
            parsed.GetValue(words),
            parsed.GetValue(target)!,
            parsed.GetValue(report),
            new TrainingSettings { Seed = parsed.GetValue(seed), LeaveOneOut = parsed.GetValue(leaveOneOut), IncludeShareAlike = parsed.GetValue(shareAlike) },
            parsed.GetValue(json),
            Console.Out,
            Console.Error));
        return command;
    }

    public static int Run(string[] data, string[] extra, DirectoryInfo? words, FileInfo target, FileInfo? reportFile, TrainingSettings settings, bool json, TextWriter output, TextWriter errors)
    {
        try
        {
            // Everything is read before anything is learned: a wrong line leaves the old model as it was.
            var rows = LabelledFiles.Read(data, extra);
            settings = settings with { Terms = [.. WordFolders(data, words).SelectMany(WordListFiles.Read)] };
            using var model = new MemoryStream();
            var report = ModelTraining.Run(rows, settings, model, errors.WriteLine);
            File.WriteAllBytes(target.FullName, model.ToArray());
            if (reportFile is not null)
            {
                File.WriteAllText(reportFile.FullName, reportFile.Extension.Equals(".md", StringComparison.OrdinalIgnoreCase) ? TrainingTables.Markdown(report) : report.ToJson());
            }

            output.WriteLine(json ? report.ToJson() : TrainingTables.Markdown(report));
            errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {model.Length / 1_048_576.0:0.0} MiB"));
            return ExitCode.Done;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            errors.WriteLine(exception.Message);
            return exception is IOException or UnauthorizedAccessException ? ExitCode.Failed : ExitCode.WrongUsage;
        }
    }

    private static IEnumerable<string> WordFolders(string[] data, DirectoryInfo? words) =>
        words is not null ? [words.FullName] : data.Select(path => Path.Combine(path, "wordlists")).Where(Directory.Exists).Take(1);
}
