using System.Globalization;
using System.Text.Json;
using Murdoch.Grains.Interfaces.Analysis;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Analysis.Prompts;

/// <summary>Believes of a language model's answer what its prompt allows. Whoever wrote a message may have had a hand in it.</summary>
internal static class AnswerReader
{
    /// <summary>Characters of a reason and of a rule that are kept: both go into records and notices.</summary>
    internal const int MaxReason = 300;
    private const int MaxRule = 200;
    private const string NoReason = "The analyser gave no reason.";
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8 };

    /// <param name="refused">Findings that were left out: they name a message of no one, or a severity that is none.</param>
    /// <returns>At most one finding for each message of the prompt, the most severe; null when the answer is not of the schema.</returns>
    public static AnalysisFinding[]? Read(string answer, AnalysisPrompt prompt, out int refused)
    {
        refused = 0;
        try
        {
            using var document = JsonDocument.Parse(WithoutFence(answer), Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("findings", out var items) || items.ValueKind != JsonValueKind.Array) return null;
            var findings = new Dictionary<MessageId, AnalysisFinding>();
            foreach (var item in items.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.Object) return null;
                if (Find(item, "id", 'm', prompt.Messages) is not { } message || Severity(item) is not { } severity)
                {
                    refused++;
                    continue;
                }
                if (findings.TryGetValue(message.Message, out var known) && known.Severity >= severity) continue;
                var rule = Find(item, "rule", 'r', prompt.Rules);
                findings[message.Message] = new(message.Message, severity, Category(item), Reason(item), rule is null ? null : PromptText.Plain(rule, MaxRule));
            }
            return [.. findings.Values];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second for half of a surrogate pair in a string.
            return null;
        }
    }

    // Local servers that know no schema often wrap JSON in a code block.
    private static ReadOnlyMemory<char> WithoutFence(string answer)
    {
        var text = answer.AsMemory().Trim();
        if (!text.Span.StartsWith("```") || !text.Span.EndsWith("```") || text.Length < 6) return text;
        var line = text.Span.IndexOf('\n');
        return line < 0 || line >= text.Length - 3 ? text : text[line..^3];
    }

    private static T? Find<T>(JsonElement item, string property, char kind, T[] among) where T : class =>
        Text(item, property) is [var first, .. var digits] && first == kind && digits is not ['0', ..]
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= among.Length
            ? among[number - 1]
            : null;

    private static double? Severity(JsonElement item) =>
        item.TryGetProperty("severity", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var severity) && severity is >= 0 and <= 1 ? severity : null;

    private static ViolationCategory Category(JsonElement item) => Text(item, "category") switch
    {
        "harassment" => ViolationCategory.Harassment,
        "hate" => ViolationCategory.Hate,
        "threat" => ViolationCategory.Threat,
        "slur" => ViolationCategory.Slur,
        "spam" => ViolationCategory.Spam,
        "phishing" => ViolationCategory.Phishing,
        _ => ViolationCategory.Custom,
    };

    private static string Reason(JsonElement item) => Text(item, "reason") is { } reason && PromptText.Plain(reason, MaxReason) is { Length: > 0 } plain ? plain : NoReason;

    private static string? Text(JsonElement item, string property) => item.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
