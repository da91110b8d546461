namespace Murdoch.Grains.Messages.Lists;

internal enum EntryKind : byte
{
    /// <summary>A whole word; its letters may be spelled out one by one.</summary>
    Word,

    /// <summary>Words in a row, with any gaps between them.</summary>
    Phrase,

    /// <summary>The letters of an invite's host; what stands between them is judged by the invite filter.</summary>
    Invite,
}

/// <summary>One spelling of something that is searched for.</summary>
/// <param name="Letters">Without equal neighbours; '*' stands for a letter that was blotted out.</param>
/// <param name="Runs">How often each letter stands in the word.</param>
/// <param name="IsPrefix">True when the word may go on.</param>
/// <param name="Source">The word as the list has it.</param>
internal sealed record ListEntry(string Letters, byte[] Runs, EntryKind Kind, bool IsPrefix, string Source, double Severity)
{
    public bool IsMasked { get; } = Letters.Contains('*', StringComparison.Ordinal);
}
