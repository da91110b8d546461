namespace Murdoch.Grains.Messages.Normalisation;

/// <summary>How asterisks and number signs between letters are read.</summary>
internal enum MaskReading
{
    /// <summary>As formatting that is not seen: <c>b**a**d</c>.</summary>
    Markdown,

    /// <summary>As a letter that was blotted out: <c>b*d</c>.</summary>
    Letters,
}

/// <summary>Turns a text into letters in one pass and without allocation: look-alikes, leet, invisible characters, markdown, repeats.</summary>
internal static class TextNormaliser
{
    /// <summary>UTF-16 units of a text that are looked at. Discord allows 4,000 in a message and 6,000 over all embeds of one.</summary>
    public const int MaxLength = 8_192;

    /// <summary>Letters that are blotted out in a row. A bound, since a wall of asterisks would be walked again for each of them.</summary>
    private const int MaxMask = 8;

    /// <param name="units">Room for one unit per character.</param>
    public static NormalisedLetters Read(ReadOnlySpan<char> text, Span<TextUnit> units, MaskReading reading)
    {
        var writer = new UnitWriter(units);
        var isMasked = false;
        for (var at = writer.ReadPlain(text, 0); at < text.Length; at = writer.ReadPlain(text, at + 1))
        {
            var letter = CharacterFold.Fold(text[at]);
            if (char.IsAsciiDigit(letter))
            {
                writer.Digit(letter, at);
            }
            else if (letter != CharacterFold.Nothing)
            {
                at = ReadOther(text, at, letter, ref writer, reading, ref isMasked);
            }
        }

        return new(units[..writer.Count], isMasked, writer.HasDot);
    }

    /// <returns>The position of the last character that was read.</returns>
    private static int ReadOther(ReadOnlySpan<char> text, int at, char sign, ref UnitWriter writer, MaskReading reading, ref bool isMasked)
    {
        switch (sign)
        {
            case '|' when at + 1 < text.Length && text[at + 1] == '|':
                writer.AllowStart();
                return at + 1;
            case '@' or '$' or '!' or '|' when IsLetterAt(text, at + 1) || (sign == '$' && writer.IsInWord):
                writer.Sign(sign switch { '@' => 'a', '$' => 's', _ => '1' }, at);
                return at;
            case '|' or '~' or '`':
                writer.AllowStart();
                return at;
            case '*' or '#' or '_' when writer.IsInWord && (IsLetterAt(text, at + 1) || IsMaskAt(text, at + 1)):
                isMasked = true;
                if (reading == MaskReading.Letters)
                {
                    writer.Mask(at);
                }
                else if (sign == '*')
                {
                    writer.AllowStart();
                }
                else
                {
                    writer.Break(Gap.Soft);
                }

                return at;
            case '*':
                writer.AllowStart();
                return at;
            case '%' when at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]):
                ReadEscape(text, at, ref writer);
                return at + 2;
        }

        if (char.IsHighSurrogate(sign) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
        {
            ReadAstral(char.ConvertToUtf32(sign, text[at + 1]), at, ref writer);
            return at + 1;
        }

        if (char.IsLetter(sign))
        {
            writer.Letter(sign, at, at);
        }
        else
        {
            writer.Break(Gap.Soft);
        }

        return at;
    }

    private static void ReadAstral(int rune, int at, ref UnitWriter writer)
    {
        var letter = CharacterFold.FoldAstral(rune);
        if (letter == '*')
        {
            writer.Break(Gap.Soft);
        }
        else if (char.IsAsciiDigit(letter))
        {
            writer.Digit(letter, at);
        }
        else if (letter != CharacterFold.Nothing)
        {
            writer.Letter(letter, at, at + 1);
        }
    }

    /// <summary>Percent-encoding hides letters and dots of links.</summary>
    private static void ReadEscape(ReadOnlySpan<char> text, int at, ref UnitWriter writer)
    {
        var letter = char.ToLowerInvariant((char)((HexValue(text[at + 1]) << 4) | HexValue(text[at + 2])));
        if (char.IsAsciiLetterLower(letter))
        {
            writer.Letter(letter, at, at + 2);
        }
        else
        {
            writer.Break(letter <= ' ' ? Gap.Hard : Gap.Soft);
        }
    }

    internal static int HexValue(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static bool IsLetterAt(ReadOnlySpan<char> text, int at) => at < text.Length && char.IsLetterOrDigit(CharacterFold.Fold(text[at]));

    private static bool IsMaskAt(ReadOnlySpan<char> text, int at)
    {
        for (var end = Math.Min(text.Length, at + MaxMask); at < end && text[at] is '*' or '#' or '_'; at++)
        {
        }

        return IsLetterAt(text, at);
    }
}

/// <summary>What a text is read as.</summary>
internal readonly ref struct NormalisedLetters(ReadOnlySpan<TextUnit> units, bool isMasked, bool hasDot)
{
    public ReadOnlySpan<TextUnit> Units { get; } = units;

    /// <summary>True when the text has signs between letters that the other reading would see as letters.</summary>
    public bool IsMasked { get; } = isMasked;

    /// <summary>False when the text has nothing that could be the dot of a host's name.</summary>
    public bool HasDot { get; } = hasDot;
}
