using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Raids;

namespace Murdoch.Grains.Raids;

/// <summary>A message that may belong to a raid, without its text.</summary>
internal readonly record struct RaidPost(MessageId Message, ChannelId Channel, UserId Author, ulong[] AuthorRoles, UInt128 ContentHash);

/// <summary>
/// Many similar messages of several authors in a short time. Held in memory: after a crash it counts anew, which finds a raid one window late at most.
/// </summary>
/// <remarks>A ring of the guild's latest messages, chained by how they begin and by how they end. Time is that of the messages' ids.</remarks>
internal sealed class SimilarMessages
{
    /// <summary>One alone who repeats themselves is a flood, and two are a conversation.</summary>
    public const int MinAuthors = 3;

    private const int FirstCapacity = 8;
    private const int MaxCapacity = 1_024;

    private Entry[]? _entries;
    private Dictionary<ulong, long>? _latest;
    private long _count;

    /// <returns>All similar messages within the window, this one included, when they are a raid; else null.</returns>
    public RaidPost[]? Add(in RaidPost post, TextLikeness likeness, RaidConfig config)
    {
        var at = post.Message.At.ToUnixTimeMilliseconds();
        var since = at - (config.MessageWindowSeconds * 1_000L);
        Remember(new(post, at, likeness, Latest(likeness.Head), Latest(likeness.Tail)), since);
        return Similar(likeness.Head, since, byHead: true, config.MessageLimit) ?? Similar(likeness.Tail, since, byHead: false, config.MessageLimit);
    }

    private RaidPost[]? Similar(ulong key, long since, bool byHead, int limit)
    {
        List<RaidPost>? found = null;
        for (var number = Latest(key); IsRemembered(number);)
        {
            ref readonly var entry = ref _entries![number & (_entries.Length - 1)];
            if (entry.At < since) break;
            (found ??= []).Add(entry.Post);
            number = byHead ? entry.PreviousHead : entry.PreviousTail;
        }
        return found is not null && found.Count > limit && found.DistinctBy(post => post.Author).Count() >= MinAuthors ? [.. found] : null;
    }

    private long Latest(ulong key) => _latest is not null && _latest.TryGetValue(key, out var number) ? number : -1;

    private bool IsRemembered(long number) => number >= 0 && number < _count && number >= _count - _entries!.Length;

    private void Remember(in Entry entry, long since)
    {
        _entries ??= new Entry[FirstCapacity];
        _latest ??= [];
        if (_count >= _entries.Length)
        {
            ref readonly var oldest = ref _entries[_count & (_entries.Length - 1)];
            if (oldest.At >= since && _entries.Length < MaxCapacity) Grow();
            else Forget(in oldest);
        }
        _entries[_count & (_entries.Length - 1)] = entry;
        _latest[entry.Likeness.Head] = _latest[entry.Likeness.Tail] = _count++;
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
