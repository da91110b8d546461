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
    private const double Severity = 0.5;
    private Entry[]? _ring;
    private int _next;
    private int _count;

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
        for (var i = 1; i <= _count; i++)
        {
            ref readonly var earlier = ref _ring![(_next - i + _ring.Length) % _ring.Length];
            if (earlier.At < since) break;
            if (earlier.Author != entry.Author) continue;
            posted++;
            if (earlier.Text == entry.Text) same++;
        }
        return (posted, same);
    }

    private void Add(in Entry entry, ulong since)
    {
        _ring ??= new Entry[Smallest];
        if (_count == _ring.Length && _ring.Length < Largest && _ring[_next].At >= since) Grow();
        _ring[_next] = entry;
        _next = (_next + 1) % _ring.Length;
        _count = Math.Min(_count + 1, _ring.Length);
    }

    private void Grow()
    {
        var larger = new Entry[_ring!.Length * 2];
        for (var i = 0; i < _count; i++) larger[i] = _ring[(_next + i) % _ring.Length];
        (_ring, _next) = (larger, _count);
    }

    /// <param name="At">Milliseconds, as snowflakes count them.</param>
    private readonly record struct Entry(ulong Author, ulong At, uint Text);
}
