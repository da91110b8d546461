using System.Globalization;
using Murdoch.Discord.Components;
using Murdoch.Discord.Messages;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Cases;

/// <summary>How a case looks in the log channel. Whole in itself, so that an edit replaces everything.</summary>
internal static class CaseEmbed
{
    private const int Red = 0xC0392B, Orange = 0xD35400, Yellow = 0xF1C40F, Blue = 0x2980B9, Green = 0x27AE60, Grey = 0x7F8C8D;

    /// <param name="violation">What the case is for; null when a moderator acted of their own accord, or when the store has it no more.</param>
    public static OutgoingMessage Of(ModerationCase one, Violation? violation) => new()
    {
        Embeds =
        [
            new()
            {
                Title = string.Create(CultureInfo.InvariantCulture, $"Case {one.Number}: {CaseWords.Action(one.Kind, one.Seconds)}"),
                Color = Color(one, violation),
                Timestamp = one.CreatedAt,
                Fields = [.. Fields(one, violation)],
                Footer = violation is null ? null : new($"Rule {violation.Rule}"),
            },
        ],
        Components = Buttons(one),
    };

    /// <summary>Many cases in one message.</summary>
    public static OutgoingMessage Summary(IReadOnlyList<SummaryLine> lines)
    {
        var (count, closed) = (lines.Sum(line => line.Count), lines.Sum(line => line.Closed));
        var numbers = lines.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"Numbers {lines.Min(line => line.First)} to {lines.Max(line => line.Last)}. ");
        return new()
        {
            Embeds =
            [
                new()
                {
                    Title = string.Create(CultureInfo.InvariantCulture, $"{count} cases in a short time"),
                    Color = lines.Any(line => line.Severity >= SeverityLevels.High) ? Red : Orange,
                    Description = string.Create(CultureInfo.InvariantCulture, $"{numbers}Taken back: {closed}. Each can be looked at by its number."),
                    Fields = [.. lines.Take(MessageLimits.EmbedFields).Select(line => new EmbedField(
                        $"{CaseWords.Action(line.Kind, 0)}, {line.Rule}", string.Create(CultureInfo.InvariantCulture, $"{line.Count} ({line.First} to {line.Last})"), Inline: true))],
                },
            ],
            Components = [],
        };
    }

    private static IEnumerable<EmbedField> Fields(ModerationCase one, Violation? violation)
    {
        yield return new("Member", $"<@{one.Member}> ({one.Member})", Inline: true);
        yield return new("By", By(one, violation), Inline: true);
        if (violation is not null)
        {
            if (Where(violation) is { } where) yield return new("Where", where, Inline: true);
            yield return new("Found by", $"{LayerOf(violation)}, {violation.Category}", Inline: true);
            yield return new("Severity", string.Create(CultureInfo.InvariantCulture, $"{SeverityLevels.Name(violation.Severity)} ({violation.Severity:0.00})"), Inline: true);
        }
        yield return new("Why", one.Reason);
        if (violation?.Content is { Length: > 0 } content) yield return new("Written", CaseWords.Quote(content, MessageLimits.FieldValue));
        yield return new("Outcome", Outcome(one), Inline: true);
        if (one.Parent is { } parent) yield return new("Follows from", string.Create(CultureInfo.InvariantCulture, $"Case {parent}"), Inline: true);
        if (one.Closed is { } closed) yield return new(ClosedAs(closed.Kind), Closing(closed));
    }

    private static string By(ModerationCase one, Violation? violation) => one switch
    {
        { Moderator: { } moderator, Origin: CaseOrigin.Discord } => $"<@{moderator}>, in Discord itself",
        { Moderator: { } moderator } => $"<@{moderator}>",
        _ => violation is null ? "Murdoch" : $"Murdoch, by the rule {violation.Rule}",
    };

    private static string? Where(Violation violation) => violation switch
    {
        { Channel.Value: 0 } => "In their name",
        { Message.Value: 0 } => $"<#{violation.Channel}>",
        _ => $"<#{violation.Channel}>, [message](https://discord.com/channels/{violation.Guild}/{violation.Channel}/{violation.Message})",
    };

    private static string LayerOf(Violation violation) => violation.Layer switch
    {
        DetectionLayer.Patterns => "layer 1",
        DetectionLayer.Buffer => "layer 2",
        _ => "layer 3",
    };

    private static string Outcome(ModerationCase one) => one.Outcome switch
    {
        ActionOutcome.Done => one.Detail is { } detail ? $"Done. {detail}" : "Done",
        ActionOutcome.Pending => "Under way",
        _ => $"{one.Outcome}: {one.Detail}",
    };

    private static string ClosedAs(CaseClosingKind kind) => kind switch
    {
        CaseClosingKind.FalsePositive => "No violation",
        CaseClosingKind.AppealGranted => "Appeal granted",
        CaseClosingKind.RolledBack => "Taken back with others",
        _ => "Taken back",
    };

    private static string Closing(CaseClosing closed)
    {
        var outcome = closed.Outcome switch
        {
            ActionOutcome.Done => closed.Detail ?? "",
            ActionOutcome.Pending => "Discord has not undone it yet.",
            _ => $"It could not be undone in Discord: {closed.Detail}",
        };
        return $"By <@{closed.By}>. {closed.Reason} {outcome}".TrimEnd();
    }

    private static int Color(ModerationCase one, Violation? violation) => one switch
    {
        { Closed: not null } => Grey,
        { Outcome: not (ActionOutcome.Done or ActionOutcome.Pending) } => Grey,
        { Kind: ActionKind.RemoveTimeout or ActionKind.Unban } => Green,
        _ when violation is not null => violation.Severity >= SeverityLevels.High ? Red : violation.Severity >= SeverityLevels.Medium ? Orange : Yellow,
        { Kind: ActionKind.Ban } => Red,
        { Kind: ActionKind.Kick } => Orange,
        { Kind: ActionKind.Timeout } => Yellow,
        _ => Blue,
    };

    private static ActionRow[] Buttons(ModerationCase one)
    {
        if (one.Kind is ActionKind.RemoveTimeout or ActionKind.Unban) return [];
        var isOver = !one.Stands;
        var number = one.Number.ToString(CultureInfo.InvariantCulture);
        List<Component> buttons =
        [
            Button.Of($"case:undo:{number}", "Undo", disabled: isOver),
            Button.Of($"case:escalate:{number}", "Escalate", ButtonStyle.Danger, isOver),
        ];
        if (one.Violation is not null) buttons.Add(Button.Of($"case:false:{number}", "False positive", disabled: isOver));
        return [new ActionRow([.. buttons])];
    }
}
