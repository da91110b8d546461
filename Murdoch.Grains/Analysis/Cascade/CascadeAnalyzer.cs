using Murdoch.Grains.Analysis.Model;
using Murdoch.Grains.Interfaces.Analysis;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Analysis.Cascade;

/// <summary>The embedded model in front of an analyser outside: what is clear it settles, what is not goes on with its context.</summary>
/// <remarks>
/// It cannot read a guild's own rules. Where there are any, nothing is clearly benign, and only what is clearly violating is settled here.
/// </remarks>
internal sealed class CascadeAnalyzer(IMessageAnalyzer outside, CascadeOptions options, EmbeddedAnalyzerOptions embedded, TextModel model) : IMessageAnalyzer
{
    private readonly EmbeddedAnalyzer _embedded = new(new() { ContextMessages = embedded.ContextMessages, ContextSeconds = embedded.ContextSeconds, MinSeverity = options.Low }, model);

    public string Name => outside.Name;
    public bool IsEnabled => true;

    public async Task<AnalysisFinding[]> Analyse(AnalysisRequest request, CancellationToken cancellationToken)
    {
        var scored = await _embedded.Analyse(request, cancellationToken);
        var (unclear, settled) = Divide(request, scored);
        AnalysisFinding[] clear = [.. scored.Where(finding => finding.Severity >= options.High)];
        if (unclear.Length == 0)
        {
            Count(settled.Length, clear.Length);
            return clear;
        }
        var context = Context(request, unclear, settled);
        var found = await outside.Analyse(request with { Messages = unclear, Context = context }, cancellationToken);
        // Only now: a flush that fails comes again, and is settled again.
        Count(settled.Length, clear.Length);
        return [.. clear, .. found];
    }

    private (MessagePosted[] Unclear, MessagePosted[] Settled) Divide(AnalysisRequest request, AnalysisFinding[] scored)
    {
        // The same message may be there twice, before an edit and after it: it is as clear as its worse half.
        var severities = scored.GroupBy(finding => finding.Message).ToDictionary(group => group.Key, group => group.Max(finding => finding.Severity));
        var readsAll = string.IsNullOrWhiteSpace(request.Rules);
        bool IsUnclear(MessagePosted message) => severities.TryGetValue(message.Message, out var severity) ? severity < options.High : !readsAll;
        return ([.. request.Messages.Where(IsUnclear)], [.. request.Messages.Where(message => !IsUnclear(message))]);
    }

    private MessagePosted[] Context(AnalysisRequest request, MessagePosted[] unclear, MessagePosted[] settled)
    {
        var channels = unclear.Select(message => message.Channel).ToHashSet();
        return [.. request.Context.Concat(settled).Where(message => channels.Contains(message.Channel))
            .GroupBy(message => message.Channel).SelectMany(group => group.OrderBy(message => message.Message.Value).TakeLast(embedded.ContextMessages))
            .OrderBy(message => message.Message.Value)];
    }

    private static void Count(int settled, int violating)
    {
        AnalysisMetrics.Settle("benign", Math.Max(0, settled - violating));
        AnalysisMetrics.Settle("violating", violating);
    }
}
