using Murdoch.Grains.Interfaces.Gateway;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Gateway;

/// <summary>
/// The way from one shard to one guild: events in order, one call under way at a time. What arrives meanwhile goes into the next call, so
/// a busy guild gets larger batches instead of more calls.
/// </summary>
internal sealed class GuildPipe(EventPump pump, GuildId guild, IGuildGrain grain, string session)
{
    private readonly Lock _lock = new();
    private List<GuildEvent> _waiting = [];
    private int _taken;
    private EventBatch? _underWay;
    private string _session = session;
    private long _confirmed;
    private bool _sending;
    private bool _touched;

    public GuildId Guild => guild;
    public IGuildGrain Grain => grain;

    /// <summary>Queued with the pump for its next hand-over. Guarded by the pump's lock.</summary>
    public bool IsGathered { get; set; }

    public void Add(GuildEvent dispatched)
    {
        lock (_lock)
        {
            _waiting.Add(dispatched);
            _touched = true;
        }
    }

    /// <summary>
    /// True when the guild got events since the last call. A guild that has not confirmed all of them stays touched: what it applies after
    /// this checkpoint belongs to the next one.
    /// </summary>
    public bool TakeTouched()
    {
        lock (_lock)
        {
            var touched = _touched;
            _touched = _underWay is not null || _waiting.Count > 0;
            return touched;
        }
    }

    /// <summary>The checkpoint failed: the guild has to be asked again.</summary>
    public void Touch()
    {
        lock (_lock) _touched = true;
    }

    /// <summary>Asks the guild to make durable what it has confirmed.</summary>
    /// <exception cref="GuildBehindException">It does not know that any more.</exception>
    public Task Checkpoint()
    {
        lock (_lock) return grain.Checkpoint(_session, _confirmed);
    }

    /// <summary>What comes from here on is numbered by another session; what waits keeps its own.</summary>
    public void BeginSession(string session)
    {
        lock (_lock)
        {
            if (_taken == _waiting.Count && _underWay is null) (_session, _confirmed) = (session, 0);
            else _waiting.Add(new SessionBegan(session));
        }
    }

    /// <summary>
    /// The first sequence that the guild has not confirmed; 0 when that one belongs to a session before <paramref name="session"/>, null
    /// when it has confirmed all.
    /// </summary>
    public long? OldestUnconfirmed(string session)
    {
        lock (_lock)
        {
            if (_underWay is { } batch) return batch.Session == session ? batch.Events[0].Sequence : 0;
            if (_taken == _waiting.Count) return null;
            return _session == session ? _waiting[_taken].Sequence : 0;
        }
    }

    /// <summary>Starts sending unless a call is under way; that call's end goes on with what waits.</summary>
    public void Send()
    {
        lock (_lock)
        {
            if (_sending || _waiting.Count == 0) return;
            _sending = true;
        }
        SendNext();
    }

    private void SendNext()
    {
        if (TakeBatch() is { } batch) _ = Deliver(batch);
    }

    private async Task Deliver(EventBatch batch)
    {
        // Not delivered only when the pump stopped or has to start over: the batch stays unconfirmed, no checkpoint passes it, and the next start replays it.
        if (!await pump.Deliver(this, batch).ConfigureAwait(false)) return;
        lock (_lock)
        {
            _underWay = null;
            _confirmed = batch.Events[^1].Sequence;
        }
        pump.Confirmed(batch);
        SendNext();
    }

    private EventBatch? TakeBatch()
    {
        lock (_lock)
        {
            if (_taken < _waiting.Count && _waiting[_taken] is SessionBegan began)
            {
                (_session, _confirmed) = (began.Session, 0);
                _taken++;
            }
            var count = CountOfSameSession(Math.Min(_waiting.Count - _taken, pump.BatchLimit));
            if (count == 0)
            {
                _sending = false;
                _waiting.Clear();
                _taken = 0;
                // An idle guild should cost nothing: after a burst its list goes back to the collector.
                if (_waiting.Capacity > 64) _waiting = [];
                return null;
            }
            var events = new GuildEvent[count];
            _waiting.CopyTo(_taken, events, 0, count);
            _taken += count;
            if (_taken == _waiting.Count)
            {
                _waiting.Clear();
                _taken = 0;
            }
            return _underWay = new EventBatch(pump.Shard, _session, events, _confirmed);
        }
    }

    private int CountOfSameSession(int limit)
    {
        for (var i = 0; i < limit; i++)
        {
            if (_waiting[_taken + i] is SessionBegan) return i;
        }
        return limit;
    }

    private sealed record SessionBegan(string Session) : GuildEvent;
}
