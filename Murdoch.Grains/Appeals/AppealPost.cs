using System.Globalization;
using Murdoch.Discord.Components;
using Murdoch.Discord.Messages;
using Murdoch.Grains.Cases;
using Murdoch.Grains.Interfaces.Appeals;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Appeals;

/// <summary>How an appeal looks to reviewers. Whole in itself, so that an edit replaces everything.</summary>
internal static class AppealPost
{
    private const int Blue = 0x2980B9, Green = 0x27AE60, Grey = 0x7F8C8D;

    /// <summary>Of its thread; no two appeals of a guild have the same.</summary>
    public static string Name(Appeal appeal) => appeal.Attempt == 1
        ? string.Create(CultureInfo.InvariantCulture, $"Appeal of case {appeal.Case}")
        : string.Create(CultureInfo.InvariantCulture, $"Appeal {appeal.Attempt} of case {appeal.Case}");

    /// <param name="violation">What the case is for; null when a moderator acted of their own accord.</param>
    public static OutgoingMessage Of(Appeal appeal, ModerationCase one, Violation? violation)
    {
        var number = one.Number.ToString(CultureInfo.InvariantCulture);
        var isOver = appeal.State != AppealState.Open;
        return new()
        {
            Embeds =
            [
                new()
                {
                    Title = Name(appeal),
                    Description = "Approve takes the case back and gives the member their level back. Deny keeps it. The member is told which, and why.",
                    Color = appeal.State switch { AppealState.Open => Blue, AppealState.Denied => Grey, _ => Green },
                    Timestamp = appeal.OpenedAt,
                    Fields = [.. Fields(appeal, one, violation)],
                },
            ],
            Components =
            [
                new ActionRow(
                    Button.Of($"appeal:approve:{number}", "Approve", ButtonStyle.Success, isOver),
                    Button.Of($"appeal:deny:{number}", "Deny", ButtonStyle.Danger, isOver)),
            ],
        };
    }

    private static IEnumerable<EmbedField> Fields(Appeal appeal, ModerationCase one, Violation? violation)
    {
        yield return new("Member", $"<@{one.Member}> ({one.Member})", Inline: true);
        yield return new("What was done", CaseWords.Action(one.Kind, one.Seconds), Inline: true);
        yield return new("By", one.Moderator is { } moderator ? $"<@{moderator}>" : $"Murdoch{(violation is null ? "" : $", by the rule {violation.Rule}")}", Inline: true);
        yield return new("Why", one.Reason);
        if (violation?.Content is { Length: > 0 } content) yield return new("Written", CaseWords.Quote(content, MessageLimits.FieldValue));
        yield return new("The member says", CaseWords.Quote(appeal.Text, MessageLimits.FieldValue));
        if (appeal.State != AppealState.Open) yield return new("Decision", Decision(appeal));
    }

    private static string Decision(Appeal appeal)
    {
        var by = appeal.Reviewer is { } reviewer ? $" by <@{reviewer}>" : "";
        return appeal.State switch
        {
            AppealState.Approved => $"Approved{by}. {appeal.DecidedReason}",
            AppealState.Denied => $"Denied{by}. {appeal.DecidedReason}",
            _ => "The case was taken back before anybody decided.",
        };
    }
}
