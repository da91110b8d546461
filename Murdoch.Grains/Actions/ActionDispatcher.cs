using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Actions;

/// <summary>
/// Carries out what the guilds of this silo decided, outside of their turns, and tells them how it ended. Nothing is kept here that the
/// guild's outbox does not hold: what a crash interrupts is submitted again by the next activation.
/// </summary>
internal sealed partial class ActionDispatcher : IHostedService, IDisposable
{
    private readonly DeletionQueue _deletions;
    private readonly SanctionRunner _sanctions;
    private readonly NameRunner _names;
    private readonly ActionOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<ActionDispatcher> _logger;
    private readonly IGrainFactory _grains;
    private readonly ConcurrentDictionary<GuildId, ResultPipe> _results = [];
    private readonly ConcurrentDictionary<GuildId, SemaphoreSlim> _places = [];
    private readonly CancellationTokenSource _stop = new();
    private int _underWay;

    public ActionDispatcher(
        DeletionQueue deletions, SanctionRunner sanctions, NameRunner names, IGrainFactory grains, IOptions<ActionOptions> options,
        [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time, ILogger<ActionDispatcher> logger)
    {
        (_deletions, _sanctions, _names, _grains, _options, _time, _logger) = (deletions, sanctions, names, grains, options.Value, time, logger);
        deletions.Ended = Report;
    }

    /// <summary>Actions that Discord has not answered.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Returns at once; safe to call from a grain's turn.</summary>
    public void Submit(ActionIntent intent)
    {
        Interlocked.Increment(ref _underWay);
        if (intent is { Sanction: false, Subject: ViolationSubject.Message }) _deletions.Submit(intent, _stop.Token);
        else ThreadPool.UnsafeQueueUserWorkItem(static item => _ = item.Dispatcher.CarryOut(item.Intent), (Dispatcher: this, Intent: intent), preferLocal: false);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var deadline = _time.GetUtcNow() + TimeSpan.FromSeconds(_options.DrainSeconds);
        while (UnderWay > 0 && _time.GetUtcNow() < deadline && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await _stop.CancelAsync();
        if (UnderWay > 0) LogLeft(UnderWay);
    }

    public void Dispose()
    {
        foreach (var places in _places.Values) places.Dispose();
        _stop.Dispose();
    }

    private async Task CarryOut(ActionIntent intent)
    {
        // Each guild has its own places: those of a raid wait long for their guild's bucket.
        var places = _places.GetOrAdd(intent.Guild, static (_, count) => new(count), _options.Concurrent);
        var pause = TimeSpan.FromSeconds(_options.RetrySeconds);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await places.WaitAsync(_stop.Token).ConfigureAwait(false);
                try
                {
                    Report(intent, await (intent.Sanction ? _sanctions.Run(intent, attempt == _options.Attempts, _stop.Token) : _names.Run(intent, _stop.Token)).ConfigureAwait(false));
                    return;
                }
                finally { places.Release(); }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested) { return; }
            catch (Exception exception)
            {
                LogAttemptFailed(exception, intent.Guild.Value, intent.Member.Value, attempt);
                if (attempt == _options.Attempts)
                {
                    Report(intent, new(intent.Violation, intent.Sanction, intent.Sanction ? ActionKind.None : intent.Remedy, 0, ActionOutcome.Failed, $"Given up after {attempt} attempts: {exception.Message}", _time.GetUtcNow()));
                    return;
                }
            }
            await Task.Delay(pause, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause *= 2;
        }
    }

    private void Report(ActionIntent intent, ActionResult result)
    {
        var latency = intent.ReceivedTicks == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(result.At.UtcTicks - intent.ReceivedTicks);
        ActionMetrics.Ended(result.Kind, result.Outcome, latency);
        if (result.Outcome is ActionOutcome.Refused or ActionOutcome.Failed) LogNotDone(result.Kind, intent.Guild.Value, intent.Member.Value, result.Detail);
        _results.GetOrAdd(intent.Guild, static (guild, self) => new(self._grains.GetGrain<IGuildGrain>(guild.Key), self), this).Add(result);
    }

    private void Reported(int count) => Interlocked.Add(ref _underWay, -count);

    /// <summary>Results on their way to one guild: one call under way, what comes meanwhile goes into the next.</summary>
    private sealed class ResultPipe(IGuildGrain guild, ActionDispatcher dispatcher)
    {
        private readonly Lock _lock = new();
        private List<ActionResult> _waiting = [];
        private bool _sending;

        public void Add(ActionResult result)
        {
            lock (_lock)
            {
                _waiting.Add(result);
                if (_sending) return;
                _sending = true;
            }
            _ = Send();
        }

        private async Task Send()
        {
            while (true)
            {
                ActionResult[] results;
                lock (_lock)
                {
                    if (_waiting.Count == 0)
                    {
                        _sending = false;
                        return;
                    }
                    results = [.. _waiting];
                    _waiting = [];
                }
                await Deliver(results).ConfigureAwait(false);
                dispatcher.Reported(results.Length);
            }
        }

        private async Task Deliver(ActionResult[] results)
        {
            var pause = TimeSpan.FromSeconds(dispatcher._options.RetrySeconds);
            while (!dispatcher._stop.IsCancellationRequested)
            {
                try
                {
                    await guild.ActionsEnded(results).ConfigureAwait(false);
                    return;
                }
                catch (Exception exception)
                {
                    // The action is done; only the guild does not know. Unreported, it would be done again by the next activation, which does no harm.
                    dispatcher.LogReportFailed(exception, results.Length);
                }
                await Task.Delay(pause, dispatcher._time, dispatcher._stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Left} actions are left for the next start; their guilds hold them")]
    private partial void LogLeft(int left);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An action in guild {Guild} against member {Member} failed at attempt {Attempt}")]
    private partial void LogAttemptFailed(Exception exception, ulong guild, ulong member, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Kind} in guild {Guild} against member {Member} was not done: {Detail}")]
    private partial void LogNotDone(ActionKind kind, ulong guild, ulong member, string? detail);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Results} results could not be reported to their guild; trying again")]
    private partial void LogReportFailed(Exception exception, int results);
}
