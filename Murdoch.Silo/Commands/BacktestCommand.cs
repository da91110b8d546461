using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Murdoch.Grains.Backtests;
using Murdoch.Grains.Interfaces.Backtests;
using Murdoch.Grains.Messages.Lists;
using Murdoch.Silo.Hosting;
using Murdoch.Silo.Settings;

namespace Murdoch.Silo.Commands;

/// <summary>murdoch backtest: what a draft of the lists would change about messages of a file, before it is put in force.</summary>
internal static class BacktestCommand
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var draft = new Argument<FileInfo>("draft") { Description = "A file as for REGEX_PATTERNS_PATH: {\"slurs\":[],\"invite_links\":[],\"phishing_urls\":[]}" };
        var messages = new Argument<FileInfo?>("messages") { Description = "Lines, each a text or {\"text\":…}; without it, or with -, lines come from the standard input", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "The report as one JSON object" };
        var command = new Command("backtest", "Try a draft of the lists on messages beside what is in force, and show what would change. Ends with 1 when the draft has patterns that cannot be used") { draft, messages, json };
        command.SetAction(parsed => Run(parsed.GetValue(draft)!, parsed.GetValue(messages), parsed.GetValue(json), Console.In, Console.Out, Console.Error));
        return command;
    }

    public static int Run(FileInfo draft, FileInfo? messages, bool json, TextReader input, TextWriter output, TextWriter errors)
    {
        var settings = SettingSources.Load(Directory.GetCurrentDirectory(), SettingSources.ReadEnvironment(), MurdochHost.Catalogue().Names);
        try
        {
            using var file = messages is null or { Name: "-" } ? null : messages.OpenText();
            var report = ListBacktest.Run(settings.Configuration.Read<PatternOptions>(), draft.FullName, MessageLines.Read(file ?? input, errors.WriteLine));
            output.WriteLine(json ? JsonSerializer.Serialize(report, Json) : Describe(report));
            foreach (var problem in report.Problems)
            {
                errors.WriteLine(problem);
            }

            return report.Problems.Length == 0 ? ExitCode.Done : ExitCode.Failed;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            errors.WriteLine(exception.Message);
            return ExitCode.Failed;
        }
    }

    private static string Describe(BacktestReport report)
    {
        var lines = new List<string> { string.Create(CultureInfo.InvariantCulture, $"{report.Messages} messages tried."), "" };
        if (report.Rules.Length == 0)
        {
            lines.Add("No rule matches any of them, before or after.");
            return string.Join('\n', lines);
        }

        lines.Add(string.Create(CultureInfo.InvariantCulture, $"{"rule",-16}{"before",8}{"after",8}{"newly",8}{"no longer",11}"));
        lines.AddRange(report.Rules.Select(rule => string.Create(CultureInfo.InvariantCulture, $"{rule.Rule,-16}{rule.Before,8}{rule.After,8}{rule.Newly,8}{rule.NoLonger,11}")));
        if (report.Examples.Length > 0)
        {
            lines.Add("");
            lines.AddRange(report.Examples.Select(example =>
                string.Create(CultureInfo.InvariantCulture, $"line {example.Message.Value}: {example.RuleBefore ?? "nothing"} → {example.RuleAfter ?? "nothing"} [{example.Matched}]  {example.Text.ReplaceLineEndings(" ")}")));
        }

        return string.Join('\n', lines);
    }
}
