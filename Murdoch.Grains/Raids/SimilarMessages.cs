using System.Runtime.InteropServices;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Raids;

namespace Murdoch.Grains.Raids;

/// <summary>A message that may belong to a raid, without its text.</summary>
/// <param name="Leads">It has a link or calls many: what a crowd writes that greets somebody has not.</param>
internal readonly record struct RaidPost(MessageId Message, ChannelId Channel, UserId Author, ulong[] AuthorRoles, UInt128 ContentHash, bool Leads);

/// <summary>
/// Many similar messages of several authors in a short time. Held in memory: after a crash it counts anew, which finds a raid one window late at most.
/// </summary>
/// <remarks>A ring of the guild's latest messages, chained by how they begin and by how they end. Time is that of the messages' ids.</remarks>
internal sealed class SimilarMessages
{
    /// <summary>One alone who repeats themselves is a flood, and two are a conversation.</summary>
    public const int MinAuthors = 3;

    private const int FirstCapacity = 2;
    private const int MaxCapacity = 1_024;

    private Entry[]? _entries;
    private Dictionary<ulong, long>? _latest;
    private long _count;

    /// <returns>All similar messages within the window, this one included, when they are a raid; else null.</returns>
    public RaidPost[]? Add(in RaidPost post, TextLikeness likeness, RaidConfig config)
    {
        var at = post.Message.At.ToUnixTimeMilliseconds();
        var since = at - (config.MessageWindowSeconds * 1_000L);
        MakeRoom(since);
        var previousHead = Replace(likeness.Head);
        // A text whose ends are one key follows nothing of its own.
        var previousTail = likeness.Tail == likeness.Head ? previousHead : Replace(likeness.Tail);
        _entries![_count++ & (_entries.Length - 1)] = new(post, at, likeness, previousHead, previousTail);
        return Similar(since, byHead: true, config.MessageLimit) ?? Similar(since, byHead: false, config.MessageLimit);
    }

    /// <returns>The latest message with that key before the one that comes now; -1 for none.</returns>
    private long Replace(ulong key)
    {
        ref var latest = ref CollectionsMarshal.GetValueRefOrAddDefault(_latest!, key, out var isKnown);
        var previous = isKnown ? latest : -1;
        latest = _count;
        return previous;
    }

    private RaidPost[]? Similar(long since, bool byHead, int limit)
    {
        // Counted before they are gathered: nearly always they are too few.
        var count = 0;
        for (var number = _count - 1; IsWithin(number, since); number = Previous(number, byHead)) count++;
        if (count <= limit) return null;
        var found = new List<RaidPost>(count);
        for (var number = _count - 1; IsWithin(number, since); number = Previous(number, byHead)) found.Add(At(number).Post);
        return found.DistinctBy(post => post.Author).Count() >= MinAuthors ? [.. found] : null;
    }

    private long Latest(ulong key) => _latest is not null && _latest.TryGetValue(key, out var number) ? number : -1;

    private ref readonly Entry At(long number) => ref _entries![number & (_entries.Length - 1)];

    private long Previous(long number, bool byHead) => byHead ? At(number).PreviousHead : At(number).PreviousTail;

    private bool IsWithin(long number, long since) => IsRemembered(number) && At(number).At >= since;

    private bool IsRemembered(long number) => number >= 0 && number < _count && number >= _count - _entries!.Length;

    private void MakeRoom(long since)
    {
        _entries ??= new Entry[FirstCapacity];
        _latest ??= [];
        if (_count < _entries.Length) return;
        ref readonly var oldest = ref At(_count);
        if (oldest.At >= since && _entries.Length < MaxCapacity) Grow();
        else Forget(in oldest);
    }

    private void Forget(in Entry oldest)
    {
        var number = _count - _entries!.Length;
        if (Latest(oldest.Likeness.Head) == number) _latest!.Remove(oldest.Likeness.Head);
        if (Latest(oldest.Likeness.Tail) == number) _latest!.Remove(oldest.Likeness.Tail);
    }

    private void Grow()
    {
        var entries = new Entry[_entries!.Length * 2];
        for (var number = _count - _entries.Length; number < _count; number++) entries[number & (entries.Length - 1)] = _entries[number & (_entries.Length - 1)];
        _entries = entries;
    }

    private readonly record struct Entry(RaidPost Post, long At, TextLikeness Likeness, long PreviousHead, long PreviousTail);
}
