namespace Murdoch.Discord.Rest.RateLimits;

/// <summary>Counts answers that Discord holds against the address, and closes the door well before it does.</summary>
/// <remarks>10,000 of 401, 403 and 429 in ten minutes ban the address: https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans</remarks>
internal sealed class InvalidRequestGuard(int limit, TimeProvider time)
{
    private const double AllShare = 0.95;
    private const int Slots = 60;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);
    private readonly Lock _lock = new();
    private readonly int[] _counts = new int[Slots];
    private long _newest;

    /// <summary>Invalid requests in the last ten minutes.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                Advance();
                return _counts.Sum();
            }
        }
    }

    public void Add()
    {
        lock (_lock)
        {
            Advance();
            _counts[_newest % Slots]++;
        }
    }

    /// <summary>From the limit on only urgent requests pass, just below Discord's ban none.</summary>
    public bool Allows(RequestPriority priority)
    {
        var count = Count;
        return count < limit || (priority <= RequestPriority.Timeout && count < limit / 0.8 * AllShare);
    }

    private void Advance()
    {
        var now = time.GetUtcNow().UtcTicks / (Window.Ticks / Slots);
        for (var slot = Math.Max(_newest + 1, now - Slots + 1); slot <= now; slot++) _counts[slot % Slots] = 0;
        if (now > _newest) _newest = now;
    }
}
