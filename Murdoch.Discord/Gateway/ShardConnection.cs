using Microsoft.Extensions.Logging;

namespace Murdoch.Discord.Gateway;

/// <summary>Keeps one shard connected: connects, identifies or resumes, and starts over by Discord's rules, until cancelled or stopped for good.</summary>
/// <remarks>https://docs.discord.com/developers/events/gateway#connection-lifecycle</remarks>
public sealed partial class ShardConnection(
    ShardConnectionOptions options, IShardHost host, IDispatchReceiver receiver, TimeProvider time, ILogger<ShardConnection> logger)
{
    private ShardSession? _session;
    private ConnectionRun? _run;
    private int _failures;

    public ShardState State { get; private set; } = ShardState.Waiting;

    /// <summary>The newest sequence received; 0 before the first event of a session.</summary>
    public long LastSequence => _run?.LastSequence ?? _session?.Sequence ?? 0;

    /// <summary>From the last heartbeat to its acknowledgement; null before the first.</summary>
    public TimeSpan? Latency => _run?.Latency;

    /// <summary>Runs until cancelled; the socket is closed so that the session can be resumed, by this process or another.</summary>
    /// <param name="resumeFrom">Where to go on; null starts a new session.</param>
    /// <exception cref="GatewayStoppedException">Discord will not have this shard: somebody has to change something first.</exception>
    public async Task RunAsync(ShardSession? resumeFrom, CancellationToken cancellationToken)
    {
        _session = resumeFrom;
        while (!cancellationToken.IsCancellationRequested)
        {
            var ending = await ConnectOnce(cancellationToken).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested) break;
            GatewayEvents.Reconnects.Add(1, new KeyValuePair<string, object?>("reason", ending.Reason));
            LogEnded(options.Shard, ending.Reason, ending.CloseCode);
            if (ending.Consequence == CloseConsequence.Stop) throw new GatewayStoppedException(ending.CloseCode ?? 0);
            if (ending.Consequence == CloseConsequence.Identify) LoseSession();
            await Pause(ending, cancellationToken).ConfigureAwait(false);
        }
        State = ShardState.Waiting;
    }

    private async Task<ConnectionEnding> ConnectOnce(CancellationToken cancellationToken)
    {
        State = ShardState.Connecting;
        var started = time.GetTimestamp();
        using var run = new ConnectionRun(options, host, receiver, time, logger, _session, state => State = state);
        _run = run;
        var ending = await run.Run(cancellationToken).ConfigureAwait(false);
        // A session that never connected through its resume URL gets one more try at the general one before it is given up: the URL may be gone.
        if (ending.Reason == ConnectionEnding.NotConnected && _session is { ResumeUrl: var url } && url != options.Url) _session = _session with { ResumeUrl = options.Url };
        else _session = run.Session;
        _run = null;
        if (run.WasReady && time.GetElapsedTime(started) >= options.StableAfter) _failures = 0;
        return ending;
    }

    private void LoseSession()
    {
        if (_session is null) return;
        _session = null;
        host.SessionLost();
    }

    private async Task Pause(ConnectionEnding ending, CancellationToken cancellationToken)
    {
        State = ShardState.Waiting;
        var pause = TimeSpan.Zero;
        if (ending.Reason == ConnectionEnding.InvalidSession)
        {
            pause = options.InvalidSessionPauseMin + ((options.InvalidSessionPauseMax - options.InvalidSessionPauseMin) * Random.Shared.NextDouble());
        }
        else if (_failures++ > 0)
        {
            // Full jitter, so that a thousand shards do not come back in step. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
            var most = Math.Min(options.ReconnectBase.TotalMilliseconds * Math.Pow(2, Math.Min(_failures, 20)), options.ReconnectMax.TotalMilliseconds);
            pause = TimeSpan.FromMilliseconds(most * Random.Shared.NextDouble());
        }
        if (pause > TimeSpan.Zero) await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Shard {Shard} was disconnected: {Reason} (close code {CloseCode})")]
    private partial void LogEnded(int shard, string reason, int? closeCode);
}

/// <summary>Why a connection ended, and what follows.</summary>
internal readonly record struct ConnectionEnding(CloseConsequence Consequence, string Reason, int? CloseCode = null)
{
    public const string NotConnected = "not_connected";
    public const string InvalidSession = "invalid_session";
    public const string Reconnect = "reconnect";
    public const string Closed = "closed";
    public const string Zombie = "zombie";
    public const string Broken = "broken_stream";
    public const string Cancelled = "cancelled";
}
