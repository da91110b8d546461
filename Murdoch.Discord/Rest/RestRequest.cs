using System.Net.Http.Headers;

namespace Murdoch.Discord.Rest;

/// <summary>One request, sent as often as it takes.</summary>
/// <param name="Route">Method and path with placeholders: the bucket's name, and what errors and metrics say.</param>
/// <param name="Top">The channel, guild or webhook whose bucket it is; 0 for none.</param>
/// <param name="Body">JSON; empty for none.</param>
/// <param name="IsExempt">True for routes that the global limit does not count.</param>
internal readonly record struct RestRequest(
    HttpMethod Method, string Route, ulong Top, string Path, RequestTurn Turn, byte[]? Body = null, string? Reason = null, bool IsExempt = false)
{
    /// <summary>https://docs.discord.com/developers/resources/audit-log: 1 to 512 characters, percent-encoded.</summary>
    private const int ReasonLimit = 512;
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Whose turn it takes; a route that names no guild queues for itself.</summary>
    public RequestTurn InLine => Turn.Guild != 0 ? Turn : Turn with { Guild = Top };

    public HttpRequestMessage ToMessage(Uri api)
    {
        var message = new HttpRequestMessage(Method, new Uri($"{api.AbsoluteUri.TrimEnd('/')}/{Path}"));
        if (Body is not null) message.Content = new ByteArrayContent(Body) { Headers = { ContentType = Json } };
        if (!string.IsNullOrEmpty(Reason)) message.Headers.TryAddWithoutValidation("X-Audit-Log-Reason", Uri.EscapeDataString(Cut(Reason)));
        return message;
    }

    private static string Cut(string reason)
    {
        if (reason.Length <= ReasonLimit) return reason;
        // A surrogate pair cut in half cannot be encoded.
        return char.IsHighSurrogate(reason[ReasonLimit - 1]) ? reason[..(ReasonLimit - 1)] : reason[..ReasonLimit];
    }
}
