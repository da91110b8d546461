using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Actions;
using Murdoch.Grains.Appeals;
using Murdoch.Grains.Breakers;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Audit;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Members;
using Murdoch.Grains.Notifications;
using Murdoch.Grains.Placement;
using Murdoch.Grains.Storage;
using Orleans.Concurrency;

namespace Murdoch.Grains.Cases;

/// <summary>
/// Takes orders from many moderators at once: a request to Discord may wait long. Who comes first is for the store to say, which a case is written to before anybody
/// acts on it.
/// </summary>
[GrainType("case-book"), RunsOn(SiloRoles.Bot), Reentrant]
internal sealed partial class CaseBookGrain(
    [PersistentState("log", StorageNames.Moderation)] IPersistentState<CaseLogState> logState,
    CaseLogServices logServices,
    AppealStore appeals,
    [PersistentState("moderator-breaker", StorageNames.Moderation)] IPersistentState<ModeratorBreaker> breaker,
    IOptions<BreakerOptions> breakers,
    StaffNotices staff,
    CaseStore cases,
    CaseActions actions,
    ExpiryStore expiries,
    MemberGrains members,
    DiscordRest rest,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time,
    ILogger<CaseBookGrain> logger) : Grain, ICaseBookGrain
{
    private const int WorkedAtOnce = 100;
    private readonly HashSet<long> _underWay = [];
    private bool _isWorking;
    private bool _isChanged;

    private GuildId Guild => GuildId.FromKey(this.GetPrimaryKeyLong());
    private IGuildGrain GuildGrain => GrainFactory.GetGrain<IGuildGrain>(this.GetPrimaryKeyLong());

    public Task<CaseAnswer> Order(ModeratorOrder order) => Order(order, audit: null);

    private async Task<CaseAnswer> Order(ModeratorOrder order, AuditEntry? audit)
    {
        if ((CaseRules.Problem(order) ?? await Stopped(order)) is { } problem) return new(null, problem);
        var number = await cases.Add(new(
            Guild, Violation: null, order.Member, order.Moderator, order.Kind, order.Seconds, order.Reason, rest.Now,
            CaseOrigin.Moderator, ActionOutcome.Pending, order.Cause, order.DeleteSeconds, order.Parent), audit);
        return await Carry(number);
    }

    public async Task<CaseAnswer> Undo(long number, CaseReversal reversal)
    {
        if (await cases.Get(Guild, number) is not { } found) return new(null, CaseRules.Unknown(number));
        if (CaseRules.ReversalProblem(found) is { } problem) return new(found, problem);
        var closing = new CaseClosing(rest.Now, reversal.Moderator, reversal.Kind, reversal.Reason, ActionOutcome.Pending);
        if (!await cases.Close(Guild, number, closing, Audit(AuditActions.CaseUndone, found, closing.By, reversal.Reason is { } why ? $"{reversal.Kind}: {why}" : $"{reversal.Kind}")))
            return await cases.Get(Guild, number) is { } closed ? new(closed, CaseRules.ReversalProblem(closed)) : new(null, CaseRules.Unknown(number));
        return await Lift(number);
    }

    public async Task<RollbackAnswer> UndoRule(string rule, DateTimeOffset from, DateTimeOffset to, CaseReversal reversal) =>
        await Undo(await cases.StandingOfRule(Guild, rule, from, to, ICaseBookGrain.RollbackLimit + 1), reversal);

    public async Task<RollbackAnswer> UndoModerator(UserId moderator, DateTimeOffset from, DateTimeOffset to, CaseReversal reversal) =>
        await Undo(await cases.StandingOfModerator(Guild, moderator, from, to, ICaseBookGrain.RollbackLimit + 1), reversal);

    public async Task<CaseAnswer> Escalate(long number, UserId moderator)
    {
        if (await cases.Get(Guild, number) is not { } found) return new(null, CaseRules.Unknown(number));
        if (!found.Stands) return new(found, $"Case {number} does not stand any more.");
        var ladder = (await GuildGrain.GetConfig()).Ladder;
        var level = (await members.Get(Guild, found.Member).GetLadder(ladder)).Level;
        var rung = ladder.Rungs[Math.Min(level, ladder.Rungs.Length - 1)];
        var order = new ModeratorOrder($"escalated {number}", moderator, found.Member, rung.Action, rung.Seconds, found.Reason, Parent: number);
        return await Order(order, Audit(AuditActions.CaseEscalated, found, moderator, CaseWords.Action(rung.Action, rung.Seconds)) with { Cause = order.Cause });
    }

    public async Task<CaseAnswer> AddNote(long number, UserId moderator, string text)
    {
        if (CaseRules.TextProblem(text) is { } problem) return new(null, problem);
        return await cases.AddNote(Guild, number, new(time.GetUtcNow(), moderator, text)) ? new(await cases.Get(Guild, number), null) : new(null, CaseRules.Unknown(number));
    }

    public async Task<CaseAnswer> SetReason(long number, UserId moderator, string reason)
    {
        if (CaseRules.TextProblem(reason) is { } problem) return new(null, problem);
        await cases.SetReason(Guild, number, moderator, reason, time.GetUtcNow());
        await Changed();
        return await cases.Get(Guild, number) is { } changed ? new(changed, null) : new(null, CaseRules.Unknown(number));
    }

    public Task<CaseDetails?> Get(long number) => cases.GetDetails(Guild, number);

    public Task<ModerationCase[]> GetPage(long? before, int limit, UserId? member) => cases.GetPage(Guild, before, limit, member);

    /// <remarks>They move nobody on the ladder: whoever acts by hand has judged for themselves.</remarks>
    public async Task Observed(ObservedAction[] observed)
    {
        foreach (var one in observed)
        {
            await cases.Add(new(
                Guild, Violation: null, one.Member, one.Moderator, one.Kind, one.Seconds, one.Reason ?? "No reason was given.", one.At,
                CaseOrigin.Discord, Cause: string.Create(CultureInfo.InvariantCulture, $"audit {one.Entry}")));
            // Theirs counts, whatever an earlier one of ours would have done when its time is over.
            if (one.Kind is ActionKind.Ban or ActionKind.Unban) await expiries.Cancel(Guild, one.Member, ExpiryKind.Ban);
        }
        await Changed();
    }

    public Task Changed()
    {
        _isChanged = true;
        if (!_isWorking) _ = Work();
        return Task.CompletedTask;
    }

    private async Task<CaseAnswer> Carry(long number)
    {
        if (!_underWay.Add(number)) return new(await cases.Get(Guild, number), "It is under way already.");
        try
        {
            var open = (await cases.GetOpen(Guild, number))!;
            if (open.Case.Outcome == ActionOutcome.Pending) await Carry(open);
        }
        finally { _underWay.Remove(number); }
        TellSoon();
        var carried = (await cases.Get(Guild, number))!;
        return new(carried, CaseRules.OutcomeProblem(carried));
    }

    private async Task Carry(OpenCase open)
    {
        var one = open.Case;
        var (member, step) = (members.Get(Guild, one.Member), CaseRules.StepOf(one));
        var climbs = one.Kind is ActionKind.Warn or ActionKind.Timeout or ActionKind.Kick or ActionKind.Ban;
        var (outcome, detail) = (ActionOutcome.Done, (string?)null);
        try
        {
            var taken = climbs ? await member.Impose(step, one.CreatedAt, one.Kind, one.Seconds, (await GuildGrain.GetConfig()).Ladder) : null;
            if (taken is { Superseded: true }) (outcome, detail) = (ActionOutcome.Skipped, "A later step took its place.");
            else if (taken is not { Done: true }) await actions.Carry(open, (await GuildGrain.GetOverview()).Name, CancellationToken.None);
        }
        catch (Exception exception) when (DiscordVerdict.Of(exception) is { } verdict)
        {
            (outcome, detail) = verdict;
        }
        catch (Exception exception)
        {
            // It stays pending: the sweep comes back to it.
            LogPostponed(exception, Guild.Value, one.Number);
            return;
        }
        if (climbs && outcome == ActionOutcome.Done) await member.Done(step);
        else if (climbs) await member.StepBack(step);
        await cases.Settle(Guild, one.Number, outcome, detail);
    }

    private async Task<CaseAnswer> Lift(long number)
    {
        if (!_underWay.Add(number)) return new(await cases.Get(Guild, number), "It is under way already.");
        try
        {
            if (await cases.Get(Guild, number) is { Closed.Outcome: ActionOutcome.Pending } closed) await Lift(closed);
        }
        finally { _underWay.Remove(number); }
        TellSoon();
        return new(await cases.Get(Guild, number), null);
    }

    private async Task Lift(ModerationCase closed)
    {
        var (outcome, detail) = (ActionOutcome.Done, (string?)null);
        try
        {
            await members.Get(Guild, closed.Member).StepBack(CaseRules.StepOf(closed));
            detail = await actions.Lift(closed, CancellationToken.None);
            if (closed is { Closed: { Kind: CaseClosingKind.FalsePositive, By: var by }, Violation: { } violation }) await GuildGrain.MarkFalsePositive(violation, by);
        }
        catch (Exception exception) when (DiscordVerdict.Of(exception) is { } verdict)
        {
            (outcome, detail) = verdict;
        }
        catch (Exception exception)
        {
            LogPostponed(exception, Guild.Value, closed.Number);
            return;
        }
        await cases.SettleClosing(Guild, closed.Number, outcome, detail);
    }

    private async Task<RollbackAnswer> Undo(long[] numbers, CaseReversal reversal)
    {
        List<long> undone = [], left = [];
        // One after the other: they share a bucket of Discord's anyway.
        foreach (var number in numbers.Take(ICaseBookGrain.RollbackLimit))
        {
            var answer = await Undo(number, reversal);
            (answer.IsDone && answer.Case?.Closed?.Outcome == ActionOutcome.Done ? undone : left).Add(number);
        }
        return new([.. undone], [.. left], numbers.Length > ICaseBookGrain.RollbackLimit);
    }

    /// <summary>What is unfinished, one round after another until nothing has changed meanwhile.</summary>
    private async Task Work()
    {
        _isWorking = true;
        try
        {
            while (_isChanged)
            {
                _isChanged = false;
                foreach (var open in await cases.GetUnfinished(Guild, WorkedAtOnce))
                {
                    if (open.Case.Outcome == ActionOutcome.Pending) await Carry(open.Case.Number);
                    else if (open.Case.Closed is { Outcome: ActionOutcome.Pending }) await Lift(open.Case.Number);
                }
                TellSoon();
            }
        }
        catch (Exception exception) { LogNotFinished(exception, Guild.Value); }
        finally { _isWorking = false; }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Case {Number} of guild {Guild} could not be gone on with; it is tried again")]
    private partial void LogPostponed(Exception exception, ulong guild, long number);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is left of guild {Guild}'s cases could not be done; it is tried again")]
    private partial void LogNotFinished(Exception exception, ulong guild);
}
