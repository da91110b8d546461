using Microsoft.Extensions.Options;
using Murdoch.Grains.Analysis.Model;
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

/// <summary>Asks layers 1 and 3 about texts outside of any guild: default settings, no cluster.</summary>
/// <remarks>Each text is judged by itself, after the messages of the context.</remarks>
public sealed class TextInspection(PatternOptions patterns, EmbeddedAnalyzerOptions options)
{
    private static readonly FilterConfig Filter = new();

    private readonly PatternCatalogue _catalogue = new(Options.Create(patterns));
    private readonly EmbeddedAnalyzer _analyzer = new(options, TextModel.Embedded);

    /// <summary>Patterns of the settings that cannot be used.</summary>
    public IReadOnlyList<string> Problems => _catalogue.Problems;

    public string ModelVersion => _analyzer.ModelVersion;

    /// <param name="context">What was written before, oldest first.</param>
    public async Task<TextVerdict> Inspect(MessagePosted message, MessagePosted[] context)
    {
        var facts = MessageFilter.Check(new MessageFacts(message), _catalogue.Current, GuildPatterns.None, Filter);
        var findings = await _analyzer.Analyse(new(new GuildId(1), [message], context, Rules: null), CancellationToken.None);
        var score = TextModel.Embedded.Score(message.Content);
        return new(
            message.Content,
            facts is null ? null : new(facts.Rule, EnumWords<ViolationCategory>.Of(facts.Category), facts.Severity, facts.Reason, facts.Matched),
            findings is [var finding] ? new("analysis", EnumWords<ViolationCategory>.Of(finding.Category), finding.Severity, finding.Reason, null) : null,
            Enum.GetValues<ModelLane>().ToDictionary(lane => lane.ToString(), lane => Math.Round(score.Severity(lane), 3)));
    }
}
