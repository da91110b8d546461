namespace Murdoch.Grains.Interfaces.Feedback;

/// <summary>What is kept of a text in order to know it again without keeping it: hashes, each guild's its own. As long for every text.</summary>
/// <param name="Exact">Of the text as it was written.</param>
/// <param name="Letters">Of its letters and digits alone, look-alikes folded; 0 when it has none, or too many.</param>
/// <param name="Likeness">A SimHash of its letters: it differs in few bits where texts differ in little. Says nothing of very short and very long texts.</param>
/// <param name="Matched">Of the list entry that was found in it; 0 when no list was asked.</param>
/// <param name="Length">Letters and digits.</param>
[GenerateSerializer, Immutable, Alias("text-print")]
public readonly record struct TextPrint(
    [property: Id(0)] UInt128 Exact,
    [property: Id(1)] UInt128 Letters,
    [property: Id(2)] ulong Likeness,
    [property: Id(3)] ulong Matched,
    [property: Id(4)] int Length);
