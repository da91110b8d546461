namespace Murdoch.Discord.Rest.RateLimits;

/// <summary>
/// One of Discord's buckets: how many requests it still takes, and when it takes more. Before the first answer it lets one request out, so
/// that the others need not guess.
/// </summary>
/// <remarks>https://docs.discord.com/developers/topics/rate-limits#header-format</remarks>
internal sealed class RouteBucket(TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly PriorityGate _gate = new();
    private ITimer? _timer;
    private bool _known;
    private bool _unlimited;
    private int _limit = 1;
    private int _remaining = 1;
    private int _underWay;
    private DateTimeOffset _resetsAt;
    private DateTimeOffset _blockedUntil;

    /// <summary>How long a request would wait if it came now; zero when it would go out at once.</summary>
    public TimeSpan Wait
    {
        get
        {
            lock (_lock)
            {
                if (HasRoom() && _gate.IsEmpty) return TimeSpan.Zero;
                var until = _blockedUntil > _resetsAt ? _blockedUntil : _resetsAt;
                var now = time.GetUtcNow();
                return until > now ? until - now : TimeSpan.FromTicks(1);
            }
        }
    }

    public ValueTask Enter(RequestTurn turn, CancellationToken cancellationToken)
    {
        TaskCompletionSource place;
        lock (_lock)
        {
            if (_gate.IsEmpty && HasRoom())
            {
                Take();
                return ValueTask.CompletedTask;
            }
            place = _gate.Enter(turn);
            Schedule();
        }
        return PriorityGate.Wait(place, cancellationToken);
    }

    /// <summary>The answer's headers: what is left, and for how long.</summary>
    public void Answered(RateLimitHeaders headers)
    {
        lock (_lock)
        {
            _underWay--;
            var now = time.GetUtcNow();
            if (headers.HasLimit)
            {
                _known = true;
                _unlimited = false;
                _limit = Math.Max(1, headers.Limit);
                var resetsAt = now + headers.ResetAfter;
                // Answers overtake each other: within one window the smallest number is the truth.
                _remaining = now < _resetsAt && resetsAt <= _resetsAt + TimeSpan.FromMilliseconds(50) ? Math.Min(_remaining, headers.Remaining) : headers.Remaining;
                _resetsAt = resetsAt;
            }
            else if (!_known)
            {
                _known = _unlimited = true;
            }
            LetIn();
        }
    }

    /// <summary>A request ended without headers to learn from.</summary>
    public void Failed()
    {
        lock (_lock)
        {
            _underWay--;
            LetIn();
        }
    }

    /// <summary>A 429 said to wait, whatever was left.</summary>
    public void BlockFor(TimeSpan pause)
    {
        lock (_lock)
        {
            var until = time.GetUtcNow() + pause;
            if (until > _blockedUntil) _blockedUntil = until;
            Schedule();
        }
    }

    public void Dispose() => _timer?.Dispose();

    private bool HasRoom()
    {
        var now = time.GetUtcNow();
        if (now < _blockedUntil) return false;
        if (_unlimited) return true;
        if (!_known) return _underWay == 0;
        if (now >= _resetsAt) _remaining = Math.Max(_remaining, _limit - _underWay);
        return _remaining > 0;
    }

    private void Take()
    {
        _underWay++;
        if (_known && !_unlimited) _remaining--;
    }

    private void LetIn()
    {
        while (!_gate.IsEmpty && HasRoom())
        {
            if (_gate.LetOneIn()) Take();
        }
        Schedule();
    }

    private void Schedule()
    {
        if (_gate.IsEmpty) return;
        var now = time.GetUtcNow();
        var until = _blockedUntil > now ? _blockedUntil : _known && _resetsAt > now ? _resetsAt : (DateTimeOffset?)null;
        if (until is not { } at) return;
        _timer ??= time.CreateTimer(static bucket => ((RouteBucket)bucket!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // A millisecond more than asked for: clocks round.
        _timer.Change(at - now + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private void Wake()
    {
        lock (_lock) LetIn();
    }
}
