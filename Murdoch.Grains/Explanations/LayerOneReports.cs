using System.Globalization;
using Murdoch.Grains.Interfaces.Explanations;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Filters;

namespace Murdoch.Grains.Explanations;

/// <summary>What each rule of layer 1 says of one message: the same rules that judge messages, with a trace of what they find.</summary>
internal static class LayerOneReports
{
    /// <summary>Places that one rule reports at most.</summary>
    private const int MaxPlaces = 8;

    private static readonly FilterConfig Nothing = new() { ScanInvites = false, ScanLinks = false, ScanWords = false, MentionLimit = 0, DuplicateLimit = 0, FloodLimit = 0, EmojiLimit = 0, CapsPercent = 0, CombiningMarksLimit = 0 };

    /// <summary>Rules about what a text says.</summary>
    private static readonly TextRule[] TextRules =
    [
        new("listed-word", config => config.ScanWords, "No listed word, and no pattern of the settings, in any spelling that is seen through."),
        new("guild-word", config => config.ScanWords, "No word or pattern of the guild's own."),
        new(InviteFilter.Rule, config => config.ScanInvites, "No invite to a guild."),
        new("guild-invite", config => config.ScanInvites, "No invite of a kind that the guild lists."),
        new(LinkFilter.Rule, config => config.ScanLinks, "No link to a listed host, to one that imitates a well-known name, or to one that is hidden."),
        new("guild-link", config => config.ScanLinks, "No link that the guild lists."),
    ];

    /// <summary>Rules about what a text looks like. Each is asked with all others switched off.</summary>
    private static readonly ShapeRule[] ShapeRules =
    [
        new("mass-mention", config => config.MentionLimit, config => Nothing with { MentionLimit = config.MentionLimit },
            (message, shape, limit) => $"It mentions {Math.Max(shape.Mentions, message.MentionedUsers + message.MentionedRoles)}; {limit} are allowed."),
        new("zalgo", config => config.CombiningMarksLimit, config => Nothing with { CombiningMarksLimit = config.CombiningMarksLimit },
            (_, shape, limit) => $"No letter carries more than {shape.Marks} combining marks; from {limit} on it would be a heap."),
        new("text-flood", config => config.DuplicateLimit, config => Nothing with { DuplicateLimit = config.DuplicateLimit },
            (_, shape, _) => $"{shape.Words} words, {shape.DifferentWords} of them different, and {shape.LineBreaks} line breaks: no wall of the same."),
        new("emoji-flood", config => config.EmojiLimit, config => Nothing with { EmojiLimit = config.EmojiLimit },
            (_, shape, limit) => $"It has {shape.Emoji} emoji; {limit} are allowed."),
        new("caps-flood", config => config.CapsPercent, config => Nothing with { CapsPercent = config.CapsPercent },
            (_, shape, limit) => $"{shape.Capitals} of {shape.Letters} letters are capitals; {limit} % of a text of some length are shouting."),
    ];

    /// <param name="decided">What the rules together said of the message.</param>
    public static IEnumerable<RuleReport> Of(MessagePosted message, FilterConfig config, FilterTrace trace, FilterMatch? decided, ExplainedText[] texts)
    {
        foreach (var rule in TextRules)
        {
            foreach (var report in Of(rule, config, trace, decided, texts))
            {
                yield return report;
            }
        }

        var shape = TextShape.OfSigns(MessageFacts.Bounded(message.Content));
        shape.ReadLetters(MessageFacts.Bounded(message.Content));
        foreach (var rule in ShapeRules)
        {
            yield return Of(rule, message, config, shape, decided);
        }

        yield return OverTime("duplicate", config.DuplicateLimit, $"It counts how often one author writes the same: {config.DuplicateLimit} times within {config.FloodWindowSeconds} seconds are allowed.");
        yield return OverTime("flood", config.FloodLimit, $"It counts the messages of one author: {config.FloodLimit} within {config.FloodWindowSeconds} seconds are allowed.");
    }

    private static RuleReport[] Of(TextRule rule, FilterConfig config, FilterTrace trace, FilterMatch? decided, ExplainedText[] texts)
    {
        if (!rule.IsOn(config))
        {
            return [new(rule.Name, DetectionLayer.Patterns, RuleOutcome.Off, "The guild has switched it off.")];
        }

        var found = trace.Found.Where(one => one.Match.Rule == rule.Name).Distinct().Take(MaxPlaces)
            .Select(one => Of(one.Match, decided, NormalisedReading.Place(texts, one.Text, one.Start, one.Length))).ToArray();
        if (found.Length > 0)
        {
            return found;
        }

        var spared = trace.Spared.Where(one => one.Rule == rule.Name).Distinct().Take(MaxPlaces)
            .Select(one => new RuleReport(rule.Name, DetectionLayer.Patterns, RuleOutcome.Spared, one.Why, Matched: one.What, Place: NormalisedReading.Place(texts, one.Text, one.Start, one.Length))).ToArray();
        return spared.Length > 0 ? spared : [new(rule.Name, DetectionLayer.Patterns, RuleOutcome.FoundNothing, rule.Otherwise)];
    }

    private static RuleReport Of(ShapeRule rule, MessagePosted message, FilterConfig config, TextShape shape, FilterMatch? decided)
    {
        if (rule.Limit(config) <= 0)
        {
            return new(rule.Name, DetectionLayer.Patterns, RuleOutcome.Off, "The guild has switched it off.");
        }

        return ShapeFilter.Check(new MessageFacts(message), rule.Alone(config)) is { } match
            ? Of(match, decided, null)
            : new(rule.Name, DetectionLayer.Patterns, RuleOutcome.FoundNothing, rule.Otherwise(message, shape, rule.Limit(config)));
    }

    private static RuleReport Of(FilterMatch match, FilterMatch? decided, TextPlace? place)
    {
        var isDecisive = match == decided;
        var why = isDecisive ? match.Reason : string.Create(CultureInfo.InvariantCulture, $"{match.Reason} ({decided?.Rule} found worse, or found it first.)");
        return new(match.Rule, DetectionLayer.Patterns, isDecisive ? RuleOutcome.Decided : RuleOutcome.Outweighed, why, match.Category, match.Severity, match.Matched, place);
    }

    private static RuleReport OverTime(string rule, int limit, string why) => limit <= 0
        ? new(rule, DetectionLayer.Patterns, RuleOutcome.Off, "The guild has switched it off.")
        : new(rule, DetectionLayer.Patterns, RuleOutcome.NotAsked, why);

    private sealed record TextRule(string Name, Func<FilterConfig, bool> IsOn, string Otherwise);

    private sealed record ShapeRule(string Name, Func<FilterConfig, int> Limit, Func<FilterConfig, FilterConfig> Alone, Func<MessagePosted, TextShape, int, string> Otherwise);
}
