using Murdoch.Discord.Rest;

namespace Murdoch.Grains.Gateway;

/// <summary>Whose turn it is to identify: one shard per bucket and window, and no more than Discord lets the bot start in a day.</summary>
/// <remarks>
/// A shard's bucket is its number modulo max_concurrency; one identify too many is answered with Invalid Session. Beyond the daily limit
/// Discord ends all sessions and resets the token. https://docs.discord.com/developers/events/gateway#session-start-limit-object
/// </remarks>
/// <param name="nextTurns">When the next shard of each bucket may identify; kept up to date.</param>
internal sealed class IdentifyQueue(TimeSpan window, Dictionary<int, DateTimeOffset> nextTurns)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private int _total = int.MaxValue;
    private int _left = int.MaxValue;
    private DateTimeOffset _resetsAt;

    /// <summary>What Discord says is left.</summary>
    public void Learn(SessionStartLimit limit, DateTimeOffset now) =>
        (_total, _left, _resetsAt) = (limit.Total, limit.Remaining, now + TimeSpan.FromMilliseconds(limit.ResetAfter));

    /// <summary>When Discord takes identifies again; null when it takes them now.</summary>
    public DateTimeOffset? ClosedUntil(DateTimeOffset now)
    {
        if (_left > 0) return null;
        if (now < _resetsAt) return _resetsAt;
        (_left, _resetsAt) = (_total, now + Day);
        return null;
    }

    /// <summary>Takes the next free turn of the shard's bucket, and says when it is.</summary>
    public DateTimeOffset Take(int shard, int shards, int maxConcurrency, DateTimeOffset now)
    {
        var buckets = Math.Max(1, maxConcurrency);
        // The clock of the machine that wrote may have run ahead of this one's: nobody waits longer than for all shards of the bucket.
        var latest = now + (window * ((shards + buckets - 1) / buckets));
        var turn = nextTurns.TryGetValue(shard % buckets, out var next) && next > now ? (next < latest ? next : latest) : now;
        nextTurns[shard % buckets] = turn + window;
        _left--;
        return turn;
    }

    /// <summary>The turn could only be handed out at this time, so the next one is later too.</summary>
    public void HandedOut(int shard, int maxConcurrency, DateTimeOffset at)
    {
        var bucket = shard % Math.Max(1, maxConcurrency);
        if (at + window > nextTurns[bucket]) nextTurns[bucket] = at + window;
    }
}
