using System.Net;

namespace Murdoch.Discord.Rest;

/// <summary>Discord's final answer to a request. https://docs.discord.com/developers/topics/opcodes-and-status-codes#json</summary>
/// <param name="status">Decide on this first.</param>
/// <param name="code">Discord's own error code; 0 when there is none.</param>
/// <param name="route">The template, without ids and tokens.</param>
public sealed class DiscordApiException(HttpStatusCode status, int code, string message, string route) : Exception($"{message} ({route}: HTTP {(int)status}, code {code})")
{
    public HttpStatusCode Status => status;
    public int Code => code;
    public string Route => route;

    /// <summary>What Discord wrote.</summary>
    public string Reason => message;

    /// <summary>True when the same request may succeed later.</summary>
    public bool IsTransient => (int)status >= 500 || status == HttpStatusCode.TooManyRequests;
}

/// <summary>Discord could not be reached, or failed at every attempt, or is left alone for a while for a reason that the message tells.</summary>
public sealed class DiscordUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
