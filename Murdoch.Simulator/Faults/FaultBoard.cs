using Murdoch.Simulator.Gateway;

namespace Murdoch.Simulator.Faults;

/// <summary>Faults of the gateway that a test or the control API switches on. Properties may be set from any thread and hold until they are
/// set back; methods act at once on what is connected.</summary>
public sealed class FaultBoard
{
    private readonly Lock _lock = new();
    private readonly List<RestFault> _restFaults = [];
    private readonly Random _random;
    private int _duplicates;
    private int _reorders;
    private int _refusedResumes;
    private int _reconnectsAtHello;

    internal FaultBoard(int seed) => _random = new Random(seed);

    internal GatewayHub? Hub { get; set; }

    /// <summary>Heartbeats are read and not answered.</summary>
    public bool WithholdHeartbeatAcks { get; set; }

    /// <summary>Dispatches wait in the session; they leave when this is switched off or the session is resumed.</summary>
    public bool WithholdDispatches { get; set; }

    /// <summary>Waits this long before each batch of dispatches.</summary>
    public TimeSpan DispatchDelay { get; set; }

    /// <summary>Share of dispatches sent twice, 0..1. Drawn from the seed.</summary>
    public double DuplicateShare { get; set; }

    /// <summary>Share of dispatches held back behind the next one, 0..1.</summary>
    public double ReorderShare { get; set; }

    /// <summary>New gateway connections get HTTP 503.</summary>
    public bool RefuseGateway { get; set; }

    /// <summary>The next <paramref name="count"/> dispatches are sent twice.</summary>
    public void DuplicateNext(int count = 1) => Interlocked.Add(ref _duplicates, count);

    /// <summary>Each of the next <paramref name="count"/> dispatches changes places with the one that follows it.</summary>
    public void ReorderNext(int count = 1) => Interlocked.Add(ref _reorders, count);

    /// <summary>The next <paramref name="count"/> resumes are answered with op 9, false.</summary>
    public void RefuseNextResumes(int count = 1) => Interlocked.Add(ref _refusedResumes, count);

    /// <summary>The next <paramref name="count"/> connections get op 7 in place of Hello.</summary>
    public void ReconnectInsteadOfHello(int count = 1) => Interlocked.Add(ref _reconnectsAtHello, count);

    /// <summary>Drops sockets.</summary>
    /// <param name="shard">Null means all.</param>
    /// <param name="closeCode">Null ends the TCP connection without a close frame.</param>
    /// <returns>How many sockets.</returns>
    public int KillSockets(int? shard = null, int? closeCode = null) => ForEach(shard, connection =>
    {
        if (closeCode is not { } code)
        {
            connection.Drop();
            return;
        }
        // After these the session is gone: https://docs.discord.com/developers/topics/opcodes-and-status-codes
        var session = connection.Session;
        if (session is not null && code is CloseCode.SessionTimedOut or CloseCode.InvalidSequence or CloseCode.NotAuthenticated) Hub!.Remove(session!);
        connection.Close(code, "Closed on demand");
    });

    /// <summary>Sends op 7.</summary>
    public int Reconnect(int? shard = null) => ForEach(shard, c => c.Send(GatewayPayloads.Reconnect));

    /// <summary>Sends op 1: the client has to heartbeat at once.</summary>
    public int RequestHeartbeat(int? shard = null) => ForEach(shard, c => c.Send(GatewayPayloads.HeartbeatRequest));

    /// <summary>Sends op 9. Not resumable: the session is gone.</summary>
    public int InvalidateSessions(bool resumable, int? shard = null) => ForEach(shard, connection =>
    {
        if (connection.Session is not { } session) return;
        session.Detach(connection, Hub!.Now);
        connection.Detach();
        if (!resumable) Hub.Remove(session);
        connection.Send(GatewayPayloads.InvalidSession(resumable));
    });

    /// <summary>Connected sockets stop acknowledging and dispatching, but stay open: a zombie. New connections are healthy.</summary>
    public int Freeze(int? shard = null) => ForEach(shard, c => c.Frozen = true);

    /// <summary>The next gateway message of each socket comes in three websocket frames.</summary>
    public int SplitNextFrame(int? shard = null) => ForEach(shard, c => c.SplitNextFrame());

    /// <summary>Adds a fault for REST requests; see <see cref="RestFault"/>.</summary>
    public void Add(RestFault fault)
    {
        lock (_lock) _restFaults.Add(fault);
    }

    /// <summary>Everything works again.</summary>
    public void Clear()
    {
        lock (_lock) _restFaults.Clear();
        WithholdHeartbeatAcks = WithholdDispatches = RefuseGateway = false;
        DispatchDelay = TimeSpan.Zero;
        DuplicateShare = ReorderShare = 0;
        _duplicates = _reorders = _refusedResumes = _reconnectsAtHello = 0;
        ForEach(null, c =>
        {
            c.Frozen = false;
            c.Wake();
        });
    }

    internal bool TakeDuplicate() => Take(ref _duplicates) || Drawn(DuplicateShare);
    internal bool TakeReorder() => Take(ref _reorders) || Drawn(ReorderShare);
    internal bool TakeRefuseResume() => Take(ref _refusedResumes);
    internal bool TakeReconnectInsteadOfHello() => Take(ref _reconnectsAtHello);

    internal RestFault? TakeRestFault(string method, string path)
    {
        if (_restFaults.Count == 0) return null;
        lock (_lock)
        {
            var fault = _restFaults.Find(f => f.Matches(method, path) && _random.NextDouble() < f.Share);
            if (fault is { Remaining: not null } && --fault.Remaining == 0) _restFaults.Remove(fault);
            return fault;
        }
    }

    private bool Drawn(double share)
    {
        if (share <= 0) return false;
        lock (_lock) return _random.NextDouble() < share;
    }

    private static bool Take(ref int count)
    {
        while (Volatile.Read(ref count) is > 0 and var left)
            if (Interlocked.CompareExchange(ref count, left - 1, left) == left) return true;
        return false;
    }

    private int ForEach(int? shard, Action<GatewayConnection> act)
    {
        var count = 0;
        foreach (var connection in Hub?.Connections ?? [])
        {
            if (shard is { } wanted && connection.Session?.Shard != wanted) continue;
            act(connection);
            count++;
        }
        return count;
    }
}
