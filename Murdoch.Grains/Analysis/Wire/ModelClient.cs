using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Analysis.Prompts;
using Murdoch.Grains.Interfaces.Analysis;
using Murdoch.Grains.Interfaces.Guilds;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Murdoch.Grains.Analysis.Wire;

/// <summary>Asks a language model: within the budget, within a deadline, again where that helps, and not at all while it does not answer anyway.</summary>
/// <remarks>Every request that is made has its own turn in the cluster's budget, those that are made again too.</remarks>
internal sealed class ModelClient : IDisposable
{
    private const int MaxBackoffSeconds = 30;
    private readonly ModelWire _wire;
    private readonly ModelOptions _options;
    private readonly IGrainFactory _grains;
    private readonly AnalysisHealth _health;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _places;
    private readonly ResiliencePipeline _pipeline;
    private long _closedUntil;

    public ModelClient(ModelWire wire, IOptions<ModelOptions> options, IGrainFactory grains, AnalysisHealth health, TimeProvider time)
    {
        (_wire, _options, _grains, _health, _time) = (wire, options.Value, grains, health, time);
        _http = new(new SocketsHttpHandler
        {
            // A redirect would carry the key, and what members wrote, to somebody else.
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(_options.TimeoutSeconds),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan, // The pipeline has the deadline, in its own time.
            MaxResponseContentBufferSize = _options.AnswerKilobytes * 1_024L,
        };
        _places = new(_options.Concurrency);
        _pipeline = Pipeline();
    }

    /// <summary>As the setting ANALYZER names it.</summary>
    public string Name => _wire.Name;

    public void Dispose()
    {
        _http.Dispose();
        _places.Dispose();
    }

    /// <exception cref="AnalysisUnavailableException">There was no leave to ask, or no answer.</exception>
    public async Task<ModelAnswer> Ask(GuildId guild, AnalysisPrompt prompt, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            return await _pipeline.ExecuteAsync(async token => await Attempt(guild, prompt, token), cancellationToken);
        }
        catch (BrokenCircuitException)
        {
            // Why it is left alone was told when it failed.
            AnalysisMetrics.Skip("circuit_open");
            throw new AnalysisUnavailableException($"The analyser {Name} has failed too often and is left alone for a while.");
        }
        catch (ModelFailedException exception)
        {
            throw Unavailable($"The analyser {Name} {exception.Message}.", exception);
        }
        finally
        {
            _places.Release();
        }
    }

