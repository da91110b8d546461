using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Members;
using Murdoch.Grains.Notices;

namespace Murdoch.Grains.Actions;

/// <summary>Asks the member's ladder what a violation costs, and does it.</summary>
internal sealed class SanctionRunner(
    DiscordRest rest,
    MemberGrains members,
    ThreadOwners owners,
    ExpiryStore expiries,
    MemberNotices notices,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time)
{
    /// <exception cref="Exception">Not settled: worth another attempt, unless this was the <paramref name="last"/>.</exception>
    public async Task<ActionResult> Run(ActionIntent intent, bool last, CancellationToken cancellationToken)
    {
        if (await owners.GetStanding(intent, cancellationToken) is { } standing)
        {
            if (standing.Exemption is { } exemption) return Result(intent, LadderStep.None, ActionOutcome.Skipped, $"Left alone: {exemption}.");
            if (standing.Obstacle is { } obstacle) return Result(intent, LadderStep.None, ActionOutcome.Refused, obstacle);
        }
        var member = members.Get(intent.Guild, intent.Member);
        var step = await member.Climb(intent.Violation, intent.OccurredAt, intent.Ladder);
        if (step.Action == ActionKind.None) return Result(intent, step, ActionOutcome.Skipped, "Part of an incident that was punished already.");
        // A crash took the memory of it, the replay found the violation anew.
        if (step.Done) return Result(intent, step, ActionOutcome.Done, null);
        // Tried again after its time: what came later must not be cut short by it.
        if (step.Superseded) return Result(intent, step, ActionOutcome.Skipped, "A later step took its place.");
        try
        {
            await Act(intent, step, cancellationToken);
            // Stored before the outcome is reported. If that fails the step is done all the same, and a crash now could only repeat it.
            await member.Done(intent.Violation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return Result(intent, step, ActionOutcome.Done, null);
        }
        catch (Exception exception) when (DiscordVerdict.Of(exception) is { } verdict)
        {
            if (verdict.Outcome is ActionOutcome.Refused or ActionOutcome.Failed) await member.StepBack(intent.Violation);
            return Result(intent, step, verdict.Outcome, verdict.Detail);
        }
        catch (Exception exception) when (last && exception is not OperationCanceledException)
        {
            await member.StepBack(intent.Violation);
            return Result(intent, step, ActionOutcome.Failed, $"Given up: {exception.Message}");
        }
    }

    private Task Act(ActionIntent intent, LadderStep step, CancellationToken cancellationToken)
    {
        var reason = string.Create(CultureInfo.InvariantCulture, $"Murdoch, level {step.Level}: {intent.Reason}");
        return step.Action switch
        {
            // The notice is the sanction.
            ActionKind.Warn => notices.Send(Notice(intent, step), cancellationToken),
            ActionKind.Timeout => Timeout(intent, step, reason, cancellationToken),
            ActionKind.Kick => notices.SendBefore(Notice(intent, step), () => rest.RemoveMember(intent.Guild.Value, intent.Member.Value, reason, RequestPriority.Timeout, cancellationToken), cancellationToken),
            ActionKind.Ban => notices.SendBefore(Notice(intent, step), () => Ban(intent, step, reason, cancellationToken), cancellationToken),
            _ => Task.CompletedTask,
        };
    }

    private async Task Ban(ActionIntent intent, LadderStep step, string reason, CancellationToken cancellationToken)
    {
        await rest.CreateBan(intent.Guild.Value, intent.Member.Value, deleteMessageSeconds: 0, reason, RequestPriority.Timeout, cancellationToken);
        // After the ban and before its outcome is reported: a crash in between repeats both, and neither does harm twice.
        var now = rest.Now;
        if (step.Seconds > 0) await expiries.Set(new(intent.Guild, intent.Member, ExpiryKind.Ban, intent.Violation.ToString(), now.AddSeconds(step.Seconds), now));
        else await expiries.Cancel(intent.Guild, intent.Member, ExpiryKind.Ban);
    }

    private async Task Timeout(ActionIntent intent, LadderStep step, string reason, CancellationToken cancellationToken)
    {
        await rest.ModifyMemberTimeout(intent.Guild.Value, intent.Member.Value, rest.Now + TimeoutLength.Of(step.Seconds), reason, RequestPriority.Timeout, cancellationToken);
        notices.SendLater(Notice(intent, step));
    }

    private static MemberNotice Notice(ActionIntent intent, LadderStep step) =>
        MemberNotice.Of(intent.Guild, intent.GuildName, intent.Member, intent.Violation, Deed(intent), step.Action, step.Seconds, intent.Reason);

    private static string Deed(ActionIntent intent) => intent.Subject switch
    {
        ViolationSubject.Message => $"A message of yours in {intent.GuildName} was removed",
        ViolationSubject.ThreadName => $"A thread of yours in {intent.GuildName} was removed",
        _ => $"Your name in {intent.GuildName} is not allowed there",
    };

    private ActionResult Result(ActionIntent intent, LadderStep step, ActionOutcome outcome, string? detail) =>
        new(intent.Violation, Sanction: true, step.Action, step.Seconds, outcome, detail, time.GetUtcNow());
}
