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

/// <summary>A letter of a normalised text, equal neighbours squeezed into one.</summary>
/// <remarks>
/// Eight bytes, written at once: from the lowest bit, where in the text the run's first and last character stand (16 each), the letter (16), how
/// often it stands there (7), whether a digit or sign stands for it (1), its column in a <see cref="Lists.WordMatcher"/> (5), and the boundary
/// before it (3, each of which implies those below: a word may start, there is a gap, the gap is white space).
/// </remarks>
internal readonly struct TextUnit(ulong bits)
{
    internal const ulong LetterBits = 0xFFFFUL << LetterShift;
    internal const ulong OneRun = 1UL << RunShift;
    internal const ulong LeetBit = 1UL << 55;
    internal const ulong StartBit = 1UL << 61;
    internal const ulong GapBit = 1UL << 62;
    internal const ulong HardBit = 1UL << 63;
    internal const ulong Start = StartBit;
    internal const ulong Soft = StartBit | GapBit;
    internal const ulong Hard = StartBit | GapBit | HardBit;

    private const int LetterShift = 32;
    private const int RunShift = 48;
    private const int ColumnShift = 56;
    private const ulong LastBits = 0xFFFF_0000UL;
    private const int MaxRun = 127;

    /// <summary>A lower-case letter; '1' for what may be i or l, '*' for a masked letter.</summary>
    public char Letter => (char)(bits >> LetterShift);

    /// <summary>Where in the text the first and the last character of the run stand.</summary>
    public int First => (ushort)bits;
    public int Last => (ushort)(bits >> 16);

    /// <summary>How often the letter stands here, 127 at most.</summary>
    public int Run => (int)(bits >> RunShift) & MaxRun;

    public int Column => (int)(bits >> ColumnShift) & 31;
    public Gap Gap => (Gap)System.Numerics.BitOperations.PopCount(bits & (GapBit | HardBit));

    /// <summary>A word may begin here, and the one before may end.</summary>
    public bool CanStart => (bits & StartBit) != 0;

    /// <summary>1 where a word may begin, else 0: for where a branch would be foretold wrongly.</summary>
    public ulong StartMark => (bits >> 61) & 1;

    /// <summary>A digit or sign that stands for a letter.</summary>
    public bool IsLeet => (bits & LeetBit) != 0;

    internal ulong Bits => bits;

    /// <summary>The letter once, at position 0 and without a boundary.</summary>
    internal static ulong Of(char letter) => ((ulong)letter << LetterShift) | OneRun | ((ulong)Lists.WordMatcher.Column(letter) << ColumnShift);

    /// <summary>The same unit with one more of its letter.</summary>
    internal static ulong Repeat(ulong bits, int last) =>
        ((bits & ~LastBits) | ((ulong)last << 16)) + (((bits >> RunShift) & MaxRun) < MaxRun ? OneRun : 0);

    /// <summary>Gaps between the letters from <paramref name="start"/> to <paramref name="end"/>, and how many of them are white space.</summary>
    public static (int All, int Hard) CountGaps(ReadOnlySpan<TextUnit> units, int start, int end)
    {
        var (all, hard) = (0, 0);
        foreach (var unit in units[(start + 1)..(end + 1)])
        {
            all += unit.Gap != Gap.None ? 1 : 0;
            hard += unit.Gap == Gap.Hard ? 1 : 0;
        }

        return (all, hard);
    }

    public static int CountLeets(ReadOnlySpan<TextUnit> units, int start, int end)
    {
        var leets = 0;
        foreach (var unit in units[start..(end + 1)])
        {
            leets += unit.IsLeet ? 1 : 0;
        }

        return leets;
    }
}
