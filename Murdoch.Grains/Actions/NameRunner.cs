using Microsoft.Extensions.DependencyInjection;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Interfaces.Actions;

namespace Murdoch.Grains.Actions;

/// <summary>Takes violating names away: resets a member's nickname, deletes or renames a thread.</summary>
internal sealed class NameRunner(DiscordRest rest, ThreadOwners owners, [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time)
{
    /// <exception cref="Exception">Not settled: worth another attempt.</exception>
    public async Task<ActionResult> Run(ActionIntent intent, CancellationToken cancellationToken)
    {
        try
        {
            if (await owners.GetStanding(intent, cancellationToken) is { Exemption: { } exemption }) return Result(intent, ActionOutcome.Skipped, $"Left alone: {exemption}.");
            await Act(intent, cancellationToken);
            return Result(intent, ActionOutcome.Done, null);
        }
        catch (Exception exception) when (DiscordVerdict.Of(exception) is { } verdict)
        {
            return Result(intent, verdict.Outcome, verdict.Detail);
        }
    }

    private Task Act(ActionIntent intent, CancellationToken cancellationToken)
    {
        var (reason, turn) = ($"Murdoch: {intent.Reason}", RequestPriority.Delete.For(intent.Guild.Value));
        return intent.Remedy switch
        {
            ActionKind.ResetNickname => rest.ModifyMemberNick(intent.Guild.Value, intent.Member.Value, intent.NewName, reason, turn, cancellationToken),
            ActionKind.DeleteThread => rest.DeleteChannel(intent.Channel.Value, reason, turn, cancellationToken),
            ActionKind.RenameThread => rest.ModifyChannelName(intent.Channel.Value, intent.NewName!, reason, turn, cancellationToken),
            _ => throw new InvalidOperationException($"{intent.Remedy} is nothing to do about a name."),
        };
    }

    private ActionResult Result(ActionIntent intent, ActionOutcome outcome, string? detail) =>
        new(intent.Violation, Sanction: false, intent.Remedy, 0, outcome, detail, time.GetUtcNow());
}
