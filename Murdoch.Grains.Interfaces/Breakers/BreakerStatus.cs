namespace Murdoch.Grains.Interfaces.Breakers;

/// <summary>A rule, or a moderator, that did so much at once that it was stopped.</summary>
/// <param name="Subject">The rule's name, or the moderator's id.</param>
/// <param name="Since">When the first of what it did in that minute was done: a rollback goes back to here.</param>
/// <param name="At">When it was stopped.</param>
/// <param name="Why">In a sentence.</param>
/// <param name="By">Who decided; null while nobody has.</param>
/// <param name="Held">Verdicts that a confirmation carries out.</param>
/// <param name="Number">Names this state of it: buttons carry it, so that one of an earlier state does nothing.</param>
[GenerateSerializer, Immutable, Alias("breaker-status")]
public sealed record BreakerStatus(
    [property: Id(0)] string Subject,
    [property: Id(1)] DateTimeOffset Since,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string Why,
    [property: Id(4)] BreakerStage Stage,
    [property: Id(5)] Members.UserId? By,
    [property: Id(6)] int Held,
    [property: Id(7)] long Number);

[GenerateSerializer, Alias("breaker-stage")]
public enum BreakerStage
{
    /// <summary>Stopped, and nobody has looked yet.</summary>
    Open = 0,

    /// <summary>It was right, and goes on.</summary>
    Confirmed = 1,

    /// <summary>It was wrong, and stays stopped.</summary>
    RolledBack = 2,
}

/// <summary>What came of a decision.</summary>
/// <param name="IsDone">False: nothing was changed.</param>
/// <param name="Text">In a sentence or two, for moderators.</param>
[GenerateSerializer, Immutable, Alias("breaker-answer")]
public sealed record BreakerAnswer([property: Id(0)] bool IsDone, [property: Id(1)] string Text);
