using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using Murdoch.Discord.Rest;
using Murdoch.Discord.Rest.RateLimits;

namespace Murdoch.Discord.Interactions;

/// <param name="Route">The template: errors and metrics name it, never the path, which holds a token.</param>
/// <param name="IsRepeatable">False when a second one would do it twice.</param>
/// <param name="IsCallback">The first answer: worth nothing after three seconds.</param>
internal readonly record struct InteractionRequest(HttpMethod Method, string Route, string Path, byte[]? Body = null, bool IsRepeatable = true, bool IsCallback = false);

/// <summary>
/// Sends what answers interactions. Each interaction has limits of its own, so no bucket is kept for it: a 429 is waited for where it is met.
/// The token in the path is the permission; the bot's own is not sent.
/// </summary>
internal sealed class InteractionSender : IDisposable
{
    private const int AlreadyAnswered = 40060;

    /// <summary>https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-callback</summary>
    private static readonly TimeSpan CallbackDeadline = TimeSpan.FromSeconds(3);

    /// <summary>Leaves room for a second attempt within three seconds.</summary>
    private static readonly TimeSpan CallbackAttemptDeadline = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan CallbackRetry = TimeSpan.FromMilliseconds(50);
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly Meter Meter = new("Murdoch.Discord");
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("discord_interaction_requests", null, "Answers to interactions by route and status");
    private readonly DiscordRestOptions _options;
    private readonly InvalidRequestGuard _guard;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;

    public InteractionSender(DiscordRestOptions options, InvalidRequestGuard guard, TimeProvider time)
    {
        (_options, _guard, _time) = (options, guard, time);
        _http = new(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = options.Connections,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(30),
            EnableMultipleHttp2Connections = true,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
        });
    }

    /// <returns>The body of a successful answer; empty for 204.</returns>
    public async Task<byte[]> Send(InteractionRequest request, CancellationToken cancellationToken)
    {
        if (!_guard.Allows(RequestPriority.RaidBan)) throw new DiscordUnavailableException("Too many requests were refused in the last ten minutes; nothing is sent, so that Discord does not ban this address.");
        var started = _time.GetTimestamp();
        for (var (failures, limited) = (0, 0); ;)
        {
            var attempt = await Try(request, isAgain: failures > 0, cancellationToken).ConfigureAwait(false);
            if (attempt.Body is { } body) return body;
            var isLimit = attempt.RateLimited is not null;
            if (isLimit ? ++limited >= _options.RateLimitedAttempts : !attempt.MayRepeat || ++failures >= _options.Attempts)
                throw new DiscordUnavailableException($"{request.Route} failed: {attempt.Problem}", attempt.Cause);
            var pause = attempt.RateLimited ?? Pause(request, failures);
            if (request.IsCallback && _time.GetElapsedTime(started) + pause >= CallbackDeadline)
                throw new DiscordUnavailableException($"{request.Route} found no answer within three seconds: {attempt.Problem}", attempt.Cause);
            await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _http.Dispose();

    private TimeSpan Pause(InteractionRequest request, int failures)
    {
        if (request.IsCallback) return CallbackRetry;
        var most = Math.Min(_options.RetryBase.TotalMilliseconds * Math.Pow(2, failures - 1), _options.RetryMax.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(most * Random.Shared.NextDouble());
    }

    private async Task<Attempt> Try(InteractionRequest request, bool isAgain, CancellationToken cancellationToken)
    {
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(request.IsCallback ? CallbackAttemptDeadline : _options.AttemptDeadline);
            using var message = new HttpRequestMessage(request.Method, new Uri($"{_options.ApiUrl.AbsoluteUri.TrimEnd('/')}/{request.Path}"));
            if (request.Body is not null) message.Content = new ByteArrayContent(request.Body) { Headers = { ContentType = Json } };
            message.Headers.TryAddWithoutValidation("User-Agent", RequestSender.UserAgent);
            using var answer = await _http.SendAsync(message, deadline.Token).ConfigureAwait(false);
            var body = await answer.Content.ReadAsByteArrayAsync(deadline.Token).ConfigureAwait(false);
            Requests.Add(1, new("route", request.Route), new("status", (int)answer.StatusCode));
            return Judge(request, answer, body, isAgain);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var neverLeft = exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };
            return new(null, null, neverLeft || request.IsRepeatable, exception is OperationCanceledException ? "no answer in time" : exception.Message, exception);
        }
    }

    private Attempt Judge(InteractionRequest request, HttpResponseMessage answer, byte[] body, bool isAgain)
    {
        if (answer.IsSuccessStatusCode) return new(body, null, false, null, null);
        var status = answer.StatusCode;
        if (status == HttpStatusCode.TooManyRequests)
        {
            var headers = RateLimitHeaders.Of(answer.Headers);
            var limit = RequestSender.Parse(body, RestJson.Default.RateLimitBody);
            var pause = limit is { RetryAfter: > 0 } ? RateLimitHeaders.Seconds(limit.RetryAfter) : answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1);
            if (headers.Scope != "shared") _guard.Add();
            return new(null, pause, true, "rate limited", null);
        }
        if ((int)status >= 500) return new(null, null, request.IsRepeatable, $"HTTP {(int)status}", null);
        // A 401 is about the interaction's token: the bot's own is not in doubt.
        if (status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) _guard.Add();
        var error = RequestSender.Parse(body, RestJson.Default.ErrorBody);
        // The attempt before got through, and only its answer was lost.
        if (request.IsCallback && isAgain && error?.Code == AlreadyAnswered) return new([], null, false, null, null);
        throw new DiscordApiException(status, error?.Code ?? 0, error?.Message ?? $"HTTP {(int)status}", request.Route);
    }

    private readonly record struct Attempt(byte[]? Body, TimeSpan? RateLimited, bool MayRepeat, string? Problem, Exception? Cause);
}
