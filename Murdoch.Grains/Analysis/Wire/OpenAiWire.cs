using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Murdoch.Grains.Analysis.Prompts;

namespace Murdoch.Grains.Analysis.Wire;

/// <summary>Chat completions as OpenAI made them and many servers speak them. https://platform.openai.com/docs/api-reference/chat/create</summary>
internal sealed partial class OpenAiWire(ModelEndpoint endpoint) : ModelWire
{
    public override string Name => "openai";

    protected override Uri Address { get; } = endpoint.Method("v1", "/chat/completions");

    public override ModelAnswer Read(ReadOnlySpan<byte> body)
    {
        var answer = JsonSerializer.Deserialize(body, OpenAiJson.Default.Answer) ?? throw new JsonException("null is no answer.");
        if (answer.Choices is not [{ } choice, ..]) throw new JsonException("An answer without choices.");
        var usage = TokenUsage.Of(answer.Usage?.PromptTokens, answer.Usage?.CompletionTokens);
        var text = choice.Message?.Content ?? "";
        var end = choice.FinishReason switch
        {
            "length" => AnswerEnd.Truncated,
            "content_filter" => AnswerEnd.Blocked,
            _ => text.Length > 0 && string.IsNullOrEmpty(choice.Message?.Refusal) ? AnswerEnd.Complete : AnswerEnd.Blocked,
        };
        return new(end, text, usage);
    }

    protected override void Authorize(HttpRequestHeaders headers)
    {
        if (endpoint.Key is { } key) headers.Authorization = new("Bearer", key);
    }

    protected override void Write(Utf8JsonWriter json, AnalysisPrompt prompt, int maxAnswerTokens)
    {
        json.WriteStartObject();
        json.WriteString("model", endpoint.Model);
        json.WriteStartArray("messages");
        WriteMessage(json, "system", prompt.Instructions);
        WriteMessage(json, "user", prompt.Data);
        json.WriteEndArray();
        // The name that all of OpenAI's models take. Of the temperature some take no other than their own, so none is sent.
        json.WriteNumber("max_completion_tokens", maxAnswerTokens);
        json.WriteStartObject("response_format");
        json.WriteString("type", "json_schema");
        json.WriteStartObject("json_schema");
        json.WriteString("name", "findings");
        json.WriteBoolean("strict", true);
        json.WritePropertyName("schema");
        WriteSchema(json, prompt);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    protected override string? ErrorWord(ReadOnlySpan<byte> body) => JsonSerializer.Deserialize(body, OpenAiJson.Default.Failure)?.Error is { } error ? error.Code ?? error.Type : null;

    private static void WriteMessage(Utf8JsonWriter json, string role, string content)
    {
        json.WriteStartObject();
        json.WriteString("role", role);
        json.WriteString("content", content);
        json.WriteEndObject();
    }

    // Strict: every property is required, and no other one is allowed. https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
    private static void WriteSchema(Utf8JsonWriter json, AnalysisPrompt prompt)
    {
        OpenObject(json, ["findings"]);
        json.WriteStartObject("findings");
        json.WriteString("type", "array");
        json.WritePropertyName("items");
        OpenObject(json, ["id", "category", "reason", "rule", "severity"]);
        WriteEnum(json, "id", prompt.MessageIds);
        WriteEnum(json, "category", AnalysisPrompt.Categories);
        WriteType(json, "reason", "string");
        WriteEnum(json, "rule", prompt.RuleIds.Append(""));
        WriteType(json, "severity", "number");
        CloseObject(json);
        json.WriteEndObject();
        CloseObject(json);
    }

    private static void OpenObject(Utf8JsonWriter json, string[] properties)
    {
        json.WriteStartObject();
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", false);
        WriteStrings(json, "required", properties);
        json.WriteStartObject("properties");
    }

    private static void CloseObject(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteType(Utf8JsonWriter json, string property, string type)
    {
        json.WriteStartObject(property);
        json.WriteString("type", type);
        json.WriteEndObject();
    }

    private static void WriteEnum(Utf8JsonWriter json, string property, IEnumerable<string> values)
    {
        json.WriteStartObject(property);
        json.WriteString("type", "string");
        WriteStrings(json, "enum", values);
        json.WriteEndObject();
    }

    internal sealed record Answer([property: JsonPropertyName("choices")] Choice?[]? Choices, [property: JsonPropertyName("usage")] Usage? Usage);

    internal sealed record Choice([property: JsonPropertyName("message")] Message? Message, [property: JsonPropertyName("finish_reason")] string? FinishReason);

    internal sealed record Message([property: JsonPropertyName("content")] string? Content, [property: JsonPropertyName("refusal")] string? Refusal);

    internal sealed record Usage([property: JsonPropertyName("prompt_tokens")] long PromptTokens, [property: JsonPropertyName("completion_tokens")] long CompletionTokens);

    internal sealed record Failure([property: JsonPropertyName("error")] Error? Error);

    internal sealed record Error([property: JsonPropertyName("code")] string? Code, [property: JsonPropertyName("type")] string? Type);

    [JsonSerializable(typeof(Answer)), JsonSerializable(typeof(Failure))]
    internal sealed partial class OpenAiJson : JsonSerializerContext;
}
