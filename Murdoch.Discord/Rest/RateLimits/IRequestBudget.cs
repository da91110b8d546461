namespace Murdoch.Discord.Rest.RateLimits;

/// <summary>The bot's requests per second over all routes, which all processes of a bot share.</summary>
public interface IRequestBudget
{
    /// <summary>Completes when one request may go out, the most urgent first.</summary>
    ValueTask Acquire(RequestPriority priority, CancellationToken cancellationToken);

    /// <summary>Discord said that all requests have to wait.</summary>
    void BlockFor(TimeSpan pause);
}

/// <summary>The whole budget for one process: so many requests in any second.</summary>
public sealed class LocalRequestBudget(int requestsPerSecond, TimeProvider time) : IRequestBudget, IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private readonly PriorityGate _gate = new();
    private readonly Queue<DateTimeOffset> _sent = new(requestsPerSecond);
    private DateTimeOffset _blockedUntil;
    private ITimer? _timer;

    public ValueTask Acquire(RequestPriority priority, CancellationToken cancellationToken)
    {
        TaskCompletionSource place;
        lock (_lock)
        {
            if (_gate.IsEmpty && FreeAt() is null)
            {
                _sent.Enqueue(time.GetUtcNow());
                return ValueTask.CompletedTask;
            }
            place = _gate.Enter(priority);
            Schedule();
        }
        return PriorityGate.Wait(place, cancellationToken);
    }

    public void BlockFor(TimeSpan pause)
    {
        lock (_lock)
        {
            var until = time.GetUtcNow() + pause;
            if (until > _blockedUntil) _blockedUntil = until;
        }
    }

    public void Dispose() => _timer?.Dispose();

    /// <returns>Null when a request may go out now.</returns>
    private DateTimeOffset? FreeAt()
    {
        var now = time.GetUtcNow();
        if (now < _blockedUntil) return _blockedUntil;
        while (_sent.TryPeek(out var oldest) && now - oldest >= Second) _sent.Dequeue();
        return _sent.Count < requestsPerSecond ? null : _sent.Peek() + Second;
    }

    private void Schedule()
    {
        if (_gate.IsEmpty || FreeAt() is not { } at) return;
        _timer ??= time.CreateTimer(static budget => ((LocalRequestBudget)budget!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var wait = at - time.GetUtcNow() + TimeSpan.FromMilliseconds(1);
        _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Wake()
    {
        lock (_lock)
        {
            while (!_gate.IsEmpty && FreeAt() is null)
            {
                if (_gate.LetOneIn()) _sent.Enqueue(time.GetUtcNow());
            }
            Schedule();
        }
    }
}
