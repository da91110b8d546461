using System.Globalization;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Cases;

/// <summary>What may be asked of a case, in sentences for moderators.</summary>
internal static class CaseRules
{
    /// <summary>Discord's limit: https://docs.discord.com/developers/resources/guild#create-guild-ban.</summary>
    private const int LongestDeletionSeconds = 604_800;

    public static string Unknown(long number) => string.Create(CultureInfo.InvariantCulture, $"There is no case {number} in this guild.");

    /// <returns>Null when the order can be carried out as far as its form goes.</returns>
    public static string? Problem(ModeratorOrder order) => order switch
    {
        { Kind: not (ActionKind.Warn or ActionKind.Timeout or ActionKind.Kick or ActionKind.Ban or ActionKind.RemoveTimeout or ActionKind.Unban) } => "That is nothing that is done to a member.",
        { Kind: ActionKind.Timeout, Seconds: < 1 or > GuildConfigRules.LongestTimeoutSeconds } => "A timeout lasts 1 second to 28 days.",
        { Kind: ActionKind.Ban, Seconds: < 0 or > GuildConfigRules.LongestBanSeconds } => "A ban lasts 1 second to 366 days, or for ever.",
        { DeleteSeconds: < 0 or > LongestDeletionSeconds } => "Messages are removed from at most 7 days back.",
        _ => TextProblem(order.Reason),
    };

    /// <param name="limit">Characters at most.</param>
    public static string? TextProblem(string text, int limit = ICaseBookGrain.NoteLimit) => text.Length >= 1 && text.Length <= limit && !string.IsNullOrWhiteSpace(text)
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"It needs 1 to {limit} characters.");

    /// <returns>Why the case cannot be taken back; null when it can.</returns>
    public static string? ReversalProblem(ModerationCase found) => found switch
    {
        { Closed: { } closed } => string.Create(CultureInfo.InvariantCulture, $"Case {found.Number} was taken back already, by <@{closed.By}>."),
        { Outcome: ActionOutcome.Pending } => string.Create(CultureInfo.InvariantCulture, $"Case {found.Number} is still under way."),
        { Outcome: not ActionOutcome.Done } => string.Create(CultureInfo.InvariantCulture, $"Case {found.Number} did nothing: {found.Detail}"),
        { Kind: ActionKind.RemoveTimeout or ActionKind.Unban } => string.Create(CultureInfo.InvariantCulture, $"Case {found.Number} has itself taken something back."),
        _ => null,
    };

    public static string? OutcomeProblem(ModerationCase carried) => carried.Outcome switch
    {
        ActionOutcome.Done => null,
        ActionOutcome.Pending => "Discord does not answer just now; it is tried again.",
        _ => carried.Detail ?? "It was not done.",
    };

    /// <summary>Names the case's step on the member's ladder: that of a violation has its violation's.</summary>
    public static ViolationId StepOf(ModerationCase one) => one.Violation ?? ViolationId.Of(one.Guild, new MessageId((ulong)one.Number), "case");
}
