namespace Murdoch.Grains.Messages.Normalisation;

/// <summary>What stands between a letter and the one before it.</summary>
internal enum Gap : byte
{
    None = 0,

    /// <summary>Punctuation or a picture, as in <c>b.a.d</c>.</summary>
    Soft = 1,

    /// <summary>White space.</summary>
    Hard = 2,
}

[Flags]
internal enum UnitTraits : byte
{
    None = 0,

    /// <summary>A word may begin here, and the one before may end.</summary>
    CanStart = 1,

    /// <summary>A digit or sign that stands for a letter.</summary>
    Leet = 2,
}

/// <summary>A letter of a normalised text, equal neighbours squeezed into one.</summary>
/// <remarks>The counts run from the text's start, so that the number between two letters is a subtraction.</remarks>
internal struct TextUnit
{
    /// <summary>A lower-case letter; '1' for what may be i or l, '*' for a masked letter.</summary>
    public char Letter;

    /// <summary>Where in the text the first and the last character of the run stand.</summary>
    public ushort First;
    public ushort Last;

    /// <summary>Gaps up to here, the one before this letter included.</summary>
    public ushort Gaps;
    public ushort HardGaps;
    public ushort Leets;

    /// <summary>How often the letter stands here, 255 at most.</summary>
    public byte Run;
    public Gap Gap;
    public UnitTraits Traits;

    public readonly bool CanStart => (Traits & UnitTraits.CanStart) != 0;
    public readonly bool IsLeet => (Traits & UnitTraits.Leet) != 0;
}
