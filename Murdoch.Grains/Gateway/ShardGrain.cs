using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Interfaces.Gateway;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Placement;
using Murdoch.Grains.Storage;
using Orleans.Runtime.Placement;

namespace Murdoch.Grains.Gateway;

/// <summary>Holds the one connection of a shard, and checkpoints it. The connection itself runs on the thread pool.</summary>
[GrainType("shard"), RunsOn(SiloRoles.Bot), Orleans.Placement.PreferLocalPlacement]
internal sealed partial class ShardGrain(
    [PersistentState("session", StorageNames.Moderation)] IPersistentState<ShardSessionState> session,
    ShardRunnerFactory runners,
    IOptions<GatewayOptions> options,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time,
    ILocalSiloDetails silo,
    ILogger<ShardGrain> logger) : Grain, IShardGrain, IGrainMigrationParticipant
{
    private const string GuildsKey = "guilds";
    private readonly ShardClaim _claim = new(TimeSpan.FromSeconds(options.Value.MoveSeconds));
    private readonly long _started = time.GetTimestamp();
    private GatewayPlan _plan = null!;
    private ShardRunner? _runner;
    private Task? _checkpoint;
    private GuildId[] _brought = [];

    private int Shard => checked((int)this.GetPrimaryKeyLong());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _plan = await GrainFactory.GetGrain<IGatewayGrain>(0).GetPlan();
        _runner = StartFromCheckpoint();
        var every = TimeSpan.FromSeconds(options.Value.CheckpointSeconds);
        this.RegisterGrainTimer(CheckpointByTimer, new() { DueTime = every, Period = every, Interleave = true });
        if (_brought.Length > 0) _runner.WhenReady(stop => new GuildsFollow(GrainFactory, silo.SiloAddress, options.Value.CheckpointGuilds, logger).RunAsync(Shard, _brought, stop));
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_runner is null) return;
        await _runner.StopAsync(cancellationToken);
        // One that is under way began before the last events came.
        if (_checkpoint is { IsCompleted: false } underWay) await underWay.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        await CheckpointByTimer(cancellationToken);
        runners.Remove(_runner);
    }

    public void OnDehydrate(IDehydrationContext dehydrationContext) =>
        dehydrationContext.TryAddValue(GuildsKey, (GuildId[])[.. _brought.Union(_runner?.Pump.GetGuilds() ?? [])]);

    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        if (rehydrationContext.TryGetValue<GuildId[]>(GuildsKey, out var guilds)) _brought = guilds!;
    }

    public async Task<ShardStatus> Ping()
    {
        DelayDeactivation(TimeSpan.FromMinutes(1));
        if (_runner!.Pump.IsBehind) await Rewind();
        var runner = _runner;
        return new ShardStatus(Shard, runner.StateName, runner.Pump.LastReceived, session.State.Sequence,
            session.RecordExists ? session.State.SavedAt : null, runner.Pump.Guilds, runner.Pump.Pending, runner.Problem ?? runner.Delay);
    }

    public async Task<ShardStatus> Keep(SiloAddress owner)
    {
        if (_claim.IsDue(owner, silo.SiloAddress, time.GetElapsedTime(_started))) await HandOver(owner);
        return await Ping();
    }

    public Task HandOver(SiloAddress to)
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, to);
        this.MigrateOnIdle();
        return Task.CompletedTask;
    }

    public Task<GuildId[]> GetGuilds() => Task.FromResult(_runner!.Pump.GetGuilds());

    public Task Checkpoint() => _checkpoint is { IsCompleted: false } underWay ? underWay : _checkpoint = CheckpointNow();

    public async Task Stop()
    {
        await _runner!.StopAsync(CancellationToken.None);
        await Checkpoint();
    }

    private ShardRunner StartFromCheckpoint()
    {
        var stored = session.State;
        return stored.SessionId is { } id
            ? runners.Start(Shard, _plan, new(new(id, stored.ResumeUrl, stored.Sequence, stored.BotUser), stored.SavedAt, stored.BlindSince))
            : runners.Start(Shard, _plan, resumeFrom: null);
    }

    /// <summary>
    /// Discord's log brings back what a guild has lost: every guild has made durable what came before the stored sequence, and skips what it knows of the
    /// rest. A batch of the old pump that is still on its way finds either a guild that knows more, or one that is behind and refuses it.
    /// </summary>
    private async Task Rewind()
    {
        if (_checkpoint is { } underWay) await underWay.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        var old = _runner!;
        await old.StopAsync(CancellationToken.None);
        runners.Remove(old);
        GatewayMetrics.Rewinds.Add(1);
        _runner = StartFromCheckpoint();
    }

    private async Task CheckpointByTimer(CancellationToken cancellationToken)
    {
        try { await Checkpoint().WaitAsync(cancellationToken); }
        catch (Exception exception) { LogCheckpointFailed(exception, Shard); }
    }

    private async Task CheckpointNow()
    {
        var runner = _runner!;
        if (runner.Session is not { } current) return;
        // The order is the guarantee: first what is confirmed, then the snapshots of all who confirmed it, then the sequence.
        var blindSince = runner.Pump.BlindSince;
        var confirmed = runner.Pump.ConfirmedSequence();
        if (confirmed < 0) return;
        var touched = runner.Pump.TakeTouched();
        if (touched.Count == 0 && session.State.SessionId == current.SessionId && session.State.Sequence == confirmed && session.State.BlindSince == blindSince) return;
        try
        {
            // A few at a time: a thousand snapshots at once would hold up the messages that come meanwhile.
            foreach (var some in touched.Chunk(options.Value.CheckpointGuilds)) await Task.WhenAll(some.Select(pipe => pipe.Checkpoint()));
            var stored = session.State;
            (stored.SessionId, stored.ResumeUrl, stored.Sequence, stored.BotUser) = (current.SessionId, current.ResumeUrl, confirmed, current.BotUserId);
            (stored.SavedAt, stored.BlindSince) = (time.GetUtcNow(), blindSince);
            await session.WriteStateAsync();
            runner.Checkpointed(stored.SavedAt);
        }
        catch (Exception exception)
        {
            foreach (var pipe in touched) pipe.Touch();
            if (exception is GuildBehindException behind) runner.Pump.FoundBehind(behind);
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard} could not checkpoint; what came since the last one would be replayed after a crash")]
    private partial void LogCheckpointFailed(Exception exception, int shard);
}
