using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Murdoch.TestCluster.Analysers;

/// <summary>
/// A language model's server on loopback that speaks Gemini's and OpenAI's wire as they are documented, as strict with requests as they are,
/// and as bad with answers as a test wants it.
/// </summary>
public sealed class ModelServer : IAsyncDisposable
{
    public const string Key = "stand-in-key-1f7c";
    public const string Model = "stand-in-1";
    private static readonly HashSet<string> GeminiFields = ["contents", "systemInstruction", "safetySettings", "generationConfig"];
    private readonly WebApplication _app;

    private ModelServer(WebApplication app) => _app = app;

    /// <summary>Every request that was right, in order.</summary>
    public ConcurrentQueue<ModelCall> Calls { get; } = [];

    /// <summary>What was wrong with requests that were not.</summary>
    public ConcurrentQueue<string> Complaints { get; } = [];

    /// <summary>Nothing is found without it.</summary>
    public Func<ModelCall, ModelReply> Answer { get; set; } = _ => new();

    public Uri GeminiUrl => new(Address, "/v1beta");
    public Uri OpenAiUrl => new(Address, "/v1");
    private Uri Address => new(_app.Urls.Single());

    public static async Task<ModelServer> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ModelServer(app);
        app.Run(server.Handle);
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Handle(HttpContext context)
    {
        var body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var isGemini = context.Request.Path == $"/v1beta/models/{Model}:generateContent";
        if (!isGemini && context.Request.Path != "/v1/chat/completions")
        {
            await Fail(context, isGemini, 404, $"No such path: {context.Request.Path}");
            return;
        }
        var complaint = isGemini ? ComplainGemini(context.Request, body!) : ComplainOpenAi(context.Request, body!);
        if (complaint is not null)
        {
            await Fail(context, isGemini, complaint.Contains("key", StringComparison.Ordinal) ? 401 : 400, complaint);
            return;
        }
        var call = isGemini
            ? new ModelCall("gemini", TextOf(body!["systemInstruction"]!), TextOf(body["contents"]![0]!))
            : new ModelCall("openai", (string)body!["messages"]![0]!["content"]!, (string)body["messages"]![1]!["content"]!);
        Calls.Enqueue(call);
        await Reply(context, isGemini, Answer(call));
    }

