using System.Collections.Concurrent;

namespace Murdoch.Discord.Rest.RateLimits;

/// <summary>
/// Which bucket a request belongs to. Before the first answer each route of each channel or guild has its own; afterwards routes that name
/// the same bucket share it, per channel or guild.
/// </summary>
internal sealed class RouteBuckets(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, string> _hashes = [];
    private readonly ConcurrentDictionary<(string Key, ulong Top), RouteBucket> _buckets = [];

    public RouteBucket Of(string route, ulong top)
    {
        var key = _hashes.TryGetValue(route, out var hash) ? hash : route;
        return _buckets.GetOrAdd((key, top), static (_, clock) => new(clock), time);
    }

    /// <summary>Learns a route's bucket. The one that was used so far goes on under the new name, with those who wait in it.</summary>
    public void Learn(string route, ulong top, string? hash, RouteBucket used)
    {
        // Different routes have been seen to name one bucket for separate limits, so the route stays part of the key.
        if (hash is null) return;
        var key = $"{route}:{hash}";
        if (_hashes.TryGetValue(route, out var known) && known == key) return;
        _hashes[route] = key;
        _buckets.TryAdd((key, top), used);
    }
}
