using System.Globalization;
using System.Text;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Cases;

namespace Murdoch.Grains.Commands;

/// <summary>Cases in words, for moderators.</summary>
internal static class CaseText
{
    /// <summary>What came of an order.</summary>
    public static string OfOrder(CaseAnswer answer) => answer switch
    {
        { Case: null } => answer.Problem ?? "Nothing was done.",
        { Problem: { } problem, Case: { } one } => string.Create(CultureInfo.InvariantCulture, $"Case {one.Number}: {Deed(one)} was not done. {problem}"),
        { Case: { } one } => string.Create(CultureInfo.InvariantCulture, $"Case {one.Number}: {Deed(one)} of <@{one.Member}> is done.{(one.Detail is { } detail ? $" {detail}" : "")}"),
    };

    /// <summary>What came of something asked of a case that exists.</summary>
    /// <param name="done">What is said when it was done.</param>
    public static string Of(CaseAnswer answer, string done) => answer.Problem ?? done;

    public static string Deed(ModerationCase one) => one.Kind switch
    {
        ActionKind.Warn => "the warning",
        ActionKind.Timeout => $"the timeout ({DurationText.Of(one.Seconds)})",
        ActionKind.Kick => "the kick",
        ActionKind.Ban => $"the ban ({DurationText.Of(one.Seconds)})",
        ActionKind.RemoveTimeout => "the end of the timeout",
        ActionKind.Unban => "the end of the ban",
        _ => "the action",
    };

    /// <summary>One line for a list.</summary>
    public static string Line(ModerationCase one)
    {
        var state = one switch
        {
            { Closed: { } closed } => closed.Kind switch
            {
                CaseClosingKind.FalsePositive => " (false positive)",
                CaseClosingKind.AppealGranted => " (appeal granted)",
                _ => " (taken back)",
            },
            { Outcome: ActionOutcome.Done } => "",
            { Outcome: ActionOutcome.Pending } => " (under way)",
            _ => " (not done)",
        };
        var who = one.Moderator is { } moderator ? $"<@{moderator}>" : "Murdoch";
        return string.Create(CultureInfo.InvariantCulture, $"**{one.Number}** <t:{one.CreatedAt.ToUnixTimeSeconds()}:R> {Deed(one)} of <@{one.Member}> by {who}: {Short(one.Reason, 120)}{state}");
    }

    public static string Of(CaseDetails details)
    {
        var one = details.Case;
        var text = new StringBuilder(Line(one with { Reason = Short(one.Reason, 800) })).AppendLine();
        if (one.Detail is { } detail) text.AppendLine(detail);
        if (one.Parent is { } parent) text.AppendLine(CultureInfo.InvariantCulture, $"Follows from case {parent}.");
        if (details.Children.Length > 0) text.AppendLine(CultureInfo.InvariantCulture, $"Followed by {string.Join(", ", details.Children.Select(child => $"case {child}"))}.");
        if (one.Closed is { } closed)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Taken back <t:{closed.At.ToUnixTimeSeconds()}:R> by <@{closed.By}>{(closed.Reason is { } why ? $": {Short(why, 300)}" : ".")}");
            if (closed.Detail is { } left) text.AppendLine(left);
        }
        foreach (var note in details.Notes.TakeLast(10))
            text.AppendLine(CultureInfo.InvariantCulture, $"> <t:{note.At.ToUnixTimeSeconds()}:d> <@{note.Author}>: {(note.IsReason ? "changed the reason, which was: " : "")}{Short(note.Text, 200)}");
        return text.ToString();
    }

    /// <summary>On one line, without what would break out of a quotation.</summary>
    public static string Short(string text, int length)
    {
        var line = text.ReplaceLineEndings(" ");
        return Murdoch.Discord.Messages.MessageLimits.Cut(line, length);
    }
}
