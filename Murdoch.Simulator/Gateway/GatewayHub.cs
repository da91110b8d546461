using Murdoch.Simulator.Control;
using Murdoch.Simulator.Faults;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Gateway;

/// <summary>All sessions and sockets, and the way of an event from the world to those who may see it.</summary>
public sealed class GatewayHub
{
    /// <summary>Messages a client may send in <see cref="SendWindow"/>. https://docs.discord.com/developers/events/gateway#rate-limiting</summary>
    internal const int SendLimit = 120;
    internal static readonly TimeSpan SendWindow = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly List<GatewayConnection> _connections = [];
    private readonly Dictionary<int, DateTimeOffset> _identifiedAt = [];
    private readonly GuildPayloads _guildPayloads;
    private GatewaySession[] _sessions = [];
    private WorldEvent? _heldBack;

    internal GatewayHub(SimulatorOptions options, DiscordWorld world, FaultBoard faults, Journal journal)
    {
        Options = options;
        World = world;
        Faults = faults;
        Journal = journal;
        _guildPayloads = new GuildPayloads(world);
        Commands = new GatewayCommands(this);
        IdentifiesLeft = options.IdentifyLimit;
    }

    /// <summary>Sessions that are connected or may still be resumed.</summary>
    public IReadOnlyList<GatewaySession> Sessions => Volatile.Read(ref _sessions);

    /// <summary>What <c>session_start_limit.remaining</c> says.</summary>
    public int IdentifiesLeft { get; internal set; }

    internal SimulatorOptions Options { get; }
    internal DiscordWorld World { get; }
    internal FaultBoard Faults { get; }
    internal Journal Journal { get; }
    internal GatewayCommands Commands { get; }
    internal TimeProvider Time => World.Time;
    internal DateTimeOffset Now => Time.GetUtcNow();
    internal string ResumeUrl { get; set; } = "";

    internal IReadOnlyList<GatewayConnection> Connections
    {
        get { lock (_lock) return [.. _connections]; }
    }

    internal void Greet(GatewayConnection connection)
    {
        lock (_lock) _connections.Add(connection);
        Journal.Gateway("connected", null, connection.OnResumeUrl ? "resume url" : null);
        if (connection.Query.Version is not ("9" or "10")) connection.Close(CloseCode.InvalidVersion, "Invalid API version");
        else if (connection.Query.Encoding != "json" || connection.Query.Compression is not ("" or "zlib-stream"))
            connection.Close(CloseCode.UnknownError, "Encoding or compression not served here");
        else if (Faults.TakeReconnectInsteadOfHello()) connection.Send(GatewayPayloads.Reconnect);
        else connection.Send(GatewayPayloads.Hello(Options.HeartbeatInterval));
    }

    /// <param name="closedWith">The client's close code; null when the connection broke.</param>
    internal void Ended(GatewayConnection connection, int? closedWith)
    {
        lock (_lock)
            if (!_connections.Remove(connection)) return;
        var session = connection.Session;
        Journal.Gateway("disconnected", session?.Id, closedWith is { } code ? $"client closed with {code}" : "connection broke");
        if (session is null) return;
        session.Detach(connection, Now);
        if (closedWith is CloseCode.Normal or CloseCode.GoingAway) Remove(session);
    }

    /// <returns>False when the bucket's last Identify is too fresh.</returns>
    internal bool TakeIdentifyTurn(int shard)
    {
        var bucket = shard % Options.MaxConcurrency;
        lock (_lock)
        {
            if (_identifiedAt.TryGetValue(bucket, out var last) && Now - last < Options.IdentifyWindow) return false;
            _identifiedAt[bucket] = Now;
            return true;
        }
    }

