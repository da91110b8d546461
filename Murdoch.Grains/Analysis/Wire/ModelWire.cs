using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Murdoch.Grains.Analysis.Prompts;

namespace Murdoch.Grains.Analysis.Wire;

/// <summary>How an answer ended.</summary>
internal enum AnswerEnd
{
    Complete = 0,

    /// <summary>At the limit of tokens: the JSON has no end.</summary>
    Truncated = 1,

    /// <summary>The provider does not answer to such words.</summary>
    Blocked = 2,
}

/// <param name="Text">Empty when there is none.</param>
/// <param name="Usage">Tokens as the provider counted them; null when it did not say.</param>
internal sealed record ModelAnswer(AnswerEnd End, string Text, TokenUsage? Usage);

/// <param name="In">Tokens of the prompt.</param>
/// <param name="Out">Tokens of the answer, with those of thinking.</param>
internal sealed record TokenUsage(long In, long Out)
{
    /// <summary>No request has more of them: a server that says otherwise does not lock a guild's budget for ever.</summary>
    private const long Most = 10_000_000;

    public static TokenUsage? Of(long? tokensIn, long? tokensOut) =>
        tokensIn is null && tokensOut is null ? null : new(Math.Clamp(tokensIn ?? 0, 0, Most), Math.Clamp(tokensOut ?? 0, 0, Most));
}

/// <summary>One API of language models: the request that carries a prompt, and the answer that comes back.</summary>
internal abstract class ModelWire
{
    /// <summary>Text as it is, not as escapes: a language without Latin letters is three times as long otherwise.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>As the setting ANALYZER names it.</summary>
    public abstract string Name { get; }

    public HttpRequestMessage Compose(AnalysisPrompt prompt, int maxAnswerTokens)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body, Readable)) Write(json, prompt, maxAnswerTokens);
        var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new ByteArrayContent(body.ToArray()) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        Authorize(request.Headers);
        return request;
    }

    /// <exception cref="JsonException">The body is not of this API.</exception>
    public abstract ModelAnswer Read(ReadOnlySpan<byte> body);

    /// <returns>The API's short word for an error, such as INVALID_ARGUMENT; null when the body has none.</returns>
    /// <remarks>Not its sentence: that may repeat a key or a message.</remarks>
    public string? ReadError(ReadOnlySpan<byte> body)
    {
        try { return ErrorWord(body) is { Length: > 0 and <= 64 } word && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.') ? word : null; }
        catch (JsonException) { return null; }
    }

    protected abstract Uri Address { get; }

    protected abstract void Authorize(HttpRequestHeaders headers);

    protected abstract void Write(Utf8JsonWriter json, AnalysisPrompt prompt, int maxAnswerTokens);

    protected abstract string? ErrorWord(ReadOnlySpan<byte> body);

    protected static void WriteStrings(Utf8JsonWriter json, string property, IEnumerable<string> values)
    {
        json.WriteStartArray(property);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
