using Murdoch.Discord.Model;

namespace Murdoch.Discord.Gateway;

/// <summary>Takes what one connection receives. All methods are called by its reading loop, in the order of the sequence, and must not block.</summary>
public interface IDispatchReceiver
{
    void Received(in MessageDispatch message);
    void Received(GatewayDispatch dispatch);

    /// <summary>An event that nobody uses: only its number matters.</summary>
    void Skipped(long sequence);

    /// <summary>No further frame is at hand: whatever was gathered should go on its way now.</summary>
    void Drained();

    /// <summary>Awaited between frames. While it is pending nothing is read, and TCP holds Discord back; heartbeats go on.</summary>
    ValueTask WaitForCapacity(CancellationToken cancellationToken);
}

/// <summary>Whoever owns a shard: grants turns to identify, and is told about sessions.</summary>
public interface IShardHost
{
    /// <summary>Discord counts identifies per bot, over all its connections.</summary>
    ValueTask WaitForIdentifyTurn(int shard, CancellationToken cancellationToken);

    /// <summary>READY. Sequence numbers start anew.</summary>
    /// <param name="guilds">How many guilds follow, each with a GUILD_CREATE.</param>
    void SessionStarted(ShardSession session, int guilds);

    /// <summary>RESUMED, after <paramref name="replayed"/> events were sent again.</summary>
    void SessionResumed(long replayed);

    /// <summary>The session cannot be resumed. A new one follows; what happened in between was not seen.</summary>
    void SessionLost();
}
