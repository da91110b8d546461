using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Discord.Gateway;
using Murdoch.Grains.Commands;
using Murdoch.Grains.Interfaces.Gateway;

namespace Murdoch.Grains.Gateway;

/// <summary>One connection and its pump, running on the thread pool for as long as the shard's grain wants it.</summary>
internal sealed partial class ShardRunner(int shard, IGrainFactory grains, EventPump pump, GapStore gaps, TimeProvider time, ILogger<ShardRunner> logger) : IShardHost, IDisposable
{
    private const long SmallHeapBytes = 256 << 20;

    /// <summary>Between two questions for a turn to identify while there is none.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);
    private readonly CancellationTokenSource _stop = new();
    private bool _hasStartGarbage;
    private ShardConnection? _connection;
    private DateTimeOffset? _durableAt;
    private DateTimeOffset? _blindSince;
    private Func<CancellationToken, Task>? _whenReady;
    private Task _running = Task.CompletedTask;

    public EventPump Pump => pump;

    /// <summary>The session that the sequence numbers belong to; null before the first READY.</summary>
    public ShardSession? Session { get; private set; }
    public string? Problem { get; private set; }

    /// <summary>What keeps the shard waiting, in a sentence for operators; null when nothing does.</summary>
    public string? Delay { get; private set; }
    public DateTimeOffset? CheckpointAt { get; private set; }
    public string StateName => Problem is not null ? "stopped" : _connection?.State.ToString().ToLowerInvariant() ?? "waiting";
    public bool IsReady => Problem is null && _connection?.State == ShardState.Ready;

    public void Start(ShardConnection connection, StoredSession? resumeFrom)
    {
        (_connection, _durableAt, pump.BlindSince) = (connection, resumeFrom?.DurableAt, resumeFrom?.BlindSince);
        Session = resumeFrom?.Session;
        if (Session is { } session) pump.StartSession(session.SessionId, session.Sequence);
        _running = Task.Run(() => Run(connection, resumeFrom?.Session));
    }

