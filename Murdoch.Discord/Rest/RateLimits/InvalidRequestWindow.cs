namespace Murdoch.Discord.Rest.RateLimits;

/// <summary>How many in the last ten minutes, counted in steps of ten seconds. Not thread-safe.</summary>
public sealed class InvalidRequestWindow
{
    /// <summary>Discord's: https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    // One more than fit: the step that is under way would otherwise push out one that is not over yet.
    private static readonly int Steps = (int)(Length / Step) + 1;
    private readonly int[] _counts = new int[Steps];
    private long _newest;

    public int Count(DateTimeOffset now)
    {
        Advance(now);
        return _counts.Sum();
    }

    public void Add(int count, DateTimeOffset now)
    {
        Advance(now);
        _counts[_newest % Steps] += count;
    }

    /// <summary>The counts that are not zero, by the time of their step.</summary>
    public Dictionary<DateTimeOffset, int> ToDictionary() => Enumerable.Range(0, Steps)
        .Select(back => _newest - back).Where(step => step >= 0 && _counts[step % Steps] > 0)
        .ToDictionary(step => new DateTimeOffset(step * Step.Ticks, TimeSpan.Zero), step => _counts[step % Steps]);

    private void Advance(DateTimeOffset now)
    {
        var newest = now.UtcTicks / Step.Ticks;
        for (var step = Math.Max(_newest + 1, newest - Steps + 1); step <= newest; step++) _counts[step % Steps] = 0;
        if (newest > _newest) _newest = newest;
    }
}
