using Microsoft.Extensions.Options;
using Murdoch.Grains.Analysis.Model;
using Murdoch.Grains.Explanations;
using Murdoch.Grains.Interfaces.Explanations;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Filters;
using Murdoch.Grains.Messages.Lists;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Analysis;

/// <summary>What one layer says of a text.</summary>
/// <param name="Severity">0 to 1.</param>
/// <param name="Matched">The list entry, pattern, host or code that decided; null for layer 3.</param>
public sealed record LayerVerdict(string Rule, string Category, double Severity, string Reason, string? Matched);

/// <param name="Layer1">Null when no pattern matches.</param>
/// <param name="Layer3">Null when the analyser finds nothing worth a report.</param>
/// <param name="Scores">The model's severity for each of its questions, without any context.</param>
public sealed record TextVerdict(string Text, LayerVerdict? Layer1, LayerVerdict? Layer3, IReadOnlyDictionary<string, double> Scores);

/// <summary>The short answer about a text.</summary>
/// <param name="Flagged">A pattern matches, or the analyser's severity reaches a guild's usual threshold.</param>
/// <param name="Score">0 to 1, and 0.5 or more for what is flagged; grows with suspicion below that too.</param>
/// <param name="Category">Null for what is not flagged, and so the others.</param>
/// <param name="Layer">1 or 3.</param>
public readonly record struct TextDecision(bool Flagged, double Score, string? Category, int? Layer, string? Rule);

/// <summary>Asks layers 1 and 3 about texts outside of any guild: default settings, no cluster.</summary>
/// <remarks>Each text is judged by itself, after the messages of the context.</remarks>
public sealed class TextInspection
{
    /// <summary>The severity from where a guild acts unless it says otherwise, and the highest one below it.</summary>
    private const double Usual = 0.5;
    private const double Below = 0.499_999;

    private static readonly FilterConfig Filter = new();

    private readonly PatternCatalogue _catalogue;
    private readonly TextModel _model;
    private readonly EmbeddedAnalyzer _analyzer;
    private readonly MessageExplainer _explainer;
    private readonly string? _modelProblem;

    public TextInspection(PatternOptions patterns, EmbeddedAnalyzerOptions options) : this(patterns, options, TextModel.Find(options.ModelPath, out var problem)) =>
        _modelProblem = problem;

    internal TextInspection(PatternOptions patterns, EmbeddedAnalyzerOptions options, TextModel model)
    {
        _catalogue = new(Options.Create(patterns));
        (_model, _analyzer) = (model, new(options, model));
        _explainer = new(_analyzer.Name, _analyzer);
    }

    /// <summary>Patterns of the settings that cannot be used, and a model that cannot.</summary>
    public IReadOnlyList<string> Problems => _modelProblem is null ? _catalogue.Problems : [.. _catalogue.Problems, _modelProblem];

    public string ModelVersion => _analyzer.ModelVersion;

    /// <param name="context">What was written before, oldest first.</param>
    public async Task<TextVerdict> Inspect(MessagePosted message, MessagePosted[] context)
    {
        var facts = MessageFilter.Check(new MessageFacts(message), _catalogue.Current, GuildPatterns.None, Filter);
        var findings = await _analyzer.Analyse(new(new GuildId(1), [message], context, Rules: null), CancellationToken.None);
        var score = _model.Score(message.Content);
        return new(
            message.Content,
            facts is null ? null : new(facts.Rule, EnumWords<ViolationCategory>.Of(facts.Category), facts.Severity, facts.Reason, facts.Matched),
            findings is [var finding] ? new("analysis", EnumWords<ViolationCategory>.Of(finding.Category), finding.Severity, finding.Reason, null) : null,
            Enum.GetValues<ModelLane>().ToDictionary(lane => lane.ToString(), lane => Math.Round(score.Severity(lane), 3)));
    }

    /// <summary>Says what each rule makes of a message, and why.</summary>
    /// <param name="context">What was written before, oldest first.</param>
    public MessageExplanation Explain(MessagePosted message, MessagePosted[] context) => _explainer.Explain(message, context, _catalogue.Current, GuildRules.Usual);

    /// <summary>Decides as a guild with default settings does about a message without context. Any thread.</summary>
    public TextDecision Decide(MessagePosted message)
    {
        var facts = MessageFilter.Check(new MessageFacts(message), _catalogue.Current, GuildPatterns.None, Filter);
        var (lane, odds) = _analyzer.Weigh(message);
        var score = TextScore.Logistic(odds);
        if (facts is not null)
        {
            return new(true, Math.Max(Usual, Math.Max(facts.Severity, score)), EnumWords<ViolationCategory>.Of(facts.Category), 1, facts.Rule);
        }

        return odds >= 0 ? new(true, score, EnumWords<ViolationCategory>.Of(lane.Category()), 3, "analysis") : new(false, Math.Min(Below, Math.Max(score, LookOf(message.Content))), null, null, null);
    }

    private static double LookOf(string text) => text.Contains('.', StringComparison.Ordinal) ? TextScore.Logistic(LinkFilter.WorstLook(text)) : 0;
}
