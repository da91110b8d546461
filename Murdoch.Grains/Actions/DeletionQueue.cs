using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Actions;

/// <summary>
/// Deletes messages, one request per channel at a time. A lone message goes out at once; what piles up in a channel while a request is
/// under way or its bucket is empty leaves as one bulk deletion.
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

    private async Task<List<ActionIntent>> Delete(ChannelId channel, List<ActionIntent> intents, CancellationToken stopping)
    {
        var bulk = intents.Count > 1 ? intents.Where(intent => _time.GetUtcNow() - intent.Message.At < BulkAge).Take(BulkLimit).ToList() : [];
        if (bulk.Count > 1 && await TryBulk(channel, bulk, stopping).ConfigureAwait(false)) return intents.Except(bulk).ToList();
        await DeleteOne(channel, intents[0], stopping).ConfigureAwait(false);
        return intents.Slice(1, intents.Count - 1);
    }

    private async Task<bool> TryBulk(ChannelId channel, List<ActionIntent> intents, CancellationToken stopping)
    {
        try
        {
            await rest.BulkDeleteMessages(channel.Value, [.. intents.Select(intent => intent.Message.Value)], Reason(intents[0]), RequestPriority.Delete, stopping).ConfigureAwait(false);
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
            await rest.DeleteMessage(channel.Value, intent.Message.Value, Reason(intent), RequestPriority.Delete, stopping).ConfigureAwait(false);
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

    private sealed class Channel(ChannelId id, DeletionQueue queue) : IThreadPoolWorkItem
    {
        private readonly Lock _lock = new();
        private List<ActionIntent> _waiting = [];
        private CancellationToken _stopping;
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
            var left = new List<ActionIntent>();
            var failures = 0;
            while (true)
            {
                lock (_lock)
                {
                    left.AddRange(_waiting);
                    _waiting = [];
                    if (left.Count == 0)
                    {
                        _retired = true;
                        queue._channels.TryRemove(new(id, this));
                        return;
                    }
                }
                try
                {
                    left = await queue.Delete(id, left, _stopping).ConfigureAwait(false);
                    failures = 0;
                }
                catch (OperationCanceledException) when (_stopping.IsCancellationRequested) { return; }
                catch (Exception exception)
                {
                    queue.LogFailed(exception, id.Value, ++failures);
                    if (failures >= queue._options.Attempts)
                    {
                        foreach (var intent in left) queue.End(intent, ActionOutcome.Failed, $"Given up after {failures} attempts: {exception.Message}");
                        left = [];
                        failures = 0;
                        continue;
                    }
                    await Task.Delay(TimeSpan.FromSeconds(queue._options.RetrySeconds * Math.Pow(2, failures - 1)), queue._time, _stopping)
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A bulk deletion of {Messages} messages in channel {Channel} was refused; deleting them one by one")]
    private partial void LogBulkRefused(Exception exception, ulong channel, int messages);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Deleting messages in channel {Channel} failed at attempt {Attempt}")]
    private partial void LogFailed(Exception exception, ulong channel, int attempt);
}
