using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Murdoch.Grains.Breakers;
using Murdoch.Grains.Commands.Guilds;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Breakers;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Notifications;

namespace Murdoch.Grains.Guilds;

/// <summary>How a guild stops a rule that does too much at once, and what somebody decides about it.</summary>
internal sealed partial class GuildGrain
{
    private static readonly TimeSpan UndoPause = TimeSpan.FromSeconds(1);

    /// <summary>Between the clock of messages and that of whoever decides.</summary>
    private static readonly TimeSpan UndoTolerance = TimeSpan.FromMinutes(1);

    private ActiveMembers? _active;
    private Task _undoing = Task.CompletedTask;
    private DateTimeOffset _undoAt;

    private BreakerConfig BreakerConfig => services.Breakers.Value.Of(config.State.Config.Breaker);

    public Task<BreakerStatus[]> GetBreakers() => Task.FromResult(_memory.Breaker?.Status() ?? []);

    public Task<BreakerAnswer> ConfirmRule(string rule, UserId by, long? number)
    {
        if (Undecided(rule, BreakerStage.Confirmed, number, out var broken) is { } obstacle) return Task.FromResult(obstacle);
        var dropped = broken.Dropped;
        var held = broken.Confirm(by, Now);
        var isDone = config.State.Config is { Enabled: true, DryRun: false };
        if (isDone)
        {
            foreach (var verdict in held) Release(verdict);
        }
        _memory.IsChanged = true;
        LogDecided(rule, Guild.Value, "confirmed", by.Value);
        AfterTurn();
        var carried = isDone ? Numbered(held.Length, "verdict that was held is", "verdicts that were held are") + " carried out" : "nothing is carried out, because moderation is off or in a dry run";
        var more = dropped > 0 ? string.Create(CultureInfo.InvariantCulture, $" {dropped} more were too many to be kept: they are recorded, and nothing is done about them.") : "";
        return Task.FromResult(new BreakerAnswer(true, $"{broken.Trip.Why} <@{by}> has confirmed it: it acts again, and {carried}.{more}"));
    }

    public Task<BreakerAnswer> RollBackRule(string rule, UserId by, long? number)
    {
        if (Undecided(rule, BreakerStage.RolledBack, number, out var broken) is { } obstacle) return Task.FromResult(obstacle);
        broken.RollBack(by, Now);
        _memory.IsChanged = true;
        LogDecided(rule, Guild.Value, "rolled back", by.Value);
        AfterTurn();
        return Task.FromResult(new BreakerAnswer(true,
            $"{broken.Trip.Why} <@{by}> has rolled it back: what it did to members is being taken back, and it only finds, until the configuration changes or somebody confirms it."));
    }

    public Task NoticeTold(string notice)
    {
        if (_memory.Notices is not { } notices || notices.RemoveAll(one => one.Id == notice) == 0) return Task.CompletedTask;
        if (notices.Count == 0) _memory.Notices = null;
        _memory.IsChanged = true;
        return Task.CompletedTask;
    }

    private BreakerAnswer? Undecided(string rule, BreakerStage wanted, long? number, out BrokenRule broken)
    {
        broken = _memory.Breaker?.Find(rule)!;
        if (broken is null) return new(false, $"The rule `{rule}` is not stopped.");
        return broken.Trip.Obstacle(wanted, number) is { } obstacle ? new(false, obstacle) : null;
    }

    /// <returns>The verdict, or what is recorded in its place while its rule is stopped.</returns>
    private Verdict Brake(Verdict verdict)
    {
        if (verdict.Intents.Length == 0) return verdict;
        var breaker = _memory.Breaker ??= new();
        var passed = breaker.Pass(verdict, BreakerConfig, _active?.Count(MillisecondsOf(verdict.Violation.At)), IsOfRaid, Now, out var tripped);
        if (tripped is not null) Tripped(tripped);
        return passed;
    }

    /// <summary>While a raid lasts many offend at once, and the guild needs its rules; when it is over, only those who belonged to it.</summary>
    private bool IsOfRaid(UserId member) => _memory.Raid is { } raid && (raid.EndedAt is null || raid.IsSuspect(member));

    private void Tripped(BrokenRule broken)
    {
        LogTripped(broken.Rule, Guild.Value);
        Notify(new(
            NoticeId("b", broken), $"{broken.Trip.Why} It only finds now and does nothing, until somebody decides. Was it right? Then it goes on, and what is held is carried out. Was it wrong? Then what it did to members is taken back.",
            [new(ConfirmRuleButton.Id, ArgumentOf(broken), "It was right", Endangers: false), new(RollBackRuleButton.Id, ArgumentOf(broken), "It was wrong: roll back", Endangers: true)], CallsModerators: true));
    }

