using System.Text.RegularExpressions;

namespace Murdoch.Grains.Messages.Normalisation;

/// <summary>Leads from a place in a normalised text back to the text as it was written. For explanations: it normalises beginnings of the text again and again.</summary>
internal static class NormalisedPlace
{
    /// <summary>Where the regular expression's first match stands in the text.</summary>
    /// <param name="folded">What <see cref="NormalisedText.WriteFolded"/> wrote.</param>
    /// <param name="words">What <see cref="NormalisedText.WriteWords"/> wrote; empty when it is not looked at.</param>
    public static (int Start, int Length) Find(Regex regex, ReadOnlySpan<char> text, ReadOnlySpan<char> folded, ReadOnlySpan<char> words, ReadOnlySpan<TextUnit> units)
    {
        foreach (var match in regex.EnumerateMatches(folded))
        {
            var first = Shortest(text.Length, match.Index + 1, text, units, static (length, text, _, target) => NormalisedText.WriteFolded(text[..length], target));
            var last = Shortest(text.Length, match.Index + match.Length, text, units, static (length, text, _, target) => NormalisedText.WriteFolded(text[..length], target));
            return (first - 1, last - first + 1);
        }

        foreach (var match in regex.EnumerateMatches(words))
        {
            var first = Shortest(units.Length, match.Index + 1, text, units, static (count, text, units, target) => NormalisedText.WriteWords(text, units[..count], target));
            var last = Shortest(units.Length, match.Index + match.Length, text, units, static (count, text, units, target) => NormalisedText.WriteWords(text, units[..count], target));
            return first == 0 ? (0, 0) : (units[first - 1].First, units[last - 1].Last + 1 - units[first - 1].First);
        }

        return (0, 0);
    }

    private delegate int Writer(int length, ReadOnlySpan<char> text, ReadOnlySpan<TextUnit> units, Span<char> target);

    /// <returns>How much has to be read at least to write so many characters, as far as there is so much.</returns>
    private static int Shortest(int all, int characters, ReadOnlySpan<char> text, ReadOnlySpan<TextUnit> units, Writer write)
    {
        var target = new char[(text.Length * 3) + 2];
        var (low, high) = (0, all);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = write(middle, text, units, target) >= characters ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