    /// <summary>Stops reading, then waits until the guilds have taken what was read.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await pump.DrainAsync(cancellationToken);
        pump.Stop();
    }

    /// <summary>Does something beside the connection once it is there; it is told when the shard stops.</summary>
    public void WhenReady(Func<CancellationToken, Task> work) => _whenReady = work;

    public void Checkpointed(DateTimeOffset at)
    {
        CheckpointAt = at;
        // A start and its first checkpoint leave more garbage than hours of chat, and a quiet silo would keep it. A large heap is left alone: there it would be a pause.
        if (Interlocked.Exchange(ref _hasStartGarbage, false) && GC.GetTotalMemory(forceFullCollection: false) < SmallHeapBytes)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
    }

    public async ValueTask WaitForIdentifyTurn(int shardId, CancellationToken cancellationToken)
    {
        while (true)
        {
            var turn = await grains.GetGrain<IGatewayGrain>(0).TakeIdentifyTurn(shardId).WaitAsync(cancellationToken);
            if (turn.Problem is not null && turn.Problem != Delay) LogNoTurn(shardId, turn.Problem);
            Delay = turn.Problem;
            var wait = turn.Problem is null || turn.Wait < LongestSilence ? turn.Wait : LongestSilence;
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
            if (turn.Problem is null) return;
        }
    }

    public void SessionStarted(ShardSession session, int guilds)
    {
        Session = session;
        pump.StartSession(session.SessionId, session.Sequence);
        pump.BlindSince = _blindSince ?? pump.BlindSince;
        if (_blindSince is { } blindSince) _ = RecordBlindness(blindSince, time.GetUtcNow());
        _blindSince = null;
        DoWhenReady();
        var since = time.GetTimestamp();
        pump.WhenAvailable(guilds, () => GuildsAvailable(guilds, time.GetElapsedTime(since)));
        LogStarted(shard, session.SessionId);
        // Stored at once: a crash before the first checkpoint by time should find a session to resume.
        grains.GetGrain<IShardGrain>(shard).Checkpoint().Ignore();
    }

    private void GuildsAvailable(int guilds, TimeSpan took)
    {
        pump.BlindSince = null;
        GatewayMetrics.ReadySeconds.Record(took.TotalSeconds);
        LogGuildsAvailable(shard, guilds, took.TotalMilliseconds);
        Volatile.Write(ref _hasStartGarbage, true);
    }

    public void SessionResumed(long replayed)
    {
        GatewayMetrics.ReplayedEvents.Add(replayed);
        // Guilds that had not come back when the last process ended have done so in the replay.
        pump.BlindSince = null;
        DoWhenReady();
        LogResumed(shard, replayed);
    }

    /// <summary>The window itself, which is over now. What guilds have missed in it they record themselves.</summary>
    private async Task RecordBlindness(DateTimeOffset from, DateTimeOffset to)
    {
        try { await gaps.Complete(await gaps.Open(new(shard, null, from, to, "Discord did not let the shard resume its session.")), 0, 0, to); }
        catch (Exception exception) { LogNotRecorded(exception, shard); }
    }

    private void DoWhenReady()
    {
        if (Interlocked.Exchange(ref _whenReady, null) is { } work) _ = Task.Run(() => work(_stop.Token));
    }

    public void SessionLost()
    {
        // What this process has read to the end; or what was made durable last, when nothing was read or a guild has lost some of it.
        var seen = pump.IsBehind || pump.DrainedAt == default ? CheckpointAt ?? _durableAt ?? time.GetUtcNow() : pump.DrainedAt;
        _blindSince ??= pump.BlindSince ?? seen;
        GatewayMetrics.SessionsLost.Add(1);
        LogLost(shard, _blindSince.Value);
    }

    public void Dispose()
    {
        _stop.Dispose();
        pump.Dispose();
    }

    private async Task Run(ShardConnection connection, ShardSession? resumeFrom)
    {
        try { await connection.RunAsync(resumeFrom, _stop.Token); }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested) { }
        catch (Exception exception)
        {
            Problem = exception.Message;
            LogStopped(exception, shard);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Shard {Shard} is ready in session {Session}")]
    private partial void LogStarted(int shard, string session);

    [LoggerMessage(Level = LogLevel.Information, Message = "Shard {Shard} moderates {Guilds} guilds, {Milliseconds:0} ms after READY")]
    private partial void LogGuildsAvailable(int shard, int guilds, double milliseconds);

    [LoggerMessage(Level = LogLevel.Information, Message = "Shard {Shard} resumed; Discord replayed {Replayed} events")]
    private partial void LogResumed(int shard, long replayed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard} lost its session and starts a new one; what was written since {Since:o} is fetched from the channels' history")]
    private partial void LogLost(int shard, DateTimeOffset since);

    [LoggerMessage(Level = LogLevel.Warning, Message = "That shard {Shard} saw nothing for a while could not be recorded")]
    private partial void LogNotRecorded(Exception exception, int shard);

    [LoggerMessage(Level = LogLevel.Error, Message = "Shard {Shard} cannot start a session: {Problem}")]
    private partial void LogNoTurn(int shard, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Shard {Shard} stopped for good")]
    private partial void LogStopped(Exception exception, int shard);
}

/// <summary>A session that an earlier connection has left.</summary>
/// <param name="DurableAt">Up to when everything is known to be handled.</param>
/// <param name="BlindSince">Since when nothing was seen, if that connection ended before all its guilds had come back.</param>
internal sealed record StoredSession(ShardSession Session, DateTimeOffset DurableAt, DateTimeOffset? BlindSince);

/// <summary>Makes runners, and knows those of this silo: what health and metrics look at.</summary>
internal sealed class ShardRunnerFactory(
    IGrainFactory grains,
    IOptions<GatewayOptions> options,
    ShardConnectionOptions connectionOptions,
    GapStore gaps,
    InteractionDesk desk,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time,
    ILoggerFactory loggers)
{
    private readonly Lock _lock = new();
    private readonly List<ShardRunner> _runners = [];

    public ShardRunner[] Local
    {
        get { lock (_lock) return [.. _runners]; }
    }

    public ShardRunner Start(int shard, GatewayPlan plan, StoredSession? resumeFrom)
    {
        // The keepers' next ping would find it too.
        void Behind() => grains.GetGrain<IShardGrain>(shard).Ping().Ignore();
        var pump = new EventPump(shard, grains, options.Value, Behind, time, loggers.CreateLogger<EventPump>(), desk.Received);
        var runner = new ShardRunner(shard, grains, pump, gaps, time, loggers.CreateLogger<ShardRunner>());
        var connection = new ShardConnection(
            connectionOptions.ForShard(plan.Url, shard, plan.Shards), runner, pump, time, loggers.CreateLogger<ShardConnection>());
        lock (_lock) _runners.Add(runner);
        runner.Start(connection, resumeFrom);
        return runner;
    }

    public void Remove(ShardRunner runner)
    {
        lock (_lock) _runners.Remove(runner);
        runner.Dispose();
    }
}
