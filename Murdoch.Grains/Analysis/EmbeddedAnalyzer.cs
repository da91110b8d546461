using System.Buffers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Analysis.Context;
using Murdoch.Grains.Analysis.Model;
using Murdoch.Grains.Interfaces.Analysis;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Analysis;

/// <summary>Layer 3 without anybody's help: a statistical model of text, and plain rules about the conversation around it.</summary>
/// <remarks>
/// A message is only ever data to it: nothing that is written can steer it. Any number of threads may ask; what is clean allocates
/// nothing but a share of a pooled array.
/// </remarks>
public sealed partial class EmbeddedAnalyzer : IMessageAnalyzer
{
    private readonly EmbeddedAnalyzerOptions _options;
    private readonly TextModel _model;
    private readonly float _leastOdds;

    public EmbeddedAnalyzer(IOptions<EmbeddedAnalyzerOptions> options, ILogger<EmbeddedAnalyzer> logger) : this(options.Value, TextModel.Find(options.Value.ModelPath, out var problem))
    {
        Problem = problem;
        if (problem is not null)
        {
            LogNoModel(logger, problem);
        }
    }

    internal EmbeddedAnalyzer(EmbeddedAnalyzerOptions options, TextModel model)
    {
        (_options, _model) = (options, model);
        _leastOdds = (float)Math.Log(options.MinSeverity / (1 - options.MinSeverity));
    }

    public string Name => "embedded";

    /// <summary>False without a model: layer 1 goes on alone.</summary>
    public bool IsEnabled => Problem is null;

    /// <summary>Why there is no model; null when all is well.</summary>
    public string? Problem { get; }

    internal TextModel Model => _model;

    /// <summary>Which model answers, for people.</summary>
    public string ModelVersion => _model.Calibration.Version;

    /// <remarks>The guild's own rules are words that this analyser cannot read: it cites none.</remarks>
    public Task<AnalysisFinding[]> Analyse(AnalysisRequest request, CancellationToken cancellationToken)
    {
        var count = request.Context.Length + request.Messages.Length;
        var utterances = ArrayPool<Utterance>.Shared.Rent(count);
        try
        {
            Read(request.Context, utterances);
            Read(request.Messages, utterances.AsSpan(request.Context.Length));
            return Task.FromResult(Judge(request.Messages, utterances.AsSpan(0, count)));
        }
        finally
        {
            ArrayPool<Utterance>.Shared.Return(utterances, clearArray: true);
        }
    }

    private AnalysisFinding[] Judge(MessagePosted[] messages, ReadOnlySpan<Utterance> utterances)
    {
        List<AnalysisFinding>? findings = null;
        var first = utterances.Length - messages.Length;
        for (var at = 0; at < messages.Length; at++)
        {
            if (Judge(messages[at], utterances, first + at) is { } finding)
            {
                (findings ??= []).Add(finding);
            }
        }

        return findings is null ? [] : [.. findings];
    }

    private AnalysisFinding? Judge(MessagePosted message, ReadOnlySpan<Utterance> utterances, int at)
    {
        var (lane, odds) = Weigh(utterances, at, out var effect, out var second);
        return odds < _leastOdds
            ? null
            : new(message.Message, Math.Round(TextScore.Logistic(odds), 3), lane.Category(), Explanation.Write(_model, message.Content, lane, effect, second), null);
    }

    /// <summary>What a message by itself is worth, however little: for a ranking, and without a sentence about it.</summary>
    internal (ModelLane Lane, double Odds) Weigh(MessagePosted message) => Weigh([Utterance.Of(message, _model)], 0, out _, out _);

    /// <summary>What a message is worth after others, and what each rule about the conversation says of it.</summary>
    internal (ModelLane Lane, double Odds, ContextTest[] Tests) Weigh(MessagePosted message, MessagePosted[] context)
    {
        var utterances = new Utterance[context.Length + 1];
        Read(context, utterances);
        Read([message], utterances.AsSpan(context.Length));
        var (lane, odds) = Weigh(utterances, context.Length, out var effect, out var second);
        return (lane, odds, ContextRules.Test(new(utterances, context.Length, _options), effect, second));
    }

    private void Read(MessagePosted[] messages, Span<Utterance> utterances)
    {
        for (var at = 0; at < messages.Length; at++)
        {
            utterances[at] = Utterance.Of(messages[at], _model);
        }
    }

    private (ModelLane Lane, double Odds) Weigh(ReadOnlySpan<Utterance> utterances, int at, out ContextEffect? effect, out ContextEffect? second)
    {
        var score = utterances[at].Score;
        var lane = score.Strongest;
        var odds = lane <= ModelLane.Threat ? utterances[at].Hostility : score[lane];
        effect = second = null;
        if (lane <= ModelLane.Threat && odds >= AimedAtPerson.Hostile)
        {
            effect = ContextRules.Weigh(new(utterances, at, _options), out second);
            odds += (effect?.Shift ?? 0) + (second?.Shift ?? 0);
        }

        return (lane, odds);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Layer 3 is off, and layer 1 goes on alone: {Problem}")]
    private static partial void LogNoModel(ILogger logger, string problem);
}
