using Microsoft.Extensions.Logging;
using Murdoch.Grains.Actions;
using Murdoch.Grains.Interfaces;
using Murdoch.Grains.Interfaces.Backfills;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Messages.Filters;

namespace Murdoch.Grains.Guilds;

/// <summary>How a guild gets back what neither the gateway nor its replay has brought.</summary>
internal sealed partial class GuildGrain
{
    /// <summary>Between the clock of a silo and Discord's.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ReleasePause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// What is to be done about late messages, until a snapshot has it. The gateway's log brings a message back after a crash even when it is deleted
    /// already; history does not.
    /// </summary>
    private readonly List<ActionIntent> _held = [];
    private Task _releasing = Task.CompletedTask;

    public Task<BackfillStatus?> GetBackfill() => Task.FromResult(_memory.Backfill?.Status([]));

    public Task<BackfillStatus?> Recover(BackfillPage page)
    {
        if (_memory.Backfill is not { } plan) return Task.FromResult<BackfillStatus?>(null);
        var messages = plan.Wanted(page);
        // Nothing is applied before all is known: a page is taken whole.
        if (AuthorsToLearn(messages) is { Length: > 0 } unknown) return Task.FromResult<BackfillStatus?>(plan.Status(unknown));
        // Of its own: what history brings is older than what the guild's own watch has counted since.
        var floods = new FloodWatch();
        foreach (var message in messages) Apply(message, floods);
        plan.Applied(page, messages.Length);
        _memory.IsChanged = true;
        if (messages.Length > 0)
        {
            GuildInstruments.Messages.Add(messages.Length);
            GuildInstruments.Backfilled.Add(messages.Length);
            _watchers.Changed();
        }
        AfterTurn();
        return Task.FromResult<BackfillStatus?>(plan.Status([]));
    }

    public Task EndBackfill()
    {
        if (_memory.Backfill is { IsDone: true }) (_memory.Backfill, _memory.IsChanged) = (null, true);
        return Task.CompletedTask;
    }

    private ActionIntent[] TakeHeld()
    {
        if (_held.Count == 0) return [];
        ActionIntent[] held = [.. _held];
        _held.Clear();
        return held;
    }

    /// <summary>Started in a turn, never awaited by one.</summary>
    private async Task ReleaseHeld()
    {
        try
        {
            while (_held.Count > 0) await Checkpoint();
        }
        catch (Exception exception)
        {
            LogNotReleased(exception, Guild.Value);
            services.Due.WakeAt(Guild, Now + ReleasePause);
        }
    }

    private void Saw(MessagePosted message)
    {
        if ((message.Traits & MessageTraits.Edited) != 0) return;
        _memory.Marks.Saw(message.Channel.Value, message.Message.Value);
        _memory.Backfill?.Saw(message.Channel.Value, message.Message.Value);
        CountActive(message);
    }

    private void Missed(int shard, GuildBecameAvailable available)
    {
        if (available.Heads is not { } heads) return;
        var newest = _memory.Marks.Newest;
        // A guild without a snapshot ended before its first one: all that its shard has not made durable is new to it.
        var gaps = _memory.Marks.Missed(heads, available.BlindSince is { } since ? Snowflake.At(since - ClockTolerance) : 0);
        if (gaps.Length == 0) return;
        var plan = _memory.Backfill ??= new(shard, available.BlindSince ?? Snowflake.CreatedAt(newest), sessionLost: available.BlindSince is not null);
        plan.Add(gaps, Now, services.BackfillOptions.Value);
        services.Backfills.Submit(Guild, plan.Newest);
    }

    private UserId[] AuthorsToLearn(MessagePosted[] messages)
    {
        var floods = new FloodWatch();
        return [.. messages.Where(message => (message.Traits & MessageTraits.RolesUnknown) != 0 && Concerns(message, floods)).Select(message => message.Author).Distinct()];
    }

    private bool Concerns(MessagePosted message, FloodWatch floods)
    {
        try { return _moderation.NeedsAuthor(message, services.Patterns.Current, floods, _memory.Judged, services.Analysis.IsEnabled); }
        catch (Exception)
        {
            // Applying it will say what is wrong with it.
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is to be done about late messages of guild {Guild} waits until it can be stored")]
    private partial void LogNotReleased(Exception exception, ulong guild);
}
