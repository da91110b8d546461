namespace Murdoch.Discord.Rest.RateLimits;

/// <summary>
/// Counts answers that Discord holds against the address, and closes the door well before it does. What the bot's other processes have
/// counted is told from time to time; in between, each of them is taken to collect as many as this one. Thread-safe.
/// </summary>
/// <remarks>
/// 10,000 of 401, 403 and 429 in ten minutes ban the address; 429 of shared scope does not count:
/// https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans. Processes on hosts of their own
/// have addresses of their own; counted together they stop earlier than they must, and behind one address just in time.
/// </remarks>
public sealed class InvalidRequestGuard(int limit, TimeProvider time)
{
    /// <summary>From here on nothing passes, as a share of Discord's limit, of which <c>limit</c> is 80 %.</summary>
    private const double AllShare = 0.95 / 0.8;
    private readonly Lock _lock = new();
    private readonly InvalidRequestWindow _own = new();
    private DateTimeOffset _toldAt;
    private int _told;
    private int _processes = 1;
    private int _unreported;

    /// <summary>Invalid requests in the last ten minutes, as many as there may be in all processes together.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                var now = time.GetUtcNow();
                var own = _own.Count(now);
                var told = now - _toldAt < InvalidRequestWindow.Length ? _told : 0;
                // What is not reported yet stands for the same number in every other process that we have not heard of.
                return Math.Max(own, told + (int)Math.Min(int.MaxValue / 2, (long)Math.Min(_unreported, own) * _processes));
            }
        }
    }

    /// <summary>Invalid requests of this process that nobody else knows of.</summary>
    public int Unreported
    {
        get { lock (_lock) return _unreported; }
    }

    public void Add()
    {
        lock (_lock)
        {
            _own.Add(1, time.GetUtcNow());
            _unreported++;
        }
    }

    /// <summary>The bot's processes together have counted so many, of this one <paramref name="reported"/> more than before.</summary>
    public void Told(int reported, int total, int processes)
    {
        lock (_lock)
        {
            _unreported -= reported;
            (_told, _processes, _toldAt) = (total, Math.Max(1, processes), time.GetUtcNow());
        }
    }

    /// <summary>From the limit on only urgent requests pass, just below Discord's ban none.</summary>
    public bool Allows(RequestPriority priority)
    {
        var count = Count;
        return count < limit || (priority <= RequestPriority.Timeout && count < limit * AllShare);
    }
}
