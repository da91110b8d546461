using Microsoft.Extensions.Logging;
using Murdoch.Grains.Feedback;
using Murdoch.Grains.Interfaces.Feedback;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Guilds;

/// <summary>What moderators say of violations, and what the guild learns from it. Messages go on meanwhile.</summary>
internal sealed partial class GuildGrain
{
    private Task _marking = Task.CompletedTask;

    public Task<MarkResult> MarkFalsePositive(ViolationId violation, UserId by) => InTurn(violation, ViolationMark.FalsePositive, by);

    public Task<MarkResult> ConfirmViolation(ViolationId violation, UserId by) => InTurn(violation, ViolationMark.Confirmed, by);

    public Task<MarkResult> TakeBackMark(ViolationId violation, UserId by) => InTurn(violation, ViolationMark.None, by);

    public Task<AllowanceList> GetAllowances() =>
        Task.FromResult(new AllowanceList([.. _memory.Allowances.ToArray().Reverse()], GuildAllowances.Limit, _memory.Allowances.Forgotten));

    public Task<RuleFeedback[]> GetRuleFeedback(DateTimeOffset since) => services.Marks.GetRuleFeedback(Guild, since);

    /// <summary>One mark after the other: two moderators at once must not leave the store and what was learned of different minds.</summary>
    private async Task<MarkResult> InTurn(ViolationId violation, ViolationMark mark, UserId by)
    {
        while (!_marking.IsCompleted) await _marking.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        var marking = SetMark(violation, mark, by);
        _marking = marking;
        return await marking;
    }

    private async Task<MarkResult> SetMark(ViolationId id, ViolationMark mark, UserId by)
    {
        await Store(id);
        if (await services.Marks.Find(Guild, id) is not { } violation)
        {
            // What it taught outlives its row, and can be taken back without it.
            return mark != ViolationMark.FalsePositive && await Unlearn(id) ? new(MarkOutcome.Marked, ViolationMark.None) : new(MarkOutcome.UnknownViolation, ViolationMark.None);
        }
        // Learned before it is marked: a crash between the two leaves a call that failed, never a mark that taught nothing.
        var taught = mark == ViolationMark.FalsePositive ? await Learn(violation, by) : null;
        if (mark != ViolationMark.FalsePositive) await Unlearn(id);
        var notTaught = mark == ViolationMark.FalsePositive && taught is null ? "This violation was recorded without a print of its text, as those of raids are: there is nothing to know it by." : null;
        if (violation.Mark == mark) return new(MarkOutcome.Unchanged, mark, taught, notTaught);
        var marked = mark == ViolationMark.None ? violation with { Mark = mark, MarkedBy = null, MarkedAt = null } : violation with { Mark = mark, MarkedBy = by, MarkedAt = Now };
        if (!await services.Marks.Write(marked))
        {
            await Unlearn(id);
            return new(MarkOutcome.UnknownViolation, ViolationMark.None);
        }
        FeedbackInstruments.Marked(mark);
        LogMarked(Guild.Value, id, mark, by.Value);
        _watchers.Changed(_memory.Violations.Mark(marked));
        _memory.IsChanged = true;
        AfterTurn();
        return new(MarkOutcome.Marked, mark, taught, notTaught);
    }

    /// <summary>Brings a violation that waits in the buffer into the store.</summary>
    private async Task Store(ViolationId id)
    {
        while (!_saving.IsCompleted) await _saving;
        if (_memory.Violations.IsUnsaved(id)) await (_saving = SaveViolations());
    }

    /// <returns>What is allowed from now on, durably; null when there is nothing to know the text by.</returns>
    private async Task<Allowance?> Learn(Violation violation, UserId by)
    {
        if (_memory.Allowances.Find(violation.Id) is { } known)
        {
            // Learned by a call that failed before it was durable.
            await Checkpoint();
            return known;
        }
        if (violation.Print is not { } print) return null;
        var allowance = new Allowance(
            violation.Id, print, violation.Rule, violation.Category, violation.Severity, by, Now, GuildAllowances.ReachOf(violation.Category, in print));
        _memory.Allowances.Add(allowance);
        _memory.IsChanged = true;
        await Checkpoint();
        return allowance;
    }

    private async Task<bool> Unlearn(ViolationId id)
    {
        if (!_memory.Allowances.Remove(id)) return false;
        _memory.IsChanged = true;
        await Checkpoint();
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Guild {Guild}: violation {Violation} was marked {Mark} by {Moderator}")]
    private partial void LogMarked(ulong guild, ViolationId violation, ViolationMark mark, ulong moderator);
}
