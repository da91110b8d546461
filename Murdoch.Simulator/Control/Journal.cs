namespace Murdoch.Simulator.Control;

/// <summary>One thing that was done to the simulator.</summary>
/// <param name="Kind"><c>rest</c> (a request other than GET, or a refused one), <c>gateway</c> or <c>oauth</c>.</param>
/// <param name="What">The HTTP method, or the gateway event: connected, identified, resumed, resume-refused, disconnected, session-ended …</param>
/// <param name="Path">REST: the path below /api/v10; tokens of webhooks and interactions are left out.</param>
/// <param name="Reason">The decoded X-Audit-Log-Reason.</param>
/// <param name="Detail">REST: the request body, cut; gateway: what a reader wants to know besides.</param>
public sealed record JournalEntry(long Number, DateTimeOffset At, string Kind, string What, string? Path, int Status, string? Reason, string? Session,
    string? Detail);

/// <summary>What clients did, in order. Bounded: the oldest entries go. Safe to use from any thread.</summary>
public sealed class Journal
{
    private const int MaxDetail = 2_000;
    private readonly TimeProvider _time;
    private readonly int _capacity;
    private readonly Lock _lock = new();
    private readonly Queue<JournalEntry> _entries = new();
    private readonly List<(Func<JournalEntry, bool> Wanted, TaskCompletionSource<JournalEntry> Found)> _waiting = [];
    private long _last;

    internal Journal(TimeProvider time, int capacity)
    {
        _time = time;
        _capacity = capacity;
    }

    /// <summary>Number of the newest entry.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>Requests of any method that got an answer.</summary>
    public long Requests => Volatile.Read(ref _requests);

    /// <summary>Answers 401, 403 and 429 (but for shared scope): 10,000 of them in ten minutes would have the address banned.</summary>
    public long InvalidRequests => Volatile.Read(ref _invalidRequests);

    private long _requests;
    private long _invalidRequests;

    /// <summary>Entries with a number above <paramref name="number"/>, oldest first.</summary>
    public IReadOnlyList<JournalEntry> Since(long number)
    {
        lock (_lock) return [.. _entries.Where(entry => entry.Number > number)];
    }

    /// <summary>The first entry after <paramref name="since"/> that is wanted, now or when it comes.</summary>
    public Task<JournalEntry> WaitForAsync(Func<JournalEntry, bool> wanted, CancellationToken cancellationToken, long since = 0)
    {
        lock (_lock)
        {
            if (_entries.FirstOrDefault(entry => entry.Number > since && wanted(entry)) is { } known) return Task.FromResult(known);
            var found = new TaskCompletionSource<JournalEntry>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((entry => entry.Number > since && wanted(entry), found));
            return found.Task.WaitAsync(cancellationToken);
        }
    }

    internal void Gateway(string what, string? session, string? detail) => Add("gateway", what, null, 0, null, session, detail);

    internal void OAuth(string what, int status, string? detail) => Add("oauth", what, null, status, null, null, detail);

    internal void Rest(string method, string path, int status, string? reason, string? body, bool sharedLimit)
    {
        Interlocked.Increment(ref _requests);
        if (status is 401 or 403 || (status == 429 && !sharedLimit)) Interlocked.Increment(ref _invalidRequests);
        if (method != "GET" || status >= 400) Add("rest", method, path, status, reason, null, body?.Length > MaxDetail ? body[..MaxDetail] : body);
    }

    private void Add(string kind, string what, string? path, int status, string? reason, string? session, string? detail)
    {
        lock (_lock)
        {
            var entry = new JournalEntry(++_last, _time.GetUtcNow(), kind, what, path, status, reason, session, detail);
            _entries.Enqueue(entry);
            if (_entries.Count > _capacity) _entries.Dequeue();
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                if (!_waiting[i].Wanted(entry)) continue;
                _waiting[i].Found.TrySetResult(entry);
                _waiting.RemoveAt(i);
            }
        }
    }
}