    private async Task Reply(HttpContext context, bool isGemini, ModelReply reply)
    {
        if (reply.Silent) await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (reply.Cut || reply.Silent)
        {
            context.Abort();
            return;
        }
        if (reply.RetryAfterSeconds is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (reply.Status != 200)
        {
            await Fail(context, isGemini, reply.Status, $"As the test wants it, with the key {Key}.");
            return;
        }
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(reply.Raw ?? (isGemini ? Gemini(reply) : OpenAi(reply)), context.RequestAborted);
    }

    private async Task Fail(HttpContext context, bool isGemini, int status, string message)
    {
        Complaints.Enqueue(message);
        context.Response.StatusCode = status;
        object error = isGemini
            ? new { error = new { code = status, message, status = status == 429 ? "RESOURCE_EXHAUSTED" : "INVALID_ARGUMENT" } }
            : new { error = new { message, type = "invalid_request_error", param = (string?)null, code = status == 429 ? "rate_limit_exceeded" : "invalid_value" } };
        await context.Response.WriteAsync(JsonSerializer.Serialize(error), context.RequestAborted);
    }

    // https://ai.google.dev/api/generate-content#v1beta.GenerateContentResponse
    private static string Gemini(ModelReply reply) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        [reply.Blocked ? "promptFeedback" : "candidates"] = reply.Blocked
            ? new { blockReason = "PROHIBITED_CONTENT" }
            : new[] { new { content = new { role = "model", parts = new[] { new { text = reply.Text } } }, finishReason = reply.Truncated ? "MAX_TOKENS" : "STOP", index = 0 } },
        ["usageMetadata"] = new { promptTokenCount = reply.TokensIn, candidatesTokenCount = reply.TokensOut, totalTokenCount = reply.TokensIn + reply.TokensOut },
        ["modelVersion"] = Model,
    });

    // https://platform.openai.com/docs/api-reference/chat/object
    private static string OpenAi(ModelReply reply) => JsonSerializer.Serialize(new
    {
        id = "chatcmpl-1",
        @object = "chat.completion",
        created = 1_700_000_000,
        model = Model,
        choices = new[]
        {
            new
            {
                index = 0,
                message = new { role = "assistant", content = reply.Blocked ? null : reply.Text, refusal = reply.Blocked ? "I cannot help with that." : null },
                finish_reason = reply.Truncated ? "length" : "stop",
            },
        },
        usage = new { prompt_tokens = reply.TokensIn, completion_tokens = reply.TokensOut, total_tokens = reply.TokensIn + reply.TokensOut },
    });

    private static string? ComplainGemini(HttpRequest request, JsonNode body)
    {
        if (request.Headers["x-goog-api-key"] != Key || request.QueryString.HasValue) return "The key is missing, wrong or in the address.";
        if (body.AsObject().FirstOrDefault(field => !GeminiFields.Contains(field.Key)).Key is { } unknown) return $"Unknown name \"{unknown}\".";
        if ((string?)body["generationConfig"]?["responseMimeType"] != "application/json") return "A schema needs responseMimeType application/json.";
        return ComplainGeminiSchema(body["generationConfig"]?["responseSchema"]);
    }

    private static string? ComplainGeminiSchema(JsonNode? schema)
    {
        if ((string?)schema?["type"] is not ("OBJECT" or "ARRAY" or "STRING" or "NUMBER")) return "A schema has a type.";
        if (schema["enum"] is JsonArray { } values && (values.Count == 0 || values.Any(value => (string?)value is null or ""))) return "enum: cannot be empty.";
        if (schema["required"] is JsonArray required && required.Any(name => schema["properties"]?[(string)name!] is null)) return "required: property is not defined.";
        return schema["items"] is { } items ? ComplainGeminiSchema(items) : schema["properties"]?.AsObject().Select(property => ComplainGeminiSchema(property.Value)).FirstOrDefault(found => found is not null);
    }

    private static string? ComplainOpenAi(HttpRequest request, JsonNode body)
    {
        if (request.Headers.Authorization is var key && key != $"Bearer {Key}" && key.Count > 0) return "Incorrect API key.";
        if ((string?)body["model"] != Model) return "The model does not exist.";
        if (body["temperature"] is not null || body["max_tokens"] is not null) return "Unsupported parameter.";
        var format = body["response_format"];
        if ((string?)format?["type"] != "json_schema" || (string?)format["json_schema"]?["name"] is null or "" || (bool?)format["json_schema"]!["strict"] != true) return "A named, strict json_schema is expected.";
        return ComplainStrict(format["json_schema"]!["schema"]);
    }

    // https://platform.openai.com/docs/guides/structured-outputs#supported-schemas
    private static string? ComplainStrict(JsonNode? schema)
    {
        if ((string?)schema?["type"] == "array") return ComplainStrict(schema["items"]);
        if ((string?)schema?["type"] != "object") return schema?["type"] is null ? "A schema has a type." : null;
        var properties = schema["properties"]!.AsObject();
        if ((bool?)schema["additionalProperties"] != false) return "additionalProperties is required to be false.";
        if (!properties.Select(property => property.Key).Order().SequenceEqual(schema["required"]!.AsArray().Select(name => (string)name!).Order())) return "required has to name every property.";
        return properties.Select(property => ComplainStrict(property.Value)).FirstOrDefault(found => found is not null);
    }

    private static string TextOf(JsonNode content) => string.Concat(content["parts"]!.AsArray().Select(part => (string)part!["text"]!));
}
