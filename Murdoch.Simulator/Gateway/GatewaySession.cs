namespace Murdoch.Simulator.Gateway;

/// <summary>A session: outlives the connection that made it, until it is closed with 1000 or 1001 or its time without connection is over.</summary>
public sealed class GatewaySession
{
    private readonly Lock _lock = new();
    private readonly ReplayBuffer _replay;
    private GatewayConnection? _connection;

    internal GatewaySession(string id, GatewayConnection connection, Intents intents, int shard, int shardCount, int replayCapacity)
    {
        Id = id;
        Intents = intents;
        Shard = shard;
        ShardCount = shardCount;
        Query = connection.Query;
        _replay = new ReplayBuffer(replayCapacity);
        _connection = connection;
    }

    public string Id { get; }
    public int Shard { get; }
    public int ShardCount { get; }
    public Intents Intents { get; }

    /// <summary>Version, encoding and compression of the first connection: a resume has to come with the same.</summary>
    internal GatewayQuery Query { get; }

    internal DateTimeOffset? DisconnectedAt { get; private set; }
    public bool IsConnected => Volatile.Read(ref _connection) is not null;

    /// <summary>Sequence of the newest dispatch.</summary>
    public long Sequence
    {
        get { lock (_lock) return _replay.Last; }
    }

    internal GatewayConnection? Connection => Volatile.Read(ref _connection);

    /// <summary>Dispatches that a connected client has not been sent yet.</summary>
    internal long Backlog
    {
        get
        {
            lock (_lock) return _connection is { } connection ? _replay.Last - connection.Sent : 0;
        }
    }

    internal void Enqueue(in Dispatch dispatch)
    {
        GatewayConnection? connection;
        lock (_lock)
        {
            _replay.Add(dispatch);
            connection = _connection;
        }
        connection?.Wake();
    }

    /// <summary>Copies dispatches that follow <paramref name="after"/>.</summary>
    /// <returns>How many; -1 when the client is so slow that some are forgotten already.</returns>
    internal int Take(long after, Span<Dispatch> into)
    {
        lock (_lock)
        {
            if (after + 1 < _replay.Oldest) return -1;
            var count = (int)Math.Min(into.Length, _replay.Last - after);
            for (var i = 0; i < count; i++) into[i] = _replay[after + 1 + i];
            return count;
        }
    }

    /// <summary>Attaches a connection that resumes after <paramref name="sequence"/>.</summary>
    internal ResumeOutcome Resume(GatewayConnection connection, long sequence, in Dispatch resumed)
    {
        lock (_lock)
        {
            if (sequence > _replay.Last || sequence < 0) return ResumeOutcome.SequenceAhead;
            if (sequence + 1 < _replay.Oldest) return ResumeOutcome.Forgotten;
            _connection = connection;
            DisconnectedAt = null;
            connection.Attach(this, sequence);
            _replay.Add(resumed);
        }
        connection.Wake();
        return ResumeOutcome.Resumed;
    }

    internal void Detach(GatewayConnection connection, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_connection != connection) return;
            _connection = null;
            DisconnectedAt = now;
        }
    }
}

internal enum ResumeOutcome
{
    Resumed,
    SequenceAhead,
    Forgotten,
}

/// <summary>The query of a gateway URL.</summary>
internal sealed record GatewayQuery(string Version, string Encoding, string Compression);
