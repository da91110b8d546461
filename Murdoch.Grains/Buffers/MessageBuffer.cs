using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Buffers;

/// <summary>
/// Layer 2: collects what layer 1 let pass until it is worth asking the analyser. One flush is under way at a time; messages keep arriving
/// meanwhile, and a flush that failed comes back to the front with a growing pause.
/// </summary>
internal sealed class MessageBuffer(BufferOptions options)
{
    private readonly List<MessagePosted> _waiting = [];
    private MessagePosted[]? _underWay;
    private DateTimeOffset _waitingSince;
    private DateTimeOffset _notBefore;
    private bool _urgent;
    private int _failures;

    public int Count => _waiting.Count + (_underWay?.Length ?? 0);
    public long Flushes { get; private set; }

    /// <summary>Messages that the bound forced out unseen by the analyser.</summary>
    public long Dropped { get; private set; }

    public void Add(MessagePosted message, bool urgent, DateTimeOffset now)
    {
        _urgent |= urgent;
        // An edit, or a link that Discord has unfurled: what waits is looked at as it reads now, and once.
        if ((message.Traits & MessageTraits.Edited) != 0 && _waiting.FindIndex(other => other.Message == message.Message) is >= 0 and var at)
        {
            _waiting[at] = message;
            return;
        }
        if (_waiting.Count == 0) _waitingSince = now;
        _waiting.Add(message);
        if (Count <= options.MaxMessages) return;
        _waiting.RemoveAt(0);
        Dropped++;
    }

    /// <summary>When the buffer wants to flush: never while it is empty or a flush is under way.</summary>
    public DateTimeOffset? DueAt
    {
        get
        {
            if (_underWay is not null || _waiting.Count == 0) return null;
            var due = _urgent || _waiting.Count >= options.FlushThreshold ? _waitingSince : _waitingSince + TimeSpan.FromSeconds(options.TimeoutSeconds);
            return due > _notBefore ? due : _notBefore;
        }
    }

    /// <returns>What to analyse, in the order of arrival; null when nothing is due.</returns>
    public MessagePosted[]? TakeDue(DateTimeOffset now)
    {
        if (DueAt is not { } due || due > now) return null;
        _underWay = [.. _waiting];
        _waiting.Clear();
        _urgent = false;
        Flushes++;
        return _underWay;
    }

    /// <summary>The flush that is under way ended.</summary>
    /// <returns>What was analysed; empty when it failed or when it is not the flush that is under way.</returns>
    public MessagePosted[] End(long flush, bool failed, DateTimeOffset now)
    {
        if (_underWay is not { } ended || flush != Flushes) return [];
        _underWay = null;
        if (!failed)
        {
            _failures = 0;
            return ended;
        }
        if (_waiting.Count == 0) _waitingSince = now;
        _waiting.InsertRange(0, ended);
        var pause = Math.Min(options.RetrySeconds * Math.Pow(2, Math.Min(_failures++, 20)), options.RetryMaxSeconds);
        _notBefore = now + TimeSpan.FromSeconds(pause);
        return [];
    }

    /// <summary>Everything that still has to be analysed; after a restart it is analysed from the start.</summary>
    public MessagePosted[] ToArray() => [.. _underWay ?? [], .. _waiting];
}
