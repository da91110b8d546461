using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Interfaces.Explanations;

/// <summary>What moderation makes of a message, and why: each rule, what it was asked of, and whom the guild leaves alone.</summary>
/// <remarks>An answer to a question: nothing was counted, recorded or done. It holds what the message says, so it is for moderators only.</remarks>
/// <param name="Texts">All that was read, the content first.</param>
/// <param name="Rules">Every rule of layers 1 and 3, the one that decided first, then by severity.</param>
/// <param name="Exemptions">Empty where there is no guild to ask.</param>
/// <param name="Opinion">The built-in model's, whoever is asked in service; null where there is no layer 3.</param>
[GenerateSerializer, Immutable, Alias("message-explanation")]
public sealed record MessageExplanation(
    [property: Id(0)] ExplainedVerdict Verdict,
    [property: Id(1)] ExplainedText[] Texts,
    [property: Id(2)] RuleReport[] Rules,
    [property: Id(3)] ExemptionTest[] Exemptions,
    [property: Id(4)] ModelOpinion? Opinion);

/// <param name="Rule">Null: no rule found anything that counts.</param>
/// <param name="Severity">0 to 1.</param>
/// <param name="Removes">Whether a message like this one is removed.</param>
/// <param name="Sanctions">Whether its author goes up the ladder.</param>
/// <param name="Why">A sentence.</param>
[GenerateSerializer, Immutable, Alias("explained-verdict")]
public sealed record ExplainedVerdict(
    [property: Id(0)] string? Rule,
    [property: Id(1)] DetectionLayer? Layer,
    [property: Id(2)] ViolationCategory Category,
    [property: Id(3)] double Severity,
    [property: Id(4)] bool Removes,
    [property: Id(5)] bool Sanctions,
    [property: Id(6)] string Why);

/// <param name="Kind">Null for the content.</param>
/// <param name="Text">As it was written, as far as it is read.</param>
/// <param name="Normalised">The words that the rules see: look-alikes, leet, invisible characters and markdown undone.</param>
[GenerateSerializer, Immutable, Alias("explained-text")]
public sealed record ExplainedText([property: Id(0)] MessageTextKind? Kind, [property: Id(1)] string Text, [property: Id(2)] string Normalised);

/// <summary>Whom moderation leaves alone, and whether that is so here.</summary>
[GenerateSerializer, Immutable, Alias("exemption-test")]
public sealed record ExemptionTest([property: Id(0)] string Name, [property: Id(1)] bool Applies);

/// <param name="Rule">Its permanent name, such as <c>listed-word</c>.</param>
/// <param name="Why">What it found, or why it found nothing: a sentence.</param>
/// <param name="Severity">0 where nothing was found.</param>
/// <param name="Matched">The list entry, pattern, host or code; null where nothing was found.</param>
/// <param name="Place">Null where no part of the text decided by itself.</param>
[GenerateSerializer, Immutable, Alias("rule-report")]
public sealed record RuleReport(
    [property: Id(0)] string Rule,
    [property: Id(1)] DetectionLayer Layer,
    [property: Id(2)] RuleOutcome Outcome,
    [property: Id(3)] string Why,
    [property: Id(4)] ViolationCategory Category = ViolationCategory.None,
    [property: Id(5)] double Severity = 0,
    [property: Id(6)] string? Matched = null,
    [property: Id(7)] TextPlace? Place = null);

[GenerateSerializer, Alias("rule-outcome")]
public enum RuleOutcome
{
    /// <summary>It found the most severe thing, and the verdict is its.</summary>
    Decided = 0,

    /// <summary>It found something, and another rule found worse or found it first.</summary>
    Outweighed = 1,

    /// <summary>It would have found something that a list of allowed things, or an innocent meaning, spares.</summary>
    Spared = 2,
    FoundNothing = 3,

    /// <summary>The guild has switched it off.</summary>
    Off = 4,

    /// <summary>It looks at many messages, and one text says nothing to it.</summary>
    NotAsked = 5,
}

/// <summary>Where a rule found what it found.</summary>
/// <param name="Text">Index of the text in <see cref="MessageExplanation.Texts"/>.</param>
/// <param name="Start">First UTF-16 unit in the text as it was written.</param>
/// <param name="Length">UTF-16 units.</param>
/// <param name="Original">These units.</param>
/// <param name="Normalised">What they read like to the rule.</param>
[GenerateSerializer, Immutable, Alias("text-place")]
public sealed record TextPlace(
    [property: Id(0)] int Text,
    [property: Id(1)] int Start,
    [property: Id(2)] int Length,
    [property: Id(3)] string Original,
    [property: Id(4)] string Normalised);
