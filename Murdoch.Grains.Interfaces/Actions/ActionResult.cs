using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Interfaces.Actions;

/// <summary>How one action of a violation ended.</summary>
/// <param name="Sanction">False: this is about what was written, a message or a name; true: about the member.</param>
/// <param name="Kind">What was done in the end; the ladder decides it after the guild put the action into its outbox.</param>
/// <param name="Detail">Why it was refused or failed, in a sentence; null when it was done.</param>
[GenerateSerializer, Immutable, Alias("action-result")]
public sealed record ActionResult(
    [property: Id(0)] ViolationId Violation,
    [property: Id(1)] bool Sanction,
    [property: Id(2)] ActionKind Kind,
    [property: Id(3)] int Seconds,
    [property: Id(4)] ActionOutcome Outcome,
    [property: Id(5)] string? Detail,
    [property: Id(6)] DateTimeOffset At);
