using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Murdoch.Discord.Rest.RateLimits;

namespace Murdoch.Discord.Rest;

/// <summary>Sends requests under Discord's limits: its route's bucket, the global budget, the guard against bans; and again where that may help.</summary>
internal sealed partial class RequestSender : IDisposable
{
    public const string UserAgent = "DiscordBot (https://github.com/murdoch-bot/murdoch, 0.1)";
    private static readonly Meter Meter = new("Murdoch.Discord");
    private static readonly Counter<long> RateLimited = Meter.CreateCounter<long>("discord_rate_limited", null, "Answers of 429 by scope");
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("discord_requests", null, "Requests by route and status");
    private readonly DiscordRestOptions _options;
    private readonly RequestBudget _budget;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly HttpMessageInvoker _http;
    private readonly AuthenticationHeaderValue _authorization;

    public RequestSender(DiscordRestOptions options, RequestBudget budget, TimeProvider time, ILogger logger)
    {
        (_options, _budget, _time, _logger) = (options, budget, time, logger);
        _authorization = new("Bot", options.Token);
        Guard = new(options.InvalidRequestLimit, time);
        Buckets = new(time);
        Clock = new(time);
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

    public RouteBuckets Buckets { get; }
    public DiscordClock Clock { get; }
    public InvalidRequestGuard Guard { get; }
    public bool IsTokenRefused { get; private set; }

    /// <returns>The body of a successful answer; empty for 204.</returns>
    /// <exception cref="DiscordApiException">Discord said no.</exception>
    /// <exception cref="DiscordUnavailableException">No attempt got an answer, or nothing may be sent now.</exception>
    public async Task<byte[]> Send(RestRequest request, CancellationToken cancellationToken)
    {
        var (failures, limited) = (0, 0);
        while (true)
        {
            if (IsTokenRefused) throw new DiscordUnavailableException("Discord does not accept the token: set DISCORD_TOKEN to the bot's current token.");
            if (!Guard.Allows(request.Turn.Priority)) throw new DiscordUnavailableException("Too many requests were refused in the last ten minutes; less urgent ones wait, so that Discord does not ban this address.");
            var bucket = Buckets.Of(request.Route, request.Top);
            await bucket.Enter(request.InLine, cancellationToken).ConfigureAwait(false);
            var attempt = await Try(request, bucket, cancellationToken).ConfigureAwait(false);
            if (attempt.Body is { } body) return body;
            if (attempt.RateLimited is { } pause)
            {
                if (++limited >= _options.RateLimitedAttempts) throw new DiscordUnavailableException($"{request.Route} met rate limits {limited} times.");
                bucket.BlockFor(pause);
                continue;
            }
            if (++failures >= _options.Attempts) throw new DiscordUnavailableException($"{request.Route} failed {failures} times: {attempt.Problem}", attempt.Cause);
            var most = Math.Min(_options.RetryBase.TotalMilliseconds * Math.Pow(2, failures - 1), _options.RetryMax.TotalMilliseconds);
            LogRetry(request.Route, attempt.Problem ?? "", failures);
            await Task.Delay(TimeSpan.FromMilliseconds(most * Random.Shared.NextDouble()), _time, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<Attempt> Try(RestRequest request, RouteBucket bucket, CancellationToken cancellationToken)
    {
        var answered = false;
        try
        {
            if (!request.IsExempt) await _budget.Acquire(request.InLine, cancellationToken).ConfigureAwait(false);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(_options.AttemptDeadline);
            using var message = request.ToMessage(_options.ApiUrl);
            message.Headers.Authorization = _authorization;
            message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
            using var answer = await _http.SendAsync(message, deadline.Token).ConfigureAwait(false);
            var body = await answer.Content.ReadAsByteArrayAsync(deadline.Token).ConfigureAwait(false);
            var headers = RateLimitHeaders.Of(answer.Headers);
            Clock.Learn(answer.Headers.Date);
            Buckets.Learn(request.Route, request.Top, headers.Bucket, bucket);
            answered = true;
            bucket.Answered(headers);
            Requests.Add(1, new("route", request.Route), new("status", (int)answer.StatusCode));
            return Judge(request, answer, headers, body);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new(null, null, exception is OperationCanceledException ? "no answer in time" : exception.Message, exception);
        }
        finally
        {
            if (!answered) bucket.Failed();
        }
    }

    private Attempt Judge(RestRequest request, HttpResponseMessage answer, RateLimitHeaders headers, byte[] body)
    {
        if (answer.IsSuccessStatusCode) return new(body, null, null, null);
        var status = answer.StatusCode;
        if (status == HttpStatusCode.TooManyRequests) return Limited(answer, headers, body);
        if ((int)status >= 500) return new(null, null, $"HTTP {(int)status}", null);
        if (status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) Guard.Add();
        if (status == HttpStatusCode.Unauthorized)
        {
            IsTokenRefused = true;
            LogTokenRefused();
        }
        var error = Parse(body, RestJson.Default.ErrorBody);
        throw new DiscordApiException(status, error?.Code ?? 0, error?.Message ?? $"HTTP {(int)status}", request.Route);
    }

    private Attempt Limited(HttpResponseMessage answer, RateLimitHeaders headers, byte[] body)
    {
        var scope = headers.Scope ?? "unknown";
        // Cloudflare answers in HTML, and then only the header tells how long.
        var limit = Parse(body, RestJson.Default.RateLimitBody);
        var pause = limit is { RetryAfter: > 0 } ? RateLimitHeaders.Seconds(limit.RetryAfter) : answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1);
        RateLimited.Add(1, new KeyValuePair<string, object?>("scope", scope));
        if (scope != "shared") Guard.Add();
        if (scope == "global" || limit is { Global: true }) _budget.BlockFor(pause);
        return new(null, pause, $"rate limited ({scope})", null);
    }

    public static T? Parse<T>(byte[] body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) where T : class
    {
        try { return body.Length == 0 ? null : JsonSerializer.Deserialize(body, type); }
        catch (JsonException) { return null; }
    }

    private readonly record struct Attempt(byte[]? Body, TimeSpan? RateLimited, string? Problem, Exception? Cause);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Route} failed ({Problem}) at attempt {Attempt}; trying again")]
    private partial void LogRetry(string route, string problem, int attempt);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Discord does not accept the token; no more requests are sent")]
    private partial void LogTokenRefused();
}
