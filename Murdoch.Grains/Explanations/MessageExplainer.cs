using System.Globalization;
using Murdoch.Grains.Analysis;
using Murdoch.Grains.Analysis.Model;
using Murdoch.Grains.Interfaces.Explanations;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Filters;
using Murdoch.Grains.Messages.Lists;

namespace Murdoch.Grains.Explanations;

/// <summary>Explains a message: for dry-run, for moderators who check one, for the dashboard and for <c>murdoch check-text</c>.</summary>
/// <remarks>
/// Asks the rules that judge messages, and changes nothing. Any thread; milliseconds for a long text, so never in a guild's turn. An analyser outside
/// is not asked: that would cost, and it might answer otherwise the next time.
/// </remarks>
/// <param name="analyzer">Who is asked in service, as the setting ANALYZER names it.</param>
/// <param name="embedded">Null where there is no layer 3 at all.</param>
internal sealed class MessageExplainer(string analyzer, EmbeddedAnalyzer? embedded)
{
    private const string LayerThree = "analysis";

    /// <summary>Words that speak for a finding less than this share of the strongest one are left out of its sentence.</summary>
    private const double WorthNaming = 0.4;

    /// <param name="context">What was written before in the channel, oldest first.</param>
    public MessageExplanation Explain(MessagePosted message, MessagePosted[] context, PatternLists lists, GuildRules rules)
    {
        var trace = new FilterTrace();
        var found = MessageFilter.Check(new MessageFacts(message), lists, rules.Patterns, rules.Config.Filter, trace);
        var texts = NormalisedReading.Texts(message);
        var opinion = embedded is { IsEnabled: true } ? Read(embedded, message, context, out var category) : Silent(out category);
        var layerThree = Judge(opinion, category, rules.Config.SanctionThreshold, found);
        var exemptions = Exemptions(message, rules);
        RuleReport[] reports = [.. LayerOneReports.Of(message, rules.Config.Filter, trace, found, texts), layerThree];
        return new(
            Decide(message, reports, exemptions, rules), texts,
            [.. reports.OrderBy(report => report.Outcome).ThenByDescending(report => report.Severity)],
            exemptions, opinion);
    }

    private static ModelOpinion Read(EmbeddedAnalyzer embedded, MessagePosted message, MessagePosted[] context, out ViolationCategory category)
    {
        var model = embedded.Model;
        var (lane, odds, tests) = embedded.Weigh(message, context);
        var score = model.Score(message.Content);
        category = lane.Category();
        return new(
            embedded.ModelVersion, Name(lane), Math.Round(TextScore.Logistic(odds), 3),
            [.. Enumerable.Range(0, ModelLanes.Count).Select(at => new ModelAnswer(Name((ModelLane)at), Math.Round(score.Severity((ModelLane)at), 3)))],
            ModelReading.Words(model, message.Content, lane),
            [.. tests.Select(test => new ContextReport(test.Rule, test.Effect is not null, test.Effect?.Shift ?? 0, test.Why))],
            context.Length);
    }

    private static ModelOpinion? Silent(out ViolationCategory category)
    {
        category = ViolationCategory.None;
        return null;
    }

    private static string Name(ModelLane lane) => lane.ToString().ToLowerInvariant();

    private RuleReport Judge(ModelOpinion? opinion, ViolationCategory category, double threshold, FilterMatch? found)
    {
        if (opinion is null)
        {
            return new(LayerThree, DetectionLayer.Analysis, RuleOutcome.NotAsked, embedded?.Problem ?? "There is no layer 3 (ANALYZER=none).");
        }

        var strongest = opinion.Words.FirstOrDefault(word => word.Odds > 0);
        var words = opinion.Words.Where(word => strongest is not null && word.Odds >= strongest.Odds * WorthNaming).Select(word => $"“{word.Place.Original}”").ToArray();
        var reads = string.Create(CultureInfo.InvariantCulture, $"{opinion.Severity:0.00} for {opinion.Category}{(words.Length > 0 ? ", most of all because of " : "")}{string.Join(", ", words)}");
        if (analyzer != embedded!.Name)
        {
            return new(LayerThree, DetectionLayer.Analysis, RuleOutcome.NotAsked, $"{analyzer} decides in service and was not asked for this. The built-in model says {reads}.", category, opinion.Severity);
        }

        var place = strongest?.Place;
        return opinion.Severity < threshold
            ? new(LayerThree, DetectionLayer.Analysis, RuleOutcome.FoundNothing, string.Create(CultureInfo.InvariantCulture, $"The model says {opinion.Severity:0.00} for {opinion.Category}; from {threshold:0.00} on it counts."), Severity: opinion.Severity)
            : found is null
                ? new(LayerThree, DetectionLayer.Analysis, RuleOutcome.Decided, $"The model says {reads}.", category, opinion.Severity, null, place)
                : new(LayerThree, DetectionLayer.Analysis, RuleOutcome.Outweighed, $"The model says {reads}; but layer 1 comes first, and what it finds goes no further.", category, opinion.Severity, null, place);
    }

    private static ExemptionTest[] Exemptions(MessagePosted message, GuildRules rules) => rules.Standing is not { } standing
        ? []
        :
        [
            new("moderation is switched off", !rules.Config.Enabled),
            new("written by a program", (message.Traits & (MessageTraits.ByBot | MessageTraits.ByWebhook)) != 0),
            new("written by Discord itself", (message.Traits & (MessageTraits.System | MessageTraits.ThreadNotice)) != 0),
            .. standing.TestsOf(message.Author, message.AuthorRoles, message.Channel),
        ];

    private static ExplainedVerdict Decide(MessagePosted message, RuleReport[] reports, ExemptionTest[] exemptions, GuildRules rules)
    {
        if (Array.Find(reports, report => report.Outcome == RuleOutcome.Decided) is not { } decisive)
        {
            return new(null, null, ViolationCategory.None, 0, Removes: false, Sanctions: false, "No rule finds anything that counts: it stays.");
        }

        var exemption = Array.Find(exemptions, test => test.Applies);
        var obstacle = rules.Standing?.SanctionObstacle(message.Author, message.AuthorRoles);
        var removes = exemption is null && !rules.Config.DryRun;
        var sanctions = removes && obstacle is null && decisive.Severity >= rules.Config.SanctionThreshold;
        var consequence = exemption is not null ? $"It is left alone: {exemption.Name}."
            : rules.Config.DryRun ? "It is recorded, and nothing is done: the guild is on a dry run."
            : sanctions ? "It is removed, and its author goes up the ladder."
            : obstacle is not null ? $"It is removed. {obstacle}"
            : "It is removed, and that is all: its severity is below the guild's threshold.";
        return new(decisive.Rule, decisive.Layer, decisive.Category, decisive.Severity, removes, sanctions, $"{decisive.Why} {consequence}");
    }
}
