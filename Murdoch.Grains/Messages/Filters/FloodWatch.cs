using System.Runtime.InteropServices;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>The same text again and again, or too many messages, by one author of one guild. Held in memory: after a crash it counts anew.</summary>
/// <remarks>
/// A ring of the guild's latest messages; those of one author are chained, so that a check walks that author's messages within the window only.
/// Time is that of the messages' ids. One thread at a time; edits and repeated deliveries must not be handed in.
/// </remarks>
internal sealed class FloodWatch
{
    /// <summary>Messages remembered; grows from <see cref="FirstCapacity"/> as far as the guild's pace needs it.</summary>
    public const int MaxCapacity = 4_096;
    private const int FirstCapacity = 4;

    /// <summary>Messages of one author that are walked: more than any sensible limit.</summary>
    private const int MaxWalk = 128;

    private const double Severity = 0.5;

    /// <summary>Shorter texts, such as "ok" and "gg", come often without being spam; only twice the limit of them is.</summary>
    private const int ShortText = 4;

    private Post[]? _posts;
    private Dictionary<UserId, long>? _latest;
    private long _count;

    public FilterMatch? Check(in MessageFacts facts, FilterConfig config)
    {
        if ((config.DuplicateLimit <= 0 && config.FloodLimit <= 0) || config.FloodWindowSeconds <= 0)
        {
            return null;
        }

        var at = facts.At.ToUnixTimeMilliseconds();
        var since = at - (config.FloodWindowSeconds * 1_000L);
        var hash = TextHash.Of(facts.Content, out var letters);
        _posts ??= new Post[FirstCapacity];
        // Looked up once for both: with a thousand guilds in turn, none of it is in a cache.
        ref var latest = ref CollectionsMarshal.GetValueRefOrAddDefault(_latest ??= [], facts.Author, out var isKnown);
        var previous = isKnown ? latest : -1;
        var (messages, duplicates) = Count(previous, since, at, hash);
        latest = _count;
        Remember(new(facts.Author, at, hash, previous), since);
        if (letters > 0 && config.DuplicateLimit > 0 && duplicates + 1 > (letters < ShortText ? 2 * config.DuplicateLimit : config.DuplicateLimit))
        {
            return new("duplicate", ViolationCategory.Flood, Severity, "The same text more often than this guild allows.", "duplicate");
        }

        return config.FloodLimit > 0 && messages + 1 > config.FloodLimit
            ? new("flood", ViolationCategory.Flood, Severity, "More messages in a short time than this guild allows.", "flood")
            : null;
    }

    /// <param name="number">The author's latest message; -1 for none.</param>
    private (int Messages, int Duplicates) Count(long number, long since, long until, ulong hash)
    {
        var (messages, duplicates) = (0, 0);
        for (var walked = 0; walked < MaxWalk && IsRemembered(number); walked++)
        {
            ref readonly var post = ref _posts![number & (_posts.Length - 1)];
            if (post.At < since)
            {
                break;
            }

            // A late message counts only what came before it.
            if (post.At <= until)
            {
                messages++;
                duplicates += post.Hash == hash ? 1 : 0;
            }

            number = post.Previous;
        }

        return (messages, duplicates);
    }

    private bool IsRemembered(long number) => number >= 0 && number < _count && number >= _count - _posts!.Length;

    private void Remember(Post post, long since)
    {
        if (_count >= _posts!.Length)
        {
            ref readonly var oldest = ref _posts[_count & (_posts.Length - 1)];
            if (oldest.At >= since && _posts.Length < MaxCapacity)
            {
                Grow();
            }
            else if (_latest!.TryGetValue(oldest.Author, out var last) && last == _count - _posts.Length)
            {
                _latest.Remove(oldest.Author);
            }
        }

        _posts[_count++ & (_posts.Length - 1)] = post;
    }

    private void Grow()
    {
        var posts = new Post[_posts!.Length * 2];
        for (var number = _count - _posts.Length; number < _count; number++)
        {
            posts[number & (posts.Length - 1)] = _posts[number & (_posts.Length - 1)];
        }

        // The other half is as if never written: numbers before the first one kept are not remembered.
        _posts = posts;
    }

    private readonly record struct Post(UserId Author, long At, ulong Hash, long Previous);
}
