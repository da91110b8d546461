using System.Globalization;
using System.Text;
using Murdoch.Grains.Interfaces.Explanations;

namespace Murdoch.Silo.Commands;

/// <summary>An explanation as lines for people.</summary>
internal static class ExplanationText
{
    public static string Of(MessageExplanation explanation)
    {
        var lines = new StringBuilder();
        foreach (var text in explanation.Texts)
        {
            lines.Append(text.Text).Append('\n');
            Line(lines, "reads as", text.Normalised);
        }

        Line(lines, "verdict", explanation.Verdict.Why);
        foreach (var rule in explanation.Rules)
        {
            Line(lines, Word(rule.Outcome), Describe(rule));
        }

        if (explanation.Opinion is { } opinion)
        {
            Describe(lines, opinion);
        }

        Line(lines, "exempt", explanation.Exemptions.Length == 0
            ? "nobody: there is no guild here"
            : string.Join(", ", explanation.Exemptions.Select(test => $"{test.Name}: {(test.Applies ? "yes" : "no")}")));
        return lines.ToString().TrimEnd('\n');
    }

    private static string Word(RuleOutcome outcome) => outcome switch
    {
        RuleOutcome.Decided => "decided",
        RuleOutcome.Outweighed => "outweighed",
        RuleOutcome.Spared => "spared",
        RuleOutcome.FoundNothing => "nothing",
        RuleOutcome.Off => "off",
        _ => "not asked",
    };

    private static string Describe(RuleReport rule)
    {
        var severity = rule.Severity > 0 && rule.Outcome <= RuleOutcome.Outweighed ? string.Create(CultureInfo.InvariantCulture, $" {rule.Severity:0.00}") : "";
        var place = rule.Place is { } at ? $" {Describe(at)}" : "";
        var matched = rule.Matched is { } entry ? $" [{entry}]" : "";
        return $"{rule.Rule}{severity}{place}: {rule.Why}{matched}";
    }

    private static string Describe(TextPlace place) =>
        string.Create(CultureInfo.InvariantCulture, $"at {place.Start} to {place.Start + place.Length}, “{place.Original}”{(place.Normalised == place.Original || place.Normalised.Length == 0 ? "" : $" read as “{place.Normalised}”")}");

    private static void Describe(StringBuilder lines, ModelOpinion opinion)
    {
        var answers = string.Join(", ", opinion.Questions.Select(answer => string.Create(CultureInfo.InvariantCulture, $"{answer.Question} {answer.Severity:0.00}")));
        Line(lines, "model", string.Create(CultureInfo.InvariantCulture, $"{opinion.Category} {opinion.Severity:0.00} with {opinion.Context} earlier messages ({answers}); {opinion.Model}"));
        foreach (var word in opinion.Words)
        {
            var parts = word.Parts.Length == 0 ? "" : $", most of all by {string.Join(", ", word.Parts.Select(part => $"“{part}”"))}";
            Line(lines, "", string.Create(CultureInfo.InvariantCulture, $"{word.Odds:+0.00;-0.00} {Describe(word.Place)}{parts}"));
        }

        foreach (var test in opinion.Conversation)
        {
            Line(lines, "", string.Create(CultureInfo.InvariantCulture, $"{test.Shift:+0.00;-0.00;0} {test.Rule}: {test.Why}"));
        }
    }

    private static void Line(StringBuilder lines, string name, string value) => lines.Append("  ").Append(name.PadRight(11)).Append(value.ReplaceLineEndings(" ")).Append('\n');
}
