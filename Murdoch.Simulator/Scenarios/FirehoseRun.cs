using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Murdoch.Simulator.Gateway;

namespace Murdoch.Simulator.Scenarios;

/// <summary>Latencies are milliseconds from the moment the frame was handed to the socket to the arrival of the DELETE request.</summary>
/// <param name="Missing">Violating messages that were sent and not deleted (yet).</param>
/// <param name="DuplicateDeletes">Requests to delete what was deleted before.</param>
public sealed record FirehoseReport(bool Running, long Sent, DateTimeOffset StartedAt, double Seconds, double MessagesPerSecond, long ViolatingSent,
    long ViolatingDeleted, long BenignDeleted, long DuplicateDeletes, long Missing, double P50, double P90, double P99, double Max);

/// <summary>One run of the firehose.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A token source without timer or wait handle holds nothing to release.")]
public sealed class FirehoseRun
{
    /// <summary>Worker bits that no other id of the simulator has.</summary>
    private const ulong Marker = 31UL << 17;
    private const int BatchSize = 64;

    /// <summary>Dispatches a connected session may lag behind before an unpaced run waits for it.</summary>
    private const int MaxBacklog = 8_192;
    private static readonly TimeSpan BacklogPoll = TimeSpan.FromMilliseconds(0.5);
    private static readonly byte[] MessageCreate = Gateway.Dispatch.NameOf("MESSAGE_CREATE");

    private readonly FirehoseOptions _options;
    private readonly GatewayHub _hub;
    private readonly FirehosePayloads _payloads;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<ulong, Tracked> _violating = new();
    private readonly ConcurrentDictionary<ulong, bool> _benignDeleted = new();
    private readonly DateTimeOffset _startedAt;
    private long _start;
    private long _end;
    private long _sent;
    private long _duplicates;
    private ulong _firstId;
    private ulong _lastId;

    internal FirehoseRun(FirehoseOptions options, GatewayHub hub, FirehosePayloads payloads)
    {
        _options = options;
        _hub = hub;
        _payloads = payloads;
        _startedAt = hub.Now;
        _firstId = _lastId = Snowflake.FirstAt(_startedAt) | Marker;
    }

    /// <summary>Completes when everything was written to the sockets, or the run was stopped.</summary>
    public Task Completion => _completion.Task;

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Completion;
    }

    public FirehoseReport Report()
    {
        var latencies = new List<double>();
        foreach (var tracked in _violating.Values)
            if (tracked.DeletedAt != 0) latencies.Add(Stopwatch.GetElapsedTime(tracked.SentAt, tracked.DeletedAt).TotalMilliseconds);
        latencies.Sort();
        var end = Volatile.Read(ref _end);
        var seconds = Stopwatch.GetElapsedTime(_start, end == 0 ? Stopwatch.GetTimestamp() : end).TotalSeconds;
        var sent = Volatile.Read(ref _sent);
        return new FirehoseReport(end == 0, sent, _startedAt, Math.Round(seconds, 4), Math.Round(sent / seconds, 1), _violating.Count, latencies.Count,
            _benignDeleted.Count, Volatile.Read(ref _duplicates), _violating.Count - latencies.Count,
            At(latencies, 0.5), At(latencies, 0.9), At(latencies, 0.99), At(latencies, 1));
    }

    internal void Begin()
    {
        _start = Stopwatch.GetTimestamp();
        new Thread(Run) { IsBackground = true, Name = "firehose" }.Start();
    }

    /// <summary>Called for violating messages only. A replay after a resume does not restart the clock.</summary>
    internal void HandedToSocket(ulong id)
    {
        if (_violating.TryGetValue(id, out var tracked) && tracked.SentAt == 0) tracked.SentAt = Stopwatch.GetTimestamp();
    }

    internal bool Sent(ulong id) => (id & Marker) == Marker && id > _firstId && id <= Volatile.Read(ref _lastId);

    internal bool Delete(ulong id, long timestamp)
    {
        var first = _violating.TryGetValue(id, out var tracked) ? tracked.Delete(timestamp) : _benignDeleted.TryAdd(id, true);
        if (!first) Interlocked.Increment(ref _duplicates);
        return first;
    }

    private void Run()
    {
        try
        {
            var pacer = new Pacer(_stop.Token);
            if (_options.Rate > 0) RunPaced(pacer);
            else RunUnpaced(pacer);
            while (_hub.Sessions.Any(s => s.Backlog > 0) && pacer.WaitUntil(Stopwatch.GetTimestamp() + BacklogPoll.Ticks * Stopwatch.Frequency / TimeSpan.TicksPerSecond)) { }
        }
        finally
        {
            Volatile.Write(ref _end, Stopwatch.GetTimestamp());
            _completion.TrySetResult();
        }
    }

    private void RunPaced(Pacer pacer)
    {
        var random = new Random(_options.Seed);
        var step = Stopwatch.Frequency / _options.Rate;
        for (var n = 0; n < _options.Messages; n++)
        {
            if (!pacer.WaitUntil(_start + (long)(n * step))) return;
            Send(n, random);
        }
    }

    private void RunUnpaced(Pacer pacer)
    {
        var random = new Random(_options.Seed);
        var poll = (long)(BacklogPoll.TotalSeconds * Stopwatch.Frequency);
        for (var n = 0; n < _options.Messages; n++)
        {
            while (n % BatchSize == 0 && MustWait())
                if (!pacer.WaitUntil(Stopwatch.GetTimestamp() + poll)) return;
            Send(n, random);
        }
    }

    // Without a connected session the messages would only fill the replay buffer.
    private bool MustWait() => _hub.Sessions.All(s => !s.IsConnected) || _hub.Sessions.Any(s => s.Backlog > MaxBacklog);

    private void Send(int n, Random random)
    {
        var guild = n % _payloads.Guilds.Length;
        var violating = random.NextDouble() < _options.ViolatingShare;
        var payloads = violating ? _payloads.Violating[guild] : _payloads.Benign[guild];
        var payload = payloads[n / _payloads.Guilds.Length % payloads.Length];
        var id = Math.Max(Snowflake.FirstAt(_hub.Now) | Marker, _lastId + 1);
        Volatile.Write(ref _lastId, id);
        if (violating) _violating[id] = new Tracked();
        _hub.PublishPrebuilt(_payloads.Guilds[guild], Intents.GuildMessages, new Dispatch(MessageCreate, payload, id, violating ? this : null));
        Volatile.Write(ref _sent, n + 1);
    }

    private static double At(List<double> sorted, double share) =>
        sorted.Count == 0 ? 0 : Math.Round(sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(share * sorted.Count) - 1)], 3);

    private sealed class Tracked
    {
        private long _sentAt;
        private long _deletedAt;

        public long SentAt
        {
            get => Volatile.Read(ref _sentAt);
            set => Volatile.Write(ref _sentAt, value);
        }

        public long DeletedAt => Volatile.Read(ref _deletedAt);

        public bool Delete(long timestamp) => Interlocked.CompareExchange(ref _deletedAt, timestamp, 0) == 0;
    }
}
