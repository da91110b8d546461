namespace Murdoch.Grains.Messages.Normalisation;

/// <summary>Writes a normalised text as characters, which is what regular expressions match.</summary>
internal static class NormalisedText
{
    /// <summary>Character for character: lower case, look-alikes as Latin letters, nothing invisible; signs stay.</summary>
    /// <returns>The characters written, no more than the text has.</returns>
    public static int WriteFolded(ReadOnlySpan<char> text, Span<char> target)
    {
        var length = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var letter = CharacterFold.Fold(text[at]);
            if (char.IsHighSurrogate(letter) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                letter = CharacterFold.FoldAstral(char.ConvertToUtf32(letter, text[++at]));
            }

            if (letter != CharacterFold.Nothing)
            {
                target[length++] = letter;
            }
        }

        return length;
    }

    /// <summary>Words with one space between them: leet read as letters, repeats of a letter cut to two, spelled-out words joined.</summary>
    /// <returns>The characters written, no more than twice as many as the text has.</returns>
    public static int WriteWords(ReadOnlySpan<char> text, ReadOnlySpan<TextUnit> units, Span<char> target)
    {
        var length = 0;
        var wasSingle = false;
        for (var start = 0; start < units.Length;)
        {
            var end = start + 1;
            var isNumber = units[start].IsLeet;
            for (; end < units.Length && units[end].Gap == Gap.None; end++)
            {
                isNumber &= units[end].IsLeet;
            }

            var isSingle = end - start == 1 && units[start].Run == 1;
            if (start > 0 && !(isSingle && wasSingle))
            {
                target[length++] = ' ';
            }

            length += isNumber ? CopyNumber(text, units[start..end], target[length..]) : CopyWord(units[start..end], target[length..]);
            (wasSingle, start) = (isSingle, end);
        }

        return length;
    }

    internal static int CopyWord(ReadOnlySpan<TextUnit> word, Span<char> target)
    {
        var length = 0;
        foreach (ref readonly var unit in word)
        {
            var letter = unit.Letter == '1' ? 'i' : unit.Letter;
            target[length++] = letter;
            if (unit.Run > 1)
            {
                target[length++] = letter;
            }
        }

        return length;
    }

    internal static int CopyNumber(ReadOnlySpan<char> text, ReadOnlySpan<TextUnit> number, Span<char> target)
    {
        var length = 0;
        for (var at = number[0].First; at <= number[^1].Last; at++)
        {
            if (CharacterFold.Fold(text[at]) is var digit && char.IsAsciiDigit(digit))
            {
                target[length++] = digit;
            }
        }

        return length;
    }
}
