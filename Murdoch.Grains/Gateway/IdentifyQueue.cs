namespace Murdoch.Grains.Gateway;

/// <summary>Whose turn it is to identify: one shard per bucket and window.</summary>
/// <remarks>
/// A shard's bucket is its number modulo max_concurrency; one identify too many is answered with Invalid Session.
/// https://docs.discord.com/developers/events/gateway#max-concurrency
/// </remarks>
internal sealed class IdentifyQueue(TimeSpan window)
{
    private readonly Dictionary<int, DateTimeOffset> _nextTurns = [];

    /// <summary>Takes the next free turn of the shard's bucket, and says how long it is until then.</summary>
    public TimeSpan Take(int shard, int maxConcurrency, DateTimeOffset now)
    {
        var bucket = shard % Math.Max(1, maxConcurrency);
        var turn = _nextTurns.TryGetValue(bucket, out var next) && next > now ? next : now;
        _nextTurns[bucket] = turn + window;
        return turn - now;
    }
}
