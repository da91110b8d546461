using System.Numerics;
using System.Runtime.InteropServices;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>A cheap look at how many different words a text has.</summary>
internal static class WordSpread
{
    /// <summary>False when it is sure that the text has fewer words than <paramref name="least"/>, or that they stand less than <paramref name="often"/> times each in the mean.</summary>
    /// <remarks>Words with different first letters are different: the walk ends when enough of those were seen.</remarks>
    public static bool MayRepeat(ReadOnlySpan<char> text, int least, int often)
    {
        // Words are separated by at least one blank, and are two characters apart.
        if (text.Length < (2 * least) - 1 || CountBlanks(text) + 1 is var words && words < least)
        {
            return false;
        }

        var enough = words / often;
        var firstLetters = 1U << (text[0] & 31);
        while (text.IndexOf(' ') is >= 0 and var blank && blank + 1 < text.Length)
        {
            text = text[(blank + 1)..];
            if (char.IsAsciiLetter(text[0]))
            {
                firstLetters |= 1U << (text[0] & 31);
                if (BitOperations.PopCount(firstLetters) - 1 > enough)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>White space and control characters of ASCII.</summary>
    private static int CountBlanks(ReadOnlySpan<char> text)
    {
        var units = MemoryMarshal.Cast<char, ushort>(text);
        var blanks = 0;
        var sums = Vector<ushort>.Zero;
        for (; units.Length >= Vector<ushort>.Count; units = units[Vector<ushort>.Count..])
        {
            sums -= Vector.LessThanOrEqual(new Vector<ushort>(units), new Vector<ushort>(' '));
        }

        blanks += Vector.Sum(sums);
        foreach (var unit in units)
        {
            blanks += unit <= ' ' ? 1 : 0;
        }

        return blanks;
    }
}