    /// <summary>Starts a session: READY, then one GUILD_CREATE for each guild of the shard.</summary>
    internal void Start(GatewayConnection connection, Intents intents, int shard, int count, bool sendShard)
    {
        lock (World.Gate)
        {
            var session = new GatewaySession(Guid.NewGuid().ToString("N"), connection, intents, shard, count, Options.ReplayBufferEvents);
            connection.Attach(session, 0);
            var guilds = World.Guilds.Where(g => g.Members.ContainsKey(World.Bot.Id) && Snowflake.ShardOf(g.Id, count) == shard).ToList();
            session.Enqueue(new Dispatch(Dispatch.NameOf("READY"), GatewayPayloads.Ready(this, session, guilds, sendShard)));
            var create = Dispatch.NameOf("GUILD_CREATE");
            foreach (var guild in guilds)
            {
                if (!guild.Available) session.Enqueue(new Dispatch(Dispatch.NameOf("GUILD_DELETE"), GuildPayloads.Unavailable(guild)));
                else if (intents.HasFlag(Intents.Guilds)) session.Enqueue(new Dispatch(create, _guildPayloads.Create(guild, intents)));
            }
            lock (_lock) _sessions = [.. _sessions, session];
            Journal.Gateway("identified", session.Id, $"shard {shard} of {count}, {guilds.Count} guilds");
        }
    }

    internal GatewaySession? Find(string id)
    {
        var session = Sessions.FirstOrDefault(s => s.Id == id);
        if (session is null || !Expired(session)) return session;
        Remove(session);
        return null;
    }

    internal void Remove(GatewaySession session)
    {
        lock (_lock) _sessions = [.. _sessions.Where(s => s != session)];
        Journal.Gateway("session-ended", session.Id, null);
    }

    /// <summary>Called under the world's gate: sequences follow the order of what happened.</summary>
    internal void Publish(WorldEvent happened)
    {
        if (Sessions.Count == 0) return;
        if (Faults.TakeReorder() && _heldBack is null)
        {
            _heldBack = happened;
            return;
        }
        Deliver(happened);
        if (Faults.TakeDuplicate()) Deliver(happened);
        if (_heldBack is not { } late) return;
        _heldBack = null;
        Deliver(late);
    }

    /// <summary>Sends a prebuilt dispatch of a guild past the world's bookkeeping.</summary>
    internal void PublishPrebuilt(ulong guild, Intents intent, in Dispatch dispatch)
    {
        foreach (var session in Volatile.Read(ref _sessions))
            if ((session.Intents & intent) != 0 && Snowflake.ShardOf(guild, session.ShardCount) == session.Shard) session.Enqueue(dispatch);
    }

    /// <summary>Closes what the client lets die: no heartbeat for an interval and a half.</summary>
    internal void CheckHeartbeats()
    {
        foreach (var connection in Connections)
            if (Now - connection.LastHeartbeat > Options.HeartbeatInterval * 1.5 + Options.HeartbeatGrace)
                connection.Close(CloseCode.SessionTimedOut, "No heartbeat");
        foreach (var session in Sessions)
            if (Expired(session)) Remove(session);
    }

    private bool Expired(GatewaySession session) => session.DisconnectedAt is { } since && Now - since > Options.SessionLifetime;

    private void Deliver(WorldEvent happened)
    {
        var guild = happened.Guild;
        Member? bot = null;
        if (guild is not null && !guild.Members.TryGetValue(World.Bot.Id, out bot) && happened.Name != "GUILD_DELETE") return;
        if (guild is { Available: false } && happened.Name != "GUILD_DELETE") return;
        if (guild is not null && bot is not null && happened.NeedsAnyOf != Permissions.None && !BotSees(guild, bot, happened)) return;
        var name = Dispatch.NameOf(happened.Name);
        foreach (var session in Volatile.Read(ref _sessions))
        {
            var shard = guild is null ? 0 : Snowflake.ShardOf(guild.Id, session.ShardCount);
            if (shard != session.Shard) continue;
            if (happened.Intent != Intents.None && (session.Intents & happened.Intent) == 0 && !happened.ConcernsBot) continue;
            session.Enqueue(new Dispatch(name, happened.Payload(session.Intents.HasFlag(Intents.MessageContent))));
        }
    }

    private bool BotSees(Guild guild, Member bot, WorldEvent happened)
    {
        var granted = happened.Channel is { } channel ? PermissionRules.InChannel(guild, channel, bot, Now) : PermissionRules.InGuild(guild, bot, Now);
        return (granted & happened.NeedsAnyOf) != 0;
    }
}
