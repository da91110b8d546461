using System.IO.Hashing;
using System.Runtime.InteropServices;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>
/// Who posts how much of the same, in one guild. A ring of the latest messages that grows while the window needs it: an idle guild holds
/// nothing, the busiest a few kilobytes. Counts anew after a crash, which finds a flood one window late at most.
/// </summary>
internal sealed class FloodWatch
{
    private const int Smallest = 16;
    private const int Largest = 512;
    private const int Buckets = 64;
    private const double Severity = 0.5;
    private Entry[]? _ring;
    private int[]? _heads;
    private int _next = 1;

    /// <summary>Call once for each new message, not for edits.</summary>
    public FilterMatch? Check(in MessageFacts facts, FilterConfig config)
    {
        if (config is { FloodLimit: 0, DuplicateLimit: 0 }) return null;
        var message = facts.Message;
        var entry = new Entry(message.Author.Value, message.Message.Value >> 22, (uint)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(facts.Content)));
        var since = entry.At - Math.Min(entry.At, (ulong)config.FloodWindowSeconds * 1_000);
        var (posted, same) = Count(in entry, since);
        Add(in entry, since);
        if (config.DuplicateLimit > 0 && same >= config.DuplicateLimit && facts.Content.Length > 0)
            return new("duplicate", ViolationCategory.Flood, Severity, $"The same message {same + 1} times within {config.FloodWindowSeconds} seconds.", "");
        return config.FloodLimit > 0 && posted >= config.FloodLimit
            ? new("flood", ViolationCategory.Flood, Severity, $"{posted + 1} messages within {config.FloodWindowSeconds} seconds.", "")
            : null;
    }

    private (int Posted, int Same) Count(in Entry entry, ulong since)
    {
        var (posted, same) = (0, 0);
        if (_ring is null) return (posted, same);
        // Only along the author's own chain: in a busy guild the window holds hundreds of messages of others.
        for (var number = _heads![Bucket(entry.Author)]; number > _next - _ring.Length && number > 0;)
        {
            ref readonly var earlier = ref _ring[number % _ring.Length];
            if (earlier.At < since) break;
            if (earlier.Author == entry.Author)
            {
                posted++;
                if (earlier.Text == entry.Text) same++;
            }
            number = earlier.Previous;
        }
        return (posted, same);
    }

    private void Add(in Entry entry, ulong since)
    {
        _ring ??= new Entry[Smallest];
        _heads ??= new int[Buckets];
        if (_next > _ring.Length && _ring.Length < Largest && _ring[_next % _ring.Length].At >= since) Grow();
        ref var head = ref _heads[Bucket(entry.Author)];
        _ring[_next % _ring.Length] = entry with { Previous = head };
        head = _next++;
    }

    private void Grow()
    {
        var larger = new Entry[_ring!.Length * 2];
        for (var number = Math.Max(1, _next - _ring.Length); number < _next; number++) larger[number % larger.Length] = _ring[number % _ring.Length];
        _ring = larger;
    }

    private static int Bucket(ulong author) => (int)((author * 0x9E3779B97F4A7C15) >> 58);

    /// <param name="At">Milliseconds, as snowflakes count them.</param>
    /// <param name="Previous">The number of the message before it whose author falls into the same bucket; 0 for none.</param>
    private readonly record struct Entry(ulong Author, ulong At, uint Text, int Previous = 0);
}
