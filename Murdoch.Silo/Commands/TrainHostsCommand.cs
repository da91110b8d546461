using System.CommandLine;
using System.Globalization;
using Murdoch.Grains.Analysis.Training;

namespace Murdoch.Silo.Commands;

/// <summary>murdoch train-hosts: learns what host names of scams look like, for layer 1.</summary>
internal static class TrainHostsCommand
{
    public static Command Create()
    {
        var data = new Option<string[]>("--data") { Description = "JSONL files, or folders of them: {\"text\":HOST,\"label\":\"scam\" or \"none\"} a line", Required = true, AllowMultipleArgumentsPerToken = true };
        var target = new Option<FileInfo>("--out") { Description = "The weights to write", Required = true };
        var command = new Command("train-hosts", "Learn what host names of scams look like") { data, target };
        command.SetAction(parsed => Run(parsed.GetValue(data)!, parsed.GetValue(target)!, Console.Out, Console.Error));
        return command;
    }

    public static int Run(string[] data, FileInfo target, TextWriter output, TextWriter errors)
    {
        try
        {
            var report = HostTraining.Run(LabelledFiles.Read(data), out var file);
            File.WriteAllBytes(target.FullName, file);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                {report.Names} names learned. With one ordinary name in a hundred flagged: {report.Learned:0.000} of the learned scam names, {report.Unseen:0.000} of others.
                At the threshold: {report.UnseenAtThreshold:0.000} of the scam names not learned, {report.FalseAlarms:0.0000} of the ordinary ones.
                """));
            return ExitCode.Done;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            errors.WriteLine(exception.Message);
            return exception is IOException or UnauthorizedAccessException ? ExitCode.Failed : ExitCode.WrongUsage;
        }
    }
}
