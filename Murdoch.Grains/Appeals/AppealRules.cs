using System.Globalization;
using Murdoch.Grains.Cases;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Appeals;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Appeals;

/// <summary>Who may appeal against what, and who may decide.</summary>
internal static class AppealRules
{
    /// <param name="found">The case; null when there is none.</param>
    /// <param name="last">The latest appeal against it; null when there is none.</param>
    /// <returns>Why the member cannot appeal now, in a sentence for them; null when they can.</returns>
    public static string? Problem(ModerationCase? found, Appeal? last, UserId member, TimeSpan coolDown, DateTimeOffset now) => found switch
    {
        null => "There is no such case.",
        _ when found.Member != member => "Only the member whom it concerns can appeal.",
        { Closed: not null } => "It was taken back already.",
        { Outcome: ActionOutcome.Pending } => "It is still under way. Try again in a minute.",
        { Outcome: not ActionOutcome.Done } => "Nothing was done to you.",
        { Kind: ActionKind.RemoveTimeout or ActionKind.Unban } => "It has itself taken something back.",
        _ => last switch
        {
            { State: AppealState.Open } => "You have appealed already. You are told when somebody has decided.",
            { State: AppealState.Approved or AppealState.Moot } => "It was taken back already.",
            { DecidedAt: { } at } when at + coolDown > now => Waiting(at + coolDown),
            _ => null,
        },
    };

    public static string? TextProblem(string text) => CaseRules.TextProblem(text, IAppealGrain.TextLimit);

    /// <param name="hasOther">Whether somebody else has moderated in this guild.</param>
    /// <returns>Why this reviewer cannot decide, in a sentence for them; null when they can.</returns>
    public static string? ReviewProblem(ModerationCase found, Appeal? last, UserId reviewer, bool hasOther) => last switch
    {
        null => "Nobody has appealed against this case.",
        { State: not AppealState.Open, Reviewer: { } by } => $"<@{by}> has decided already.",
        { State: not AppealState.Open } => "The case was taken back before anybody decided.",
        _ when found.Member == reviewer => "Nobody decides about their own appeal.",
        _ when found.Moderator == reviewer && hasOther => "You made this case: another moderator has to decide.",
        _ => null,
    };

    /// <summary>Whether there is anything left to decide.</summary>
    public static bool IsMoot(ModerationCase? found) => found is null or { Closed: not null };

    private static string Waiting(DateTimeOffset until) =>
        string.Create(CultureInfo.InvariantCulture, $"It was decided not long ago. You can appeal again <t:{until.ToUnixTimeSeconds()}:R>, on {until:yyyy-MM-dd}.");
}
