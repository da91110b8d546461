namespace Murdoch.Grains.Gateway;

/// <summary>
/// How many events come per second, over the last window that has ended. A clump of a few that arrive together does not count as fast: at
/// least <see cref="Window"/> has to pass before the rate is taken anew. Not thread-safe: its owner locks.
/// </summary>
internal sealed class ArrivalRate(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(20);
    private long _since = time.GetTimestamp();
    private long _events;
    private double _perSecond;

    public void Add(int events)
    {
        _events += events;
        var elapsed = time.GetElapsedTime(_since);
        if (elapsed < Window) return;
        _perSecond = _events / elapsed.TotalSeconds;
        (_since, _events) = (time.GetTimestamp(), 0);
    }

    public bool IsAbove(int perSecond) => _perSecond > perSecond;
}
