using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>Whether letters in a row are an entry, or belong to innocent words (the Scunthorpe problem).</summary>
/// <remarks>A fixed number of steps per letter of the entry.</remarks>
internal static class EntryRule
{
    /// <summary>Letters from which on a word is still seen with punctuation between some of its letters only.</summary>
    private const int LongWord = 5;

    /// <summary>Letters that English hardly ever doubles: two of them are as telling as three of another.</summary>
    private const string RarelyDoubled = "ahijkquvwxy";

    public static bool IsFound(ListEntry entry, ReadOnlySpan<TextUnit> units, int start, int end)
    {
        if (!units[start].CanStart || !HasLetters(entry, units, start))
        {
            return false;
        }

        return entry.Kind switch
        {
            EntryKind.Word => EndsWell(entry, units, end) && HasHonestLetters(units, start, end) && IsSpelledAsOne(units, start, end),
            EntryKind.Phrase => EndsWell(entry, units, end),
            _ => true,
        };
    }

    private static bool EndsWell(ListEntry entry, ReadOnlySpan<TextUnit> units, int end) =>
        entry.IsPrefix || end + 1 == units.Length || units[end + 1].CanStart;

    private static bool HasLetters(ListEntry entry, ReadOnlySpan<TextUnit> units, int start)
    {
        for (var i = 0; i < entry.Letters.Length; i++)
        {
            ref readonly var unit = ref units[start + i];
            var letter = entry.Letters[i];
            if ((unit.Letter != letter && !(unit.Letter == '1' && letter is 'i' or 'l')) || !HasRun(unit.Run, letter, entry, i))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Two letters may be a word's own spelling (<c>niger</c> is a country); three are always a stretch of one.</summary>
    private static bool HasRun(int run, char letter, ListEntry entry, int index) =>
        letter == '*'
            ? run == entry.Runs[index]
            : run == entry.Runs[index] || run > 2 || (run == 2 && RarelyDoubled.Contains(letter, StringComparison.Ordinal));

    /// <summary>Digits and signs alone are a number; two letters at least must be letters.</summary>
    private static bool HasHonestLetters(ReadOnlySpan<TextUnit> units, int start, int end) =>
        TextUnit.CountLeets(units, start, end) <= end - start + 1 - 2;

    private static bool IsSpelledAsOne(ReadOnlySpan<TextUnit> units, int start, int end)
    {
        var letters = end - start + 1;
        var (gaps, hardGaps) = TextUnit.CountGaps(units, start, end);
        if (gaps == 0)
        {
            return true;
        }

        if (gaps != letters - 1)
        {
            return hardGaps == 0 && letters >= LongWord;
        }

        return letters > (hardGaps > 0 ? 3 : 2) && (letters > LongWord || !IsPartOfMoreSingleLetters(units, start, end));
    }

    /// <summary>Spaced letters before or after belong to the same word: <c>s p i c e</c> is spice. An <c>a</c> or <c>i</c> before may be a word.</summary>
    private static bool IsPartOfMoreSingleLetters(ReadOnlySpan<TextUnit> units, int start, int end)
    {
        if (end + 1 < units.Length && IsSingle(units, end + 1))
        {
            return true;
        }

        return start > 0 && IsSingle(units, start - 1) && (units[start - 1].Letter is not ('a' or 'i') || (start > 1 && IsSingle(units, start - 2)));
    }

    private static bool IsSingle(ReadOnlySpan<TextUnit> units, int at) =>
        units[at].Gap != Gap.None && (at + 1 == units.Length || units[at + 1].Gap != Gap.None);
}