    private void Release(Verdict verdict)
    {
        if (verdict.IsRecorded)
        {
            _memory.Violations.Reopen(verdict.Violation, Now);
            _watchers.Changed(verdict.Violation);
        }
        foreach (var intent in verdict.Intents)
        {
            _memory.Outbox.Add(intent);
            services.Actions.Submit(intent);
        }
    }

    private void CountActive(MessagePosted message)
    {
        if ((message.Traits & (MessageTraits.ByBot | MessageTraits.ByWebhook | MessageTraits.System)) != 0) return;
        var milliseconds = MillisecondsOf(message.Message.At);
        (_active ??= new(milliseconds)).Saw(message.Author, milliseconds);
    }

    private static long MillisecondsOf(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMillisecond;

    /// <summary>Started in a turn, never awaited by one. The snapshot holds what is left of it.</summary>
    private async Task UndoBroken()
    {
        try
        {
            foreach (var broken in _memory.Breaker!.ToUndo.ToArray())
            {
                if (!await TryUndo(broken)) UndoLater();
            }
        }
        catch (Exception exception)
        {
            LogNotUndone(exception, Guild.Value);
            UndoLater();
        }
    }

    private void UndoLater() => services.Due.WakeAt(Guild, _undoAt = Now + UndoPause);

    /// <returns>False when something that the rule did is still under way.</returns>
    private async Task<bool> TryUndo(BrokenRule broken)
    {
        var (trip, until) = (broken.Trip, broken.Trip.DecidedAt!.Value + UndoTolerance);
        bool Is(ActionOutcome outcome) => Array.Exists(_memory.Violations.ToArray(), violation => violation.Rule == broken.Rule && violation.At <= until && violation.Outcome == outcome);
        if (Is(ActionOutcome.Pending)) return false;
        // Only what is in the store has a case.
        if (Is(ActionOutcome.Done))
        {
            await _saving;
            await (_saving = SaveViolations());
            if (Is(ActionOutcome.Done)) return false;
        }
        var (undone, left, book) = (0, new List<long>(), GrainFactory.GetGrain<ICaseBookGrain>(this.GetPrimaryKeyLong()));
        for (var more = true; more;)
        {
            var answer = await book.UndoRule(broken.Rule, trip.Since, until, new(trip.By!.Value, CaseClosingKind.RolledBack, "The rule did too much at once."));
            undone += answer.Undone.Length;
            left.AddRange(answer.Left);
            more = answer.More;
        }
        _memory.Breaker?.Undone(broken);
        var failed = left.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {left.Count} could not be, or not yet: {string.Join(", ", left.Take(20))}.");
        Notify(new(NoticeId("u", broken), $"The rule `{broken.Rule}` was rolled back by <@{trip.By}>: {Numbered(undone, "case is", "cases are")} taken back.{failed}",
            _memory.Breaker?.Find(broken.Rule) == broken ? [new(ConfirmRuleButton.Id, ArgumentOf(broken), "Let the rule act again", Endangers: false)] : [], CallsModerators: false));
        return true;
    }

    private void Notify(StaffNotice notice)
    {
        (_memory.Notices ??= []).Add(notice);
        _memory.IsChanged = true;
        Submit(notice);
    }

    private void Submit(StaffNotice notice)
    {
        var guild = this.AsReference<Interfaces.Guilds.IGuildGrain>();
        services.Staff.Submit(Guild, notice, async () =>
        {
            await guild.NoticeTold(notice.Id);
            // That it was told has to outlive a crash too.
            await guild.Checkpoint("", 0);
        });
    }

    private static string NoticeId(string part, BrokenRule broken) =>
        string.Create(CultureInfo.InvariantCulture, $"{part}{broken.Trip.Number:x}{XxHash32.HashToUInt32(MemoryMarshal.AsBytes(broken.Rule.AsSpan())):x8}");

    private static string ArgumentOf(BrokenRule broken) => string.Create(CultureInfo.InvariantCulture, $"{broken.Rule}:{broken.Trip.Number}");

    private static string Numbered(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rule {Rule} of guild {Guild} did so much at once that it only detects now")]
    private partial void LogTripped(string rule, ulong guild);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rule {Rule} of guild {Guild} was {Decision} by {Moderator}")]
    private partial void LogDecided(string rule, ulong guild, string decision, ulong moderator);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What a rule of guild {Guild} did could not be taken back yet")]
    private partial void LogNotUndone(Exception exception, ulong guild);
}