    private ResiliencePipeline Pipeline()
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = _time };
        if (_options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = _options.Retries,
                Delay = TimeSpan.FromMilliseconds(_options.RetryMilliseconds),
                MaxDelay = TimeSpan.FromSeconds(MaxBackoffSeconds),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is ModelFailedException { IsTransient: true }),
            });
        }
        return builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 0.5,
            MinimumThroughput = _options.BreakAfter,
            SamplingDuration = TimeSpan.FromSeconds(_options.BreakWindowSeconds),
            BreakDuration = TimeSpan.FromSeconds(_options.BreakSeconds),
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is ModelFailedException),
        }).Build();
    }

    private async Task<ModelAnswer> Attempt(GuildId guild, AnalysisPrompt prompt, CancellationToken cancellationToken)
    {
        if (Interlocked.Read(ref _closedUntil) is var until && until > _time.GetUtcNow().UtcTicks)
        {
            AnalysisMetrics.Skip("retry_after");
            throw Unavailable(string.Create(CultureInfo.InvariantCulture, $"The analyser {Name} takes no more requests until {new DateTime(until):HH:mm:ss} UTC."));
        }
        var turn = await TakeTurn(guild, prompt);
        var started = _time.GetTimestamp();
        var (outcome, dollars) = ("failed", 0.0);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(_options.TimeoutSeconds), _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var answer = await Exchange(prompt, stop.Token);
            outcome = answer.End.ToString().ToLowerInvariant();
            dollars = answer.Usage is { } usage ? _options.Dollars(usage.In, usage.Out) : turn.Reserved;
            AnalysisMetrics.Spent(Name, answer.Usage?.In ?? 0, answer.Usage?.Out ?? 0, dollars);
            return answer;
        }
        catch (OperationCanceledException)
        {
            // Whether it is charged nobody knows, so that it counts as if it were.
            (outcome, dollars) = ("timeout", turn.Reserved);
            AnalysisMetrics.Spent(Name, 0, 0, dollars);
            if (cancellationToken.IsCancellationRequested) throw;
            throw new ModelFailedException(string.Create(CultureInfo.InvariantCulture, $"did not answer within {_options.TimeoutSeconds} s"), isTransient: true);
        }
        catch (HttpRequestException exception)
        {
            throw new ModelFailedException(
                exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded ? $"answered with more than {_options.AnswerKilobytes} KB" : $"cannot be reached ({exception.HttpRequestError})",
                isTransient: exception.HttpRequestError != HttpRequestError.ConfigurationLimitExceeded, exception);
        }
        finally
        {
            AnalysisMetrics.Answered(Name, outcome, _time.GetElapsedTime(started));
            await Settle(guild, turn, dollars);
        }
    }

    private async Task<ModelAnswer> Exchange(AnalysisPrompt prompt, CancellationToken cancellationToken)
    {
        using var request = _wire.Compose(prompt, _options.AnswerTokens);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!response.IsSuccessStatusCode) throw Refusal(response, body);
        try { return _wire.Read(body); }
        catch (JsonException exception) { throw new ModelFailedException("answered with something that is not of its API", isTransient: false, exception); }
    }

    private ModelFailedException Refusal(HttpResponseMessage response, byte[] body)
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
        {
            var wait = response.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - _time.GetUtcNow() : null;
            var seconds = Math.Clamp(wait?.TotalSeconds ?? _options.BreakSeconds, 0, _options.RetryAfterMaxSeconds);
            Interlocked.Exchange(ref _closedUntil, (_time.GetUtcNow() + TimeSpan.FromSeconds(seconds)).UtcTicks);
        }
        var why = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => ": it does not accept the key",
            HttpStatusCode.NotFound => ": there is no such address or model",
            _ => "",
        };
        var word = _wire.ReadError(body) is { } error ? $" ({error})" : "";
        return new(string.Create(CultureInfo.InvariantCulture, $"answered {status}{word}{why}"), isTransient: status is 408 or >= 500);
    }

    private async Task<AnalysisTurn> TakeTurn(GuildId guild, AnalysisPrompt prompt)
    {
        AnalysisTurn turn;
        try { turn = await _grains.GetGrain<IAnalysisBudgetGrain>(0).Take(guild, _options.Dollars(prompt.MaxTokens, _options.AnswerTokens)); }
        catch (Exception exception)
        {
            // Without the budget nobody knows what was spent: better no analysis than one without a cap.
            AnalysisMetrics.Skip("no_budget");
            throw Unavailable("The analyser's budget cannot be asked.", exception);
        }
        _health.Spent(turn.DollarsToday);
        switch (turn.Refused)
        {
            case AnalysisCap.None: return turn;
            // One guild's own limits are no trouble of the installation.
            case AnalysisCap.GuildRate:
                AnalysisMetrics.Skip("guild_rate");
                throw new AnalysisUnavailableException("The guild's analyses of this minute are used up.");
            case AnalysisCap.GuildCost:
                AnalysisMetrics.Skip("guild_cost");
                throw new AnalysisUnavailableException("What the guild's analyses may cost is used up until midnight UTC.");
            case AnalysisCap.TotalRate:
                AnalysisMetrics.Skip("total_rate");
                throw Unavailable("The analyser's requests of this minute are used up (ANALYZER_REQUESTS_PER_MINUTE).");
            default:
                AnalysisMetrics.Skip("total_cost");
                throw Unavailable("What the analyser may cost is used up until midnight UTC (ANALYZER_DOLLARS_PER_DAY).");
        }
    }

    private async Task Settle(GuildId guild, AnalysisTurn turn, double dollars)
    {
        // A reservation that is not given back counts as spent, so that a failure here costs no money.
        try { _health.Spent(await _grains.GetGrain<IAnalysisBudgetGrain>(0).Settle(guild, turn, dollars)); }
        catch (Exception) { AnalysisMetrics.Skip("not_settled"); }
    }

    private AnalysisUnavailableException Unavailable(string problem, Exception? cause = null)
    {
        _health.Fails(problem);
        return new(problem, cause);
    }
}
