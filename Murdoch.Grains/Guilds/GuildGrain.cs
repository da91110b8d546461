using Microsoft.Extensions.Logging;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Analysis;
using Murdoch.Grains.Interfaces.Gateway;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Live;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Filters;
using Murdoch.Grains.Placement;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Guilds;

/// <summary>Owns one guild's memory and lets its rules work on what comes in. Never waits for Discord or the store within a turn of messages.</summary>
[GrainType("guild"), RunsOn(SiloRoles.Bot), Orleans.Placement.PreferLocalPlacement]
internal sealed partial class GuildGrain(
    [PersistentState("config", StorageNames.Moderation)] IPersistentState<GuildConfigState> config,
    GuildServices services,
    ILogger<GuildGrain> logger) : Grain, IGuildGrain
{
    private readonly GuildMemory _memory = new(services.Buffers.Value, new(services.Layouts));
    private readonly GuildWatchers _watchers = new();
    private GuildModeration _moderation = null!;
    private GuildAnalysis _analysis = null!;
    private GuildPatterns _patterns = GuildPatterns.None;
    private Task _saving = Task.CompletedTask;
    private Task _snapshot = Task.CompletedTask;

    private GuildId Guild => GuildId.FromKey(this.GetPrimaryKeyLong());
    private DateTimeOffset Now => services.Time.GetUtcNow();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await services.Snapshots.Load(Guild, cancellationToken) is { } row)
        {
            _memory.Restore(services.SnapshotSerializer.Deserialize(row.State)!, Now);
            if (row.Layout is { } layout) _memory.Layout.Restore(layout);
        }
        config.State.Share();
        _patterns = GuildPatterns.Compile(config.State.Config.Filter).Patterns;
        Reconfigure();
        _analysis = new(Guild, _memory.Buffer, services.Analysis, services.Analyzer.Value.ContextMessages);
        foreach (var intent in _memory.Outbox.ToArray()) services.Actions.Submit(intent);
        if (_memory.Raid is not null) services.Raids.Submit(Guild);
        if (_memory.Backfill is { } missed) services.Backfills.Submit(Guild, missed.Newest);
        ResumeNotices();
        ScheduleTick();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        services.Due.Forget(Guild);
        _analysis.Leave();
        // One that is under way has to end first, or what it took would be taken for what the next one took.
        await _saving.WaitAsync(cancellationToken);
        await SaveViolations().WaitAsync(cancellationToken);
        await Checkpoint().WaitAsync(cancellationToken);
    }

    public Task Receive(EventBatch batch)
    {
        if (!_memory.Knows(batch.Session, batch.After)) throw new GuildBehindException(Guild, _memory.Sequence, batch.After);
        var messages = 0;
        foreach (var guildEvent in batch.Events)
        {
            if (!_memory.Advance(batch.Session, guildEvent.Sequence)) continue;
            _memory.IsChanged = true;
            if (guildEvent is MessagePosted message)
            {
                messages++;
                Saw(message);
                Apply(message, _memory.Floods);
            }
            else
            {
                Apply(guildEvent);
                JudgeName(guildEvent);
                if (guildEvent is GuildBecameAvailable available) Missed(batch.Shard, available);
                else if (guildEvent is MemberJoined joined) WatchForRaid(joined);
                else if (guildEvent is MemberModerated moderated) Observe(moderated.Action);
            }
        }
        if (messages > 0)
        {
            GuildInstruments.Messages.Add(messages);
            _watchers.Changed();
            Posted(Now);
        }
        AfterTurn();
        return Task.CompletedTask;
    }

    public Task Checkpoint(string session, long confirmed) =>
        _memory.Knows(session, confirmed) ? Checkpoint() : throw new GuildBehindException(Guild, _memory.Sequence, confirmed);

    private async Task Checkpoint()
    {
        // One that is under way has to end first: only then is what it took durable. If it fails, this one takes it again.
        while (!_snapshot.IsCompleted) await _snapshot.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        if (!_memory.IsChanged) return;
        var snapshot = _snapshot = WriteSnapshot();
        await snapshot;
        if (_snapshot == snapshot) _snapshot = Task.CompletedTask;
    }

    private async Task WriteSnapshot()
    {
        // Serialised before the first await: what another turn changes meanwhile belongs to the next snapshot.
        _memory.IsChanged = false;
        var layout = _memory.Layout.TakeChange();
        _memory.Revision++;
        var row = new GuildSnapshotRow(
            Guild, _memory.Session, _memory.Sequence, _memory.Revision, services.SnapshotSerializer.SerializeToArray(_memory.Snapshot()), layout, Now);
        var tallies = _memory.Metrics.TakeChangedTallies().ToArray();
        var held = TakeHeld();
        try
        {
            await Task.WhenAll([services.Snapshots.Write(row), .. tallies.Select(tally => services.Hours.Write(Guild, tally))]);
            foreach (var intent in held) services.Actions.Submit(intent);
            Rest();
        }
        catch (StaleSnapshotException)
        {
            // A newer activation has written: this one's memory is of the past, and the replay repairs what it had taken.
            DeactivateOnIdle();
            throw;
        }
        catch
        {
            _memory.IsChanged = true;
            if (layout is not null) _memory.Layout.NotSaved();
            _held.InsertRange(0, held);
            throw;
        }
    }

    public Task ActionsEnded(ActionResult[] results)
    {
        foreach (var result in results)
        {
            if (!_memory.Outbox.Settle(result)) continue;
            _memory.IsChanged = true;
            if (_memory.Violations.Settle(result, _memory.Outbox.HasSanction(result.Violation), Now) is not { } violation) continue;
            if (result.Outcome == ActionOutcome.Done) _memory.Metrics.CountAction(violation.At, result.Kind);
            _watchers.Changed(violation);
        }
        AfterTurn();
        return Task.CompletedTask;
    }

    public Task Analysed(AnalysisResult result)
    {
        var messages = _analysis.End(result, Now);
        foreach (var finding in result.Findings)
        {
            var message = Array.Find(messages, candidate => candidate.Message == finding.Message);
            if (message is not null && _moderation.Judge(message, finding, _memory.Judged) is { } verdict) Record(verdict);
        }
        _memory.IsChanged = true;
        AfterTurn();
        return Task.CompletedTask;
    }

    public Task Tick()
    {
        RestIfQuiet(Now);
        AfterTurn();
        return Task.CompletedTask;
    }

    public Task<GuildConfig> GetConfig() => Task.FromResult(config.State.Config);

    public async Task<ConfigChange> SetConfig(GuildConfig wanted, UserId editor)
    {
        var current = config.State.Config;
        if (wanted.Version != current.Version) return new(current, Accepted: false, [$"Somebody else changed the configuration: it is at version {current.Version}, this edit began at {wanted.Version}."]);
        var patterns = GuildPatterns.Compile(wanted.Filter);
        string[] problems = [.. GuildConfigRules.Problems(wanted), .. patterns.Problems];
        if (problems.Length > 0) return new(current, Accepted: false, problems);
        config.State = new() { Config = wanted with { Version = current.Version + 1 } };
        try { await config.WriteStateAsync(); }
        catch
        {
            config.State = new() { Config = current };
            throw;
        }
        LogConfigured(Guild.Value, editor.Value, config.State.Config.Version);
        _patterns = patterns.Patterns;
        ConfigurationChanged();
        return new(config.State.Config, Accepted: true, []);
    }

    public Task<GuildOverview> GetOverview() => Task.FromResult(Overview());

    public async Task<Violation[]> GetRecentViolations(int limit)
    {
        limit = Math.Clamp(limit, 1, 200);
        var stored = await services.Violations.GetRecent(Guild, limit);
        return [.. _memory.Violations.Recent.Concat(stored).DistinctBy(violation => violation.Id).OrderByDescending(violation => violation.At).Take(limit)];
    }

    public Task Watch(IGuildObserver observer)
    {
        _watchers.Add(observer, Now);
        return Task.CompletedTask;
    }

    public Task Unwatch(IGuildObserver observer)
    {
        _watchers.Remove(observer);
        return Task.CompletedTask;
    }

    private void Apply(MessagePosted message, FloodWatch floods)
    {
        // A message that breaks a rule of ours must not stop the guild's queue for ever: it is counted and the next one comes.
        try
        {
            if ((message.Traits & MessageTraits.Edited) == 0) _memory.Metrics.CountMessage(message.Message.At);
            if (_moderation.Judge(message, services.Patterns.Current, floods, _memory.Judged) is { } verdict) Record(verdict);
            else if (_moderation.Concerns(message)) _analysis.Add(message, Now);
            WatchForRaid(message);
        }
        catch (Exception exception)
        {
            GuildInstruments.Failures.Add(1);
            LogNotJudged(exception, Guild.Value, message.Message.Value);
        }
    }

    private void Apply(GuildEvent guildEvent)
    {
        var known = _memory.Layout.Current;
        var layout = LayoutChanges.Apply(Guild, known, guildEvent);
        if (layout is null || ReferenceEquals(layout, known)) return;
        _memory.Layout.Change(layout);
        LayoutChanged(guildEvent, isNew: known is null);
        _watchers.Changed();
    }

    private void AfterTurn()
    {
        var now = Now;
        _analysis.SubmitDue(_moderation, config.State.Config.Rules, now);
        if (IsSaveDue(now) && _saving.IsCompleted) _saving = SaveViolations();
        if (_watchers.IsDue(now)) _watchers.Tell(Overview(), _memory.Layout.Current, now);
        if (RaidDueAt is { } quiet && quiet <= now) EndRaid(now, moderator: null);
        if (_held.Count > 0 && _releasing.IsCompleted) _releasing = ReleaseHeld();
        if (_memory.Observed is not null && _passing.IsCompleted) _passing = PassOn();
        TendSafety(now);
        ScheduleTick();
    }

    private void ScheduleTick()
    {
        var due = Earliest(Earliest(_memory.Buffer.DueAt, RaidDueAt), Earliest(SaveDueAt, Earliest(_watchers.DueAt, _checkDueAt)));
        if (due is { } at) services.Due.WakeAt(Guild, at);
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;

    private GuildOverview Overview()
    {
        var sums = _memory.Metrics.Sum(Now);
        return new(Guild, _memory.Layout.Current?.Name ?? Guild.ToString(), _memory.Revision, sums.Minute, sums.Hour, sums.Day, sums.Week,
            _memory.Buffer.Count, _memory.Outbox.Count, config.State.Config.DryRun);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Guild {Guild} was configured by {Editor}, now at version {Version}")]
    private partial void LogConfigured(ulong guild, ulong editor, int version);

    [LoggerMessage(Level = LogLevel.Error, Message = "Guild {Guild} could not judge message {Message}")]
    private partial void LogNotJudged(Exception exception, ulong guild, ulong message);
}
