using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Murdoch.Grains.Analysis;
using Murdoch.Grains.Interfaces.Explanations;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Messages.Lists;
using Murdoch.Silo.Hosting;
using Murdoch.Silo.Settings;

namespace Murdoch.Silo.Commands;

/// <summary>murdoch check-text: what the layers make of a text, without Discord, cluster or database.</summary>
internal static class CheckTextCommand
{
    public static Command Create()
    {
        var texts = new Argument<string[]>("text") { Description = "Texts, each a message; or one file of lines. Without any, or with -, lines come from the standard input", Arity = ArgumentArity.ZeroOrMore };
        var context = new Option<FileInfo?>("--context") { Description = "What was written before: a line each, 'name: text' or 'name > whom: text'; the texts may be written so too" };
        var explain = new Option<bool>("--explain") { Description = "Say which rule or words decided, where, and why other rules did not" };
        var json = new Option<bool>("--json") { Description = "One JSON object a line for texts of the command line too" };
        var command = new Command("check-text", "Show what layers 1 and 3 make of texts. Lines are texts or {\"id\":…,\"text\":…}, answered by {id, flagged, score, category, layer, rule} a line")
        {
            texts, context, explain, json,
        };
        command.SetAction(parsed => RunAsync(parsed.GetValue(texts)!, parsed.GetValue(context), parsed.GetValue(explain), parsed.GetValue(json), Console.In, Console.Out, Console.Error));
        return command;
    }

    public static async Task<int> RunAsync(string[] texts, FileInfo? contextFile, bool explain, bool json, TextReader input, TextWriter output, TextWriter errors)
    {
        var catalogue = MurdochHost.Catalogue();
        var settings = SettingSources.Load(Directory.GetCurrentDirectory(), SettingSources.ReadEnvironment(), catalogue.Names);
        var inspection = new TextInspection(settings.Configuration.Read<PatternOptions>(), settings.Configuration.Read<EmbeddedAnalyzerOptions>());
        foreach (var problem in inspection.Problems)
        {
            await errors.WriteLineAsync(problem);
        }

        var chat = new WrittenChat();
        MessagePosted[] context = [];
        try
        {
            if (contextFile is not null)
            {
                context = [.. (await File.ReadAllLinesAsync(contextFile.FullName)).Where(line => line.Length > 0).Select(chat.Read)];
            }
            else if (explain)
            {
                return await ExplainAsync(inspection, texts, json, input, output, errors);
            }
            else if (texts is [] or ["-"])
            {
                return await RunLinesAsync(inspection, input, output, errors);
            }
            else if (texts is [var path] && File.Exists(path))
            {
                using var file = File.OpenText(path);
                return await RunLinesAsync(inspection, file, output, errors);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(exception.Message);
            return ExitCode.Failed;
        }

        foreach (var text in texts is [] or ["-"] ? Lines(input) : texts)
        {
            // A name is looked for only where a context gives names a meaning: a text may hold a colon.
            var message = contextFile is null ? WrittenChat.Plain(text) : chat.Read(text);
            if (explain)
            {
                await output.WriteLineAsync(Describe(inspection.Explain(message, context), json));
                continue;
            }

            var verdict = await inspection.Inspect(message, context);
            await output.WriteLineAsync(json ? JsonSerializer.Serialize(verdict, VerdictJson.Readable.TextVerdict) : Describe(verdict));
        }

        return ExitCode.Done;
    }

    private static async Task<int> ExplainAsync(TextInspection inspection, string[] texts, bool json, TextReader input, TextWriter output, TextWriter errors)
    {
        var wrong = 0;
        using var file = texts is [var path] && File.Exists(path) ? File.OpenText(path) : null;
        var messages = file is null && texts is not ([] or ["-"])
            ? texts.Select(WrittenChat.Plain)
            : MessageLines.Read(file ?? input, problem => { wrong++; errors.WriteLine(problem); });
        foreach (var message in messages)
        {
            await output.WriteLineAsync(Describe(inspection.Explain(message, []), json));
        }

        return wrong == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Describe(MessageExplanation explanation, bool json) =>
        json ? JsonSerializer.Serialize(explanation, VerdictJson.Readable.MessageExplanation) : ExplanationText.Of(explanation);

    private static async Task<int> RunLinesAsync(TextInspection inspection, TextReader input, TextWriter output, TextWriter errors) =>
        await new TextLines(inspection, input, output, errors).RunAsync() == 0 ? ExitCode.Done : ExitCode.Failed;

    private static IEnumerable<string> Lines(TextReader input)
    {
        while (input.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static string Describe(TextVerdict verdict)
    {
        var scores = string.Join(", ", verdict.Scores.Select(score => string.Create(CultureInfo.InvariantCulture, $"{score.Key.ToLowerInvariant()} {score.Value:0.00}")));
        return $"""
            {verdict.Text}
              layer 1  {Describe(verdict.Layer1)}
              layer 3  {Describe(verdict.Layer3)}
              scores   {scores}
            """;
    }

    private static string Describe(LayerVerdict? verdict) => verdict is null
        ? "nothing"
        : string.Create(CultureInfo.InvariantCulture, $"{verdict.Severity:0.00} {verdict.Category} ({verdict.Rule}): {verdict.Reason}") + (verdict.Matched is { } matched ? $" [{matched}]" : "");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TextVerdict))]
[JsonSerializable(typeof(MessageExplanation))]
internal sealed partial class VerdictJson : JsonSerializerContext
{
    /// <summary>People read this too: letters of other scripts stay letters.</summary>
    public static VerdictJson Readable { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } });
}
