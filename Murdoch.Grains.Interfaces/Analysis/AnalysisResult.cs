using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Interfaces.Analysis;

/// <summary>What the analyser says of one flushed buffer.</summary>
/// <param name="Flush">The guild's number of the flush.</param>
/// <param name="Failed">True: nothing was analysed; the guild keeps the messages and tries again later.</param>
/// <param name="Findings">Only messages of that buffer, at most one finding each.</param>
[GenerateSerializer, Immutable, Alias("analysis-result")]
public sealed record AnalysisResult([property: Id(0)] long Flush, [property: Id(1)] bool Failed, [property: Id(2)] AnalysisFinding[] Findings);

/// <param name="Severity">0 to 1.</param>
/// <param name="RuleCited">Which of the guild's own rules it breaks; null when none was named.</param>
[GenerateSerializer, Immutable, Alias("analysis-finding")]
public sealed record AnalysisFinding(
    [property: Id(0)] MessageId Message,
    [property: Id(1)] double Severity,
    [property: Id(2)] ViolationCategory Category,
    [property: Id(3)] string Reason,
    [property: Id(4)] string? RuleCited);
