using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Analysis.Model;

/// <summary>Writes normalised letters as the words that the model knows, with a mark before those that have a second reading.</summary>
internal static class ModelWords
{
    /// <summary>Before a word that was written letter by letter: it may be several words.</summary>
    public const char Spelled = '\uD001';

    /// <summary>Before a word that is another reading of the one before: its stretched letters once.</summary>
    public const char Again = '\uD002';

    /// <summary>Letters from which on single ones in a row are taken for a spelled word; fewer are initials and <c>u r</c>.</summary>
    private const int ShortestSpelled = 3;

    /// <summary>How often a letter stands in a row that no word has so.</summary>
    private const int Stretched = 3;

    /// <returns>The characters written: words with one space between them.</returns>
    public static int Write(ReadOnlySpan<char> text, ReadOnlySpan<TextUnit> units, Span<char> target)
    {
        var length = 0;
        for (var start = 0; start < units.Length;)
        {
            if (length > 0)
            {
                target[length++] = ' ';
            }

            var end = EndOfSpelled(units, start);
            if (end - start > 1)
            {
                if (end - start >= ShortestSpelled)
                {
                    target[length++] = Spelled;
                }

                length += CopyOnce(units[start..end], target[length..]);
            }
            else
            {
                end = EndOfWord(units, start);
                length += CopyWord(text, units[start..end], target[length..]);
            }

            start = end;
        }

        return length;
    }

    private static int EndOfWord(ReadOnlySpan<TextUnit> units, int start)
    {
        var end = start + 1;
        while (end < units.Length && units[end].Gap == Gap.None)
        {
            end++;
        }

        return end;
    }

    /// <summary>Where a row of single letters ends; <paramref name="start"/> itself when there is none.</summary>
    private static int EndOfSpelled(ReadOnlySpan<TextUnit> units, int start)
    {
        var end = start;
        while (end < units.Length && units[end].Run == 1 && (end + 1 == units.Length || units[end + 1].Gap != Gap.None))
        {
            end++;
        }

        return end;
    }

    private static int CopyWord(ReadOnlySpan<char> text, ReadOnlySpan<TextUnit> word, Span<char> target)
    {
        var (isNumber, isStretched) = (true, false);
        foreach (ref readonly var unit in word)
        {
            isNumber &= unit.IsLeet && !HasLetter(text[unit.First..(unit.Last + 1)]);
            isStretched |= unit.Run >= Stretched;
        }

        if (isNumber)
        {
            return NormalisedText.CopyNumber(text, word, target);
        }

        var length = NormalisedText.CopyWord(word, target);
        if (isStretched && word.Length > 1)
        {
            (target[length], target[length + 1]) = (' ', Again);
            length += 2;
            length += CopyOnce(word, target[length..]);
        }

        return length;
    }

    private static int CopyOnce(ReadOnlySpan<TextUnit> word, Span<char> target)
    {
        for (var at = 0; at < word.Length; at++)
        {
            target[at] = word[at].Letter == '1' ? 'i' : word[at].Letter;
        }

        return word.Length;
    }

    private static bool HasLetter(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (char.IsAsciiLetter(character))
            {
                return true;
            }
        }

        return false;
    }
}
