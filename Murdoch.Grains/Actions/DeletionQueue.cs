using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Actions;

/// <summary>
/// Deletes messages, one request per channel at a time, by whichever way is open: two and more in one bulk deletion when its bucket has room,
/// otherwise one by one. When neither has, nothing is settled yet, and what comes meanwhile goes along.
/// </summary>
internal sealed partial class DeletionQueue(
    DiscordRest rest,
    IOptions<ActionOptions> actionOptions,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time,
    ILogger<DeletionQueue> logger)
{
    /// <summary>Discord's bounds: https://docs.discord.com/developers/resources/message#bulk-delete-messages.</summary>
    private const int BulkLimit = 100;

    /// <summary>Two weeks less an hour, so that no clock makes one old message spoil a batch.</summary>
    private static readonly TimeSpan BulkAge = TimeSpan.FromDays(14) - TimeSpan.FromHours(1);
    private readonly DiscordRest _rest = rest;
    private readonly ActionOptions _options = actionOptions.Value;
    private readonly TimeProvider _time = time;
    private readonly ConcurrentDictionary<ChannelId, Channel> _channels = [];

    /// <summary>Called once per intent with how it ended, on any thread.</summary>
    public Action<ActionIntent, ActionResult> Ended { get; set; } = static (_, _) => { };

    public void Submit(ActionIntent intent, CancellationToken stopping)
    {
        while (!_channels.GetOrAdd(intent.Channel, static (id, queue) => new(id, queue), this).TryAdd(intent, stopping))
        {
            // That channel's queue has just retired; the next GetOrAdd makes a new one.
        }
    }

    /// <returns>Those that may go together, two at least; otherwise none.</returns>
    private List<ActionIntent> Bulk(List<ActionIntent> intents)
    {
        if (intents.Count < 2) return [];
        var oldest = _time.GetUtcNow() - BulkAge;
        var bulk = intents.Where(intent => intent.Message.At > oldest).Take(BulkLimit).ToList();
        return bulk.Count < 2 ? [] : bulk;
    }

    private async Task<bool> TryBulk(ChannelId channel, List<ActionIntent> intents, CancellationToken stopping)
    {
        try
        {
            await _rest.BulkDeleteMessages(channel.Value, [.. intents.Select(intent => intent.Message.Value)], Reason(intents[0]), RequestPriority.Delete.For(intents[0].Guild.Value), stopping).ConfigureAwait(false);
        }
        catch (DiscordApiException exception) when (exception.Code is DiscordVerdict.UnknownChannel)
        {
            // The channel is gone, and its messages with it.
        }
        catch (DiscordApiException exception) when (!exception.IsTransient)
        {
            // One message that cannot go fails the whole batch: the single way tells which.
            LogBulkRefused(exception, channel.Value, intents.Count);
            return false;
        }
        foreach (var intent in intents) End(intent, ActionOutcome.Done, null);
        return true;
    }

    private async Task DeleteOne(ChannelId channel, ActionIntent intent, CancellationToken stopping)
    {
        try
        {
            await _rest.DeleteMessage(channel.Value, intent.Message.Value, Reason(intent), RequestPriority.Delete.For(intent.Guild.Value), stopping).ConfigureAwait(false);
            End(intent, ActionOutcome.Done, null);
        }
        catch (Exception exception) when (DiscordVerdict.Of(exception) is { } verdict)
        {
            End(intent, verdict.Outcome, verdict.Detail);
        }
    }

    private void End(ActionIntent intent, ActionOutcome outcome, string? detail) =>
        Ended(intent, new(intent.Violation, Sanction: false, ActionKind.Delete, 0, outcome, detail, _time.GetUtcNow()));

    private static string Reason(ActionIntent intent) => $"Murdoch: {intent.Reason}";

    /// <summary>What waits to be deleted in one channel.</summary>
    private sealed class Channel(ChannelId id, DeletionQueue queue) : IThreadPoolWorkItem
    {
        private readonly Lock _lock = new();
        private readonly List<ActionIntent> _left = [];
        private List<ActionIntent> _waiting = [];
        private TaskCompletionSource? _arrival;
        private CancellationToken _stopping;

        /// <summary>So many of the first were refused in bulk, or stand among such.</summary>
        private int _oneByOne;
        private bool _retired;
        private bool _running;

        /// <returns>False when this queue is empty and gone.</returns>
        public bool TryAdd(ActionIntent intent, CancellationToken stopping)
        {
            lock (_lock)
            {
                if (_retired) return false;
                _waiting.Add(intent);
                _stopping = stopping;
                _arrival?.TrySetResult();
                if (_running) return true;
                _running = true;
            }
            // Not from here: the caller is in a grain's turn.
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return true;
        }

        public void Execute() => _ = Run();

        private async Task Run()
        {
            var failures = 0;
            while (TakeWaiting())
            {
                try
                {
                    await DeleteSome().ConfigureAwait(false);
                    failures = 0;
                }
                catch (OperationCanceledException) when (_stopping.IsCancellationRequested) { return; }
                catch (Exception exception)
                {
                    queue.LogFailed(exception, id.Value, ++failures);
                    if (failures >= queue._options.Attempts)
                    {
                        foreach (var intent in _left) queue.End(intent, ActionOutcome.Failed, $"Given up after {failures} attempts: {exception.Message}");
                        _left.Clear();
                        (failures, _oneByOne) = (0, 0);
                        continue;
                    }
                    await Task.Delay(TimeSpan.FromSeconds(queue._options.RetrySeconds * Math.Pow(2, failures - 1)), queue._time, _stopping)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }

        /// <returns>False when nothing is left, and this queue has retired.</returns>
        private bool TakeWaiting()
        {
            lock (_lock)
            {
                _left.AddRange(_waiting);
                _waiting.Clear();
                if (_left.Count > 0) return true;
                _retired = true;
                queue._channels.TryRemove(new(id, this));
                return false;
            }
        }

        /// <summary>Makes one request, or waits for the sooner of the two ways.</summary>
        private async Task DeleteSome()
        {
            var bulk = _oneByOne > 0 ? [] : queue.Bulk(_left);
            var single = queue._rest.DeletionWait(id.Value);
            var together = bulk.Count == 0 ? TimeSpan.MaxValue : queue._rest.BulkDeletionWait(id.Value);
            if (together == TimeSpan.Zero)
            {
                if (await queue.TryBulk(id, bulk, _stopping).ConfigureAwait(false)) _left.RemoveAll(new HashSet<ActionIntent>(bulk, ReferenceEqualityComparer.Instance).Contains);
                else _oneByOne = _left.Count;
            }
            else if (single == TimeSpan.Zero)
            {
                await queue.DeleteOne(id, _left[0], _stopping).ConfigureAwait(false);
                _left.RemoveAt(0);
                if (_oneByOne > 0) _oneByOne--;
            }
            else
            {
                await Wait(single < together ? single : together).ConfigureAwait(false);
            }
        }

        /// <summary>A lone message stops waiting when it gets company, which opens the other way.</summary>
        private async Task Wait(TimeSpan most)
        {
            var delay = Task.Delay(most + TimeSpan.FromMilliseconds(1), queue._time, _stopping);
            Task arrival;
            lock (_lock)
            {
                if (_waiting.Count > 0 && _left.Count == 1) return;
                arrival = (_arrival = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
            if (_left.Count == 1) await Task.WhenAny(delay, arrival).ConfigureAwait(false);
            else await delay.ConfigureAwait(false);
            _stopping.ThrowIfCancellationRequested();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A bulk deletion of {Messages} messages in channel {Channel} was refused; deleting them one by one")]
    private partial void LogBulkRefused(Exception exception, ulong channel, int messages);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Deleting messages in channel {Channel} failed at attempt {Attempt}")]
    private partial void LogFailed(Exception exception, ulong channel, int attempt);
}
