using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Murdoch.Grains.Analysis.Prompts;

namespace Murdoch.Grains.Analysis.Wire;

/// <summary>Gemini's generateContent. https://ai.google.dev/api/generate-content</summary>
internal sealed partial class GeminiWire(ModelEndpoint endpoint) : ModelWire
{
    // Moderators send what these filters are for: they are off, and what is refused all the same goes to the embedded model.
    private static readonly string[] SafetyFilters = ["HARM_CATEGORY_HARASSMENT", "HARM_CATEGORY_HATE_SPEECH", "HARM_CATEGORY_SEXUALLY_EXPLICIT", "HARM_CATEGORY_DANGEROUS_CONTENT"];

    public override string Name => "gemini";

    protected override Uri Address { get; } = endpoint.Method("v1beta", $"/models/{Uri.EscapeDataString(endpoint.Model)}:generateContent");

    public override ModelAnswer Read(ReadOnlySpan<byte> body)
    {
        var answer = JsonSerializer.Deserialize(body, GeminiJson.Default.Answer) ?? throw new JsonException("null is no answer.");
        var usage = TokenUsage.Of(answer.Usage?.PromptTokens, answer.Usage is { } used ? used.CandidateTokens + used.ThoughtTokens : null);
        if (answer.Candidates is not [{ } candidate, ..])
        {
            // Without candidates there is a reason, or else somebody else answered.
            return answer.Feedback is not null || answer.Usage is not null ? new(AnswerEnd.Blocked, "", usage) : throw new JsonException("An answer without candidates and without a reason.");
        }
        var text = string.Concat(candidate.Content?.Parts?.Where(part => !part.Thought).Select(part => part.Text) ?? []);
        var end = candidate.FinishReason switch
        {
            "MAX_TOKENS" => AnswerEnd.Truncated,
            "STOP" or null => text.Length > 0 ? AnswerEnd.Complete : AnswerEnd.Blocked,
            _ => AnswerEnd.Blocked,
        };
        return new(end, text, usage);
    }

    protected override void Authorize(HttpRequestHeaders headers)
    {
        // Not as ?key=: addresses end up in logs.
        if (endpoint.Key is { } key) headers.TryAddWithoutValidation("x-goog-api-key", key);
    }

    protected override void Write(Utf8JsonWriter json, AnalysisPrompt prompt, int maxAnswerTokens)
    {
        json.WriteStartObject();
        json.WriteStartObject("systemInstruction");
        WriteParts(json, prompt.Instructions);
        json.WriteEndObject();
        json.WriteStartArray("contents");
        json.WriteStartObject();
        json.WriteString("role", "user");
        WriteParts(json, prompt.Data);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("safetySettings");
        foreach (var filter in SafetyFilters)
        {
            json.WriteStartObject();
            json.WriteString("category", filter);
            json.WriteString("threshold", "BLOCK_NONE");
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("generationConfig");
        json.WriteNumber("maxOutputTokens", maxAnswerTokens);
        json.WriteString("responseMimeType", "application/json");
        json.WritePropertyName("responseSchema");
        WriteSchema(json, prompt);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    protected override string? ErrorWord(ReadOnlySpan<byte> body) => JsonSerializer.Deserialize(body, GeminiJson.Default.Failure)?.Error?.Status;

    private static void WriteParts(Utf8JsonWriter json, string text)
    {
        json.WriteStartArray("parts");
        json.WriteStartObject();
        json.WriteString("text", text);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    // The subset of OpenAPI that Gemini takes. https://ai.google.dev/api/caching#Schema
    private static void WriteSchema(Utf8JsonWriter json, AnalysisPrompt prompt)
    {
        json.WriteStartObject();
        json.WriteString("type", "OBJECT");
        WriteStrings(json, "required", ["findings"]);
        json.WriteStartObject("properties");
        json.WriteStartObject("findings");
        json.WriteString("type", "ARRAY");
        json.WriteStartObject("items");
        json.WriteString("type", "OBJECT");
        WriteStrings(json, "required", ["id", "severity", "category", "reason"]);
        WriteStrings(json, "propertyOrdering", ["id", "category", "reason", "rule", "severity"]);
        json.WriteStartObject("properties");
        WriteEnum(json, "id", prompt.MessageIds);
        WriteEnum(json, "category", AnalysisPrompt.Categories);
        json.WriteStartObject("reason");
        json.WriteString("type", "STRING");
        json.WriteEndObject();
        // An enumeration with an empty value is refused, so that no rule is no property.
        if (prompt.Rules.Length > 0) WriteEnum(json, "rule", prompt.RuleIds);
        json.WriteStartObject("severity");
        json.WriteString("type", "NUMBER");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteEnum(Utf8JsonWriter json, string property, IEnumerable<string> values)
    {
        json.WriteStartObject(property);
        json.WriteString("type", "STRING");
        WriteStrings(json, "enum", values);
        json.WriteEndObject();
    }

    internal sealed record Answer(
        [property: JsonPropertyName("candidates")] Candidate?[]? Candidates,
        [property: JsonPropertyName("promptFeedback")] Feedback? Feedback,
        [property: JsonPropertyName("usageMetadata")] Usage? Usage);

    internal sealed record Candidate([property: JsonPropertyName("content")] Content? Content, [property: JsonPropertyName("finishReason")] string? FinishReason);

    internal sealed record Content([property: JsonPropertyName("parts")] Part[]? Parts);

    internal sealed record Part([property: JsonPropertyName("text")] string? Text, [property: JsonPropertyName("thought")] bool Thought);

    internal sealed record Feedback([property: JsonPropertyName("blockReason")] string? BlockReason);

    internal sealed record Usage(
        [property: JsonPropertyName("promptTokenCount")] long PromptTokens,
        [property: JsonPropertyName("candidatesTokenCount")] long CandidateTokens,
        [property: JsonPropertyName("thoughtsTokenCount")] long ThoughtTokens);

    internal sealed record Failure([property: JsonPropertyName("error")] Error? Error);

    internal sealed record Error([property: JsonPropertyName("status")] string? Status);

    [JsonSerializable(typeof(Answer)), JsonSerializable(typeof(Failure))]
    internal sealed partial class GeminiJson : JsonSerializerContext;
}
