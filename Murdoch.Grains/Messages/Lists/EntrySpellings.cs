using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>The spellings under which one word is searched for.</summary>
internal static class EntrySpellings
{
    private const string Vowels = "aeiou";

    /// <summary>Letters from which on a word is still known with all but its ends or any one letter blotted out, and with a vowel blotted out.</summary>
    private const int LongEnoughForEnds = 6;
    private const int LongEnoughForMask = 4;

    /// <param name="word">Letters of any script, with spaces between words; a '*' at the end lets the word go on.</param>
    public static IEnumerable<ListEntry> Of(string word, EntryKind kind, double severity)
    {
        var isPrefix = word.EndsWith('*');
        var units = Units(word);
        var letters = Letters(units);
        var spellings = Of(letters, kind).Select(spelling => Squeezed(spelling, kind, isPrefix, word, severity));

        // Words of a phrase that are written apart, and letters that are, are not squeezed: each is a word of its own.
        var apart = new ListEntry(string.Concat(units.Select(unit => unit.Letter)), [.. units.Select(unit => (byte)unit.Run)], kind, isPrefix, word, severity);
        var spelledOut = new ListEntry(letters, OnesFor(letters), kind, isPrefix, word, severity);
        return spellings.Append(apart).Append(spelledOut).DistinctBy(entry => entry.Letters);
    }

    /// <summary>Folded, with repeats, without gaps.</summary>
    public static string Letters(string word) => Letters(Units(word));

    /// <summary>True when the word can be searched for by its letters: no digits, nothing but letters, spaces and what joins words.</summary>
    public static bool IsPlain(ReadOnlySpan<char> pattern)
    {
        var letters = 0;
        foreach (var character in pattern)
        {
            if (char.IsLetter(character))
            {
                letters++;
            }
            else if (character is not (' ' or '-' or '\''))
            {
                return false;
            }
        }

        return letters > 1;
    }

    private static IEnumerable<string> Of(string letters, EntryKind kind)
    {
        yield return letters;
        if (kind != EntryKind.Word || letters.Length < LongEnoughForMask)
        {
            yield break;
        }

        var inner = Enumerable.Range(1, letters.Length - 2).ToArray();
        var vowels = inner.Where(at => Vowels.Contains(letters[at], StringComparison.Ordinal)).ToArray();
        var masks = vowels.Select(at => new[] { at }).Append(vowels);
        if (letters.Length >= LongEnoughForEnds)
        {
            masks = masks.Concat(inner.Select(at => new[] { at })).Append(inner);
        }

        foreach (var mask in masks.Where(mask => mask.Length > 0).Select(mask => Mask(letters, mask)).Distinct())
        {
            yield return mask;
        }
    }

    private static string Mask(string letters, int[] positions)
    {
        var masked = letters.ToCharArray();
        foreach (var position in positions)
        {
            masked[position] = '*';
        }

        return new(masked);
    }

    private static TextUnit[] Units(string word)
    {
        var units = new TextUnit[word.Length];
        return TextNormaliser.Read(word, units, MaskReading.Markdown).Units.ToArray();
    }

    private static string Letters(TextUnit[] units) => string.Concat(units.Select(unit => new string(unit.Letter, unit.Run)));

    private static byte[] OnesFor(string letters) => [.. letters.Select(_ => (byte)1)];

    private static ListEntry Squeezed(string letters, EntryKind kind, bool isPrefix, string source, double severity)
    {
        var squeezed = new List<char>();
        var runs = new List<byte>();
        foreach (var letter in letters)
        {
            if (squeezed.Count > 0 && squeezed[^1] == letter)
            {
                runs[^1]++;
            }
            else
            {
                squeezed.Add(letter);
                runs.Add(1);
            }
        }

        return new(string.Concat(squeezed), [.. runs], kind, isPrefix, source, severity);
    }
}
