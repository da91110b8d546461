namespace Murdoch.Grains.Interfaces.Feedback;

/// <summary>What came of a mark.</summary>
/// <param name="Mark">What the violation is marked as now.</param>
/// <param name="Taught">What is allowed from now on; null when nothing is.</param>
/// <param name="NotTaught">Why a false positive taught nothing, in a sentence; null in all other cases.</param>
[GenerateSerializer, Immutable, Alias("mark-result")]
public sealed record MarkResult(
    [property: Id(0)] MarkOutcome Outcome,
    [property: Id(1)] ViolationMark Mark,
    [property: Id(2)] Allowance? Taught = null,
    [property: Id(3)] string? NotTaught = null);

[GenerateSerializer, Alias("mark-outcome")]
public enum MarkOutcome
{
    Marked = 0,

    /// <summary>It was marked so before.</summary>
    Unchanged = 1,

    /// <summary>This guild has no such violation, or has it no more.</summary>
    UnknownViolation = 2,
}

/// <summary>How often one rule was right in a guild, as far as moderators said so.</summary>
/// <param name="Violations">All that it found, marked or not.</param>
[GenerateSerializer, Immutable, Alias("rule-feedback")]
public sealed record RuleFeedback(
    [property: Id(0)] string Rule,
    [property: Id(1)] long Violations,
    [property: Id(2)] long FalsePositives,
    [property: Id(3)] long Confirmed)
{
    /// <summary>False positives per violation, 0 to 1.</summary>
    public double FalsePositiveRate => Violations == 0 ? 0 : (double)FalsePositives / Violations;
}
