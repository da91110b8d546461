namespace Murdoch.Discord.Rest.RateLimits;

/// <summary>
/// This process' part of the bot's requests per second over all routes. The processes of a bot share Discord's global limit, so each works
/// by a lease: so many requests in any second, until the lease ends; then only the floor, which is its own at any time. Requests never wait
/// for a lease to be renewed, only for room under the one that is held. Thread-safe.
/// </summary>
/// <remarks>https://docs.discord.com/developers/topics/rate-limits#global-rate-limit</remarks>
public class RequestBudget : IDisposable
{
    /// <summary>Discord counts per second. Also the longest that an answer to a renewal may take: a later one is not used.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly int _floor;
    private readonly TimeSpan _floorFrom;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly Lock _lock = new();
    private readonly PriorityGate _gate = new();
    private readonly Queue<TimeSpan> _sent = new();
    private TaskCompletionSource _pressed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _timer;
    private TimeSpan _blockedUntil;
    private TimeSpan _leaseEnds;
    private long _lease;
    private int _perSecond;
    private bool _wasLeased;

    /// <param name="limit">The whole bot's requests per second.</param>
    /// <param name="floor">What this process may send per second without a lease.</param>
    /// <param name="floorFrom">
    /// How long a process that never had a lease sends nothing: until all others are sure to have heard of it, they may use the whole.
    /// </param>
    public RequestBudget(int limit, int floor, TimeSpan floorFrom, TimeProvider time)
    {
        (Limit, _floor, _floorFrom, _time) = (limit, floor, floorFrom, time);
        _started = time.GetTimestamp();
    }

    /// <summary>The whole bot's requests per second.</summary>
    public int Limit { get; }

    /// <summary>Requests per second that this process may send now.</summary>
    public int PerSecond
    {
        get { lock (_lock) return Rate(Now); }
    }

    private TimeSpan Now => _time.GetElapsedTime(_started);

    /// <summary>Completes when one request may go out.</summary>
    public ValueTask Acquire(RequestTurn turn, CancellationToken cancellationToken)
    {
        TaskCompletionSource place;
        lock (_lock)
        {
            var now = Now;
            var isFirst = _gate.IsEmpty;
            if (isFirst && FreeAt(now) is null)
            {
                _sent.Enqueue(now);
                return ValueTask.CompletedTask;
            }
            place = _gate.Enter(turn);
            Schedule(now);
            if (isFirst && Rate(now) < Limit) _pressed.TrySetResult();
        }
        return PriorityGate.Wait(place, cancellationToken);
    }

    /// <summary>Discord said that all requests have to wait.</summary>
    public void BlockFor(TimeSpan pause)
    {
        lock (_lock)
        {
            if (Block(pause)) _pressed.TrySetResult();
        }
    }

    /// <summary>What the next renewal should say.</summary>
    public BudgetUse GetUse()
    {
        lock (_lock)
        {
            var now = Now;
            DropOld(now);
            var isHeld = now < _leaseEnds;
            return new(now, _sent.Count + _gate.Count, isHeld ? _lease : 0, isHeld ? _perSecond : 0, _blockedUntil > now ? _blockedUntil - now : TimeSpan.Zero);
        }
    }

    /// <summary>Takes the answer to a renewal.</summary>
    /// <param name="asked">What the renewal said: the lease counts from there, so that it ends here before it ends where it was granted.</param>
    /// <param name="number">Of the lease; what was held before ends.</param>
    /// <param name="perSecond">0: nothing new; what is held stays until its end.</param>
    /// <param name="blockedFor">How long another process was told to wait.</param>
    /// <returns>False for an answer that came too late to be used.</returns>
    public bool Renew(BudgetUse asked, long number, int perSecond, TimeSpan length, TimeSpan blockedFor)
    {
        lock (_lock)
        {
            var now = Now;
            Block(blockedFor);
            if (now - asked.At > Window) return false;
            if (perSecond > 0)
            {
                (_lease, _perSecond, _leaseEnds, _wasLeased) = (number, perSecond, asked.At + length, true);
                LetIn();
            }
            return true;
        }
    }

    /// <summary>Completes when a renewal should not wait: requests have begun to queue under less than the whole, or Discord stopped all.</summary>
    public Task WaitForPressure()
    {
        lock (_lock)
        {
            if (_pressed.Task.IsCompleted) _pressed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _pressed.Task;
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        GC.SuppressFinalize(this);
    }

    private int Rate(TimeSpan now) => now < _leaseEnds ? _perSecond : _wasLeased || now >= _floorFrom ? _floor : 0;

    private bool Block(TimeSpan pause)
    {
        var until = Now + pause;
        if (until <= _blockedUntil || pause <= TimeSpan.Zero) return false;
        _blockedUntil = until;
        return true;
    }

    private void DropOld(TimeSpan now)
    {
        while (_sent.TryPeek(out var oldest) && now - oldest >= Window) _sent.Dequeue();
    }

    /// <returns>Null when a request may go out now.</returns>
    private TimeSpan? FreeAt(TimeSpan now)
    {
        if (now < _blockedUntil) return _blockedUntil;
        DropOld(now);
        var rate = Rate(now);
        if (_sent.Count < rate) return null;
        return rate > 0 ? _sent.Peek() + Window : _floorFrom;
    }

    private void Schedule(TimeSpan now)
    {
        if (_gate.IsEmpty || FreeAt(now) is not { } at) return;
        _timer ??= _time.CreateTimer(static budget => ((RequestBudget)budget!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // A millisecond more than asked for: clocks round.
        _timer.Change((at > now ? at - now : TimeSpan.Zero) + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private void LetIn()
    {
        var now = Now;
        while (!_gate.IsEmpty && FreeAt(now) is null)
        {
            if (_gate.LetOneIn()) _sent.Enqueue(now);
        }
        Schedule(now);
    }

    private void Wake()
    {
        lock (_lock) LetIn();
    }
}

/// <summary>The whole budget for one process that shares it with nobody.</summary>
public sealed class LocalRequestBudget(int requestsPerSecond, TimeProvider time) : RequestBudget(requestsPerSecond, requestsPerSecond, TimeSpan.Zero, time);

/// <summary>How a process stands with its budget.</summary>
/// <param name="At">When, on the budget's own clock.</param>
/// <param name="Demand">Requests sent in the last second, and those that wait.</param>
/// <param name="Lease">The number of the lease that is held; 0 for none.</param>
/// <param name="PerSecond">What that lease grants; 0 for none.</param>
/// <param name="BlockedFor">How long Discord lets all requests wait.</param>
public readonly record struct BudgetUse(TimeSpan At, int Demand, long Lease, int PerSecond, TimeSpan BlockedFor);
