using Microsoft.Extensions.Logging;
using Murdoch.Discord.Gateway;
using Murdoch.Discord.Interactions;
using Murdoch.Discord.Model;
using Murdoch.Grains.Interfaces.Gateway;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Gateway;

/// <summary>
/// Takes what one connection received, groups it by guild in order, and hands it to the guild grains, outside of any grain's turn.
/// <paramref name="behind"/> is called once, when a guild has lost what it had confirmed. What people ask of the bot goes past the guilds, to <paramref name="interactions"/>.
/// </summary>
/// <remarks>
/// <see cref="Received(in MessageDispatch)"/>, <see cref="Drained"/> and <see cref="WaitForCapacity"/> are called by the connection's reading
/// thread alone; everything else may come from any thread.
/// </remarks>
internal sealed partial class EventPump(int shard, IGrainFactory grains, GatewayOptions options, Action behind, TimeProvider time, ILogger<EventPump> logger, Action<InteractionCreated>? interactions = null)
    : IDispatchReceiver, IDisposable
{
    private static readonly TimeSpan DrainPoll = TimeSpan.FromMilliseconds(10);
    private readonly Dictionary<ulong, GuildPipe> _pipes = [];
    private readonly Lock _pipesLock = new();
    private readonly Lock _gatherLock = new();
    private readonly ArrivalRate _rate = new(time);
    private readonly CancellationTokenSource _stopped = new();
    private List<GuildPipe> _gathered = [];
    private List<GuildPipe>? _spare;
    private ITimer? _handOverTimer;
    private string _session = "";
    private int _gatheredEvents;
    private long _gatheringSince;
    private long _received;
    private long _pending;
    private TaskCompletionSource? _capacity;
    private AwaitedGuilds? _awaited;
    private DateTimeOffset _drainedAt;
    private long _blindSince;
    private bool _isReading;
    private bool _isBehind;

    public int Shard => shard;

    /// <summary>True once a guild has lost what it had confirmed. This pump is of no more use then.</summary>
    public bool IsBehind => Volatile.Read(ref _isBehind);
    public int BatchLimit => options.BatchEvents;

    /// <summary>Events handed over and not confirmed yet.</summary>
    public long Pending => Interlocked.Read(ref _pending);

    /// <summary>The newest sequence that has been queued for its guild.</summary>
    public long LastReceived => Volatile.Read(ref _received);

    /// <summary>When the socket was last read to its end; default before the first event.</summary>
    public DateTimeOffset DrainedAt => _drainedAt;

    /// <summary>Since when nothing was seen, for guilds that come back after a lost session; null when no session was lost.</summary>
    public DateTimeOffset? BlindSince
    {
        get => Volatile.Read(ref _blindSince) is > 0 and var ticks ? new(ticks, TimeSpan.Zero) : null;
        set => Volatile.Write(ref _blindSince, value?.UtcTicks ?? 0);
    }

    public int Guilds
    {
        get { lock (_pipesLock) return _pipes.Count; }
    }

    /// <summary>A session's sequence starts anew with READY; batches name the session so that a guild knows.</summary>
    public void StartSession(string session, long sequence)
    {
        lock (_pipesLock)
        {
            _session = session;
            foreach (var pipe in _pipes.Values) pipe.BeginSession(session);
        }
        Volatile.Write(ref _received, sequence);
    }

    /// <summary>Calls back once so many guilds have confirmed that they are there. A new session counts anew.</summary>
    public void WhenAvailable(int guilds, Action then) => Volatile.Write(ref _awaited, guilds == 0 ? null : new(guilds, then));

    public void Received(in MessageDispatch message)
    {
        if (message.GuildId != 0) Gather(message.GuildId, DispatchMapping.ToEvent(in message, time.GetUtcNow().UtcTicks));
        Count(message.Sequence);
    }

    public void Received(GatewayDispatch dispatch)
    {
        if (dispatch is InteractionCreated interaction) interactions?.Invoke(interaction);
        else if (dispatch.GuildId != 0 && DispatchMapping.ToEvent(dispatch, time.GetUtcNow().UtcTicks, BlindSince) is { } guildEvent) Gather(dispatch.GuildId, guildEvent);
        Count(dispatch.Sequence);
    }

    public void Skipped(long sequence) => Count(sequence);

    /// <summary>
    /// Nothing more is waiting in the socket: the time to hand over, unless events come so fast that the next will be there before anybody
    /// notices. Then the timer hands over, and a guild gets several events in one call.
    /// </summary>
    public void Drained()
    {
        if (_isReading) _drainedAt = time.GetUtcNow();
        if (!_rate.IsAbove(options.GatherFromPerSecond)) HandOver();
    }

    public ValueTask WaitForCapacity(CancellationToken cancellationToken)
    {
        if (_gatheredEvents >= options.GatherEvents
            || (_gatheredEvents > 0 && (_gatheredEvents & 63) == 0
                && time.GetElapsedTime(_gatheringSince) > TimeSpan.FromMilliseconds(options.GatherMilliseconds)))
        {
            HandOver();
        }
        if (Interlocked.Read(ref _pending) < options.MaxPendingEvents) return ValueTask.CompletedTask;
        HandOver();
        return WaitUntilBelowLimit(cancellationToken);
    }

    /// <summary>Every guild that got events since the last call.</summary>
    public List<GuildPipe> TakeTouched()
    {
        var touched = new List<GuildPipe>();
        lock (_pipesLock)
        {
            foreach (var pipe in _pipes.Values)
            {
                if (pipe.TakeTouched()) touched.Add(pipe);
            }
        }
        return touched;
    }

    /// <summary>
    /// Up to where every guild has confirmed; negative while a guild still has events of an earlier session, and when one is behind. What comes meanwhile is not claimed.
    /// </summary>
    public long ConfirmedSequence()
    {
        if (IsBehind) return -1;
        var confirmed = LastReceived;
        lock (_pipesLock)
        {
            foreach (var pipe in _pipes.Values)
            {
                if (pipe.OldestUnconfirmed(_session) is { } oldest && oldest <= confirmed) confirmed = oldest - 1;
            }
        }
        return confirmed;
    }

    public GuildId[] GetGuilds()
    {
        lock (_pipesLock) return [.. _pipes.Values.Select(pipe => pipe.Guild)];
    }

    /// <summary>Hands over what was gathered and waits until every guild has confirmed. The connection must have stopped reading.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        HandOver();
        while (Pending > 0 && !cancellationToken.IsCancellationRequested && !_stopped.IsCancellationRequested)
        {
            await Task.Delay(DrainPoll, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Gives up retries that are waiting; the stored sequence brings those events back.</summary>
    public void Stop()
    {
        _stopped.Cancel();
        Volatile.Read(ref _capacity)?.TrySetResult();
    }

    public void Dispose()
    {
        _handOverTimer?.Dispose();
        _stopped.Dispose();
    }

    /// <summary>Delivers one batch, again and again with growing pauses: a guild that could not take it has lost nothing.</summary>
    /// <returns>False when the pump was stopped before the guild confirmed.</returns>
    public async ValueTask<bool> Deliver(GuildPipe pipe, EventBatch batch)
    {
        var pause = TimeSpan.FromMilliseconds(options.RetryMilliseconds);
        while (true)
        {
            try
            {
                await pipe.Grain.Receive(batch).ConfigureAwait(false);
                return true;
            }
            catch (GuildBehindException exception)
            {
                FoundBehind(exception);
                return false;
            }
            catch (Exception exception) when (!_stopped.IsCancellationRequested)
            {
                LogRetry(exception, pipe.Guild.Value, batch.Events.Length, pause.TotalMilliseconds);
            }
            catch (Exception)
            {
                return false;
            }
            await Task.Delay(pause, time, _stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = TimeSpan.FromMilliseconds(Math.Min(pause.TotalMilliseconds * 2, options.RetryMaxMilliseconds));
        }
    }

    /// <summary>A guild has lost what it had confirmed: what this pump believes to be done is not. It stops, and its successor reads again.</summary>
    public void FoundBehind(GuildBehindException exception)
    {
        if (Interlocked.Exchange(ref _isBehind, true)) return;
        LogBehind(shard, exception.Message);
        Stop();
        behind();
    }

    public void Confirmed(EventBatch batch)
    {
        var count = batch.Events.Length;
        Volatile.Read(ref _awaited)?.Count(batch);
        if (Interlocked.Add(ref _pending, -count) < options.MaxPendingEvents / 2) Interlocked.Exchange(ref _capacity, null)?.TrySetResult();
    }

    private void Gather(ulong guild, GuildEvent guildEvent)
    {
        if (!_pipes.TryGetValue(guild, out var pipe)) pipe = Open(guild);
        pipe.Add(guildEvent);
        Interlocked.Increment(ref _pending);
        lock (_gatherLock)
        {
            if (_gatheredEvents++ == 0) BeginGathering();
            if (pipe.IsGathered) return;
            pipe.IsGathered = true;
            _gathered.Add(pipe);
        }
    }

    private void Count(long sequence)
    {
        _isReading = true;
        Volatile.Write(ref _received, sequence);
    }

    private void BeginGathering()
    {
        _gatheringSince = time.GetTimestamp();
        if (!_rate.IsAbove(options.GatherFromPerSecond)) return;
        _handOverTimer ??= time.CreateTimer(static pump => ((EventPump)pump!).HandOver(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _handOverTimer.Change(TimeSpan.FromMilliseconds(options.GatherMilliseconds), Timeout.InfiniteTimeSpan);
    }

    private GuildPipe Open(ulong guild)
    {
        var id = new GuildId(guild);
        var pipe = new GuildPipe(this, id, grains.GetGrain<IGuildGrain>(id.Key), _session);
        lock (_pipesLock) _pipes.Add(guild, pipe);
        return pipe;
    }

    private void HandOver()
    {
        List<GuildPipe> gathered;
        lock (_gatherLock)
        {
            if (_gathered.Count == 0) return;
            foreach (var pipe in _gathered) pipe.IsGathered = false;
            (gathered, _gathered) = (_gathered, _spare ?? []);
            _spare = null;
            _rate.Add(_gatheredEvents);
            _gatheredEvents = 0;
        }
        // Outside of the lock: meanwhile the reading thread gathers on.
        foreach (var pipe in gathered) pipe.Send();
        gathered.Clear();
        lock (_gatherLock) _spare = gathered;
    }

    private async ValueTask WaitUntilBelowLimit(CancellationToken cancellationToken)
    {
        LogHeldBack(shard, options.MaxPendingEvents);
        while (Interlocked.Read(ref _pending) >= options.MaxPendingEvents && !_stopped.IsCancellationRequested)
        {
            var capacity = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _capacity, capacity);
            if (Interlocked.Read(ref _pending) < options.MaxPendingEvents) return;
            await capacity.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Guild {Guild} did not take a batch of {Events} events; again in {Milliseconds} ms")]
    private partial void LogRetry(Exception exception, ulong guild, int events, double milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard} reads again from its last checkpoint: {Reason}")]
    private partial void LogBehind(int shard, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard} holds Discord back: {Limit} events are waiting for their guilds")]
    private partial void LogHeldBack(int shard, int limit);
}
