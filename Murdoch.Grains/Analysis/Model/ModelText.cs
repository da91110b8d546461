using System.Buffers;
using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Analysis.Model;

/// <summary>Turns a message into the words that the model knows: normalised, with pictures and mentions as words of their own.</summary>
internal static class ModelText
{
    /// <summary>UTF-16 units of a message that are read. Discord allows 4,000 to those who pay and 2,000 to everybody else.</summary>
    public const int MaxLength = 4_000;

    /// <summary>Characters that <see cref="Write"/> needs at most: a picture becomes four, and every letter may get a space.</summary>
    public const int MaxWords = MaxLength * 8;

    private const int StackLength = 256;

    // Pictures are carried through the normaliser as two letters of a script that it leaves alone. One letter would be joined with its
    // neighbours as a spelled-out word.
    private const char AstralPicture = '\uAC00';
    private const char PlainPicture = '\uBC00';
    private const char PictureEnd = '\uD000';

    /// <summary>A letter of its own for a sign at a word's end, which the normaliser takes for punctuation.</summary>
    private const char BlottedOut = '\uD010';

    /// <param name="words">Room for eight characters per character of the text.</param>
    /// <returns>The characters written: words with one space between them.</returns>
    public static int Write(ReadOnlySpan<char> text, Span<char> words)
    {
        text = text[..Math.Min(text.Length, MaxLength)];
        if (text.Length <= StackLength)
        {
            Span<char> plain = stackalloc char[StackLength * 4];
            Span<TextUnit> units = stackalloc TextUnit[StackLength * 4];
            return WriteMarked(text, plain, units, words);
        }

        var rentedPlain = ArrayPool<char>.Shared.Rent(text.Length * 4);
        var rentedUnits = ArrayPool<TextUnit>.Shared.Rent(text.Length * 4);
        try
        {
            return WriteMarked(text, rentedPlain, rentedUnits, words);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rentedPlain);
            ArrayPool<TextUnit>.Shared.Return(rentedUnits);
        }
    }

    /// <summary>The picture that a word of <see cref="Write"/> stands for, or the word itself.</summary>
    public static string Readable(ReadOnlySpan<char> word)
    {
        if (word.Length != 2 || word[1] != PictureEnd)
        {
            return (word[0] is ModelWords.Spelled or ModelWords.Again ? word[1..] : word).ToString().Replace(BlottedOut, '*');
        }

        return word[0] >= PlainPicture ? ((char)(word[0] - PlainPicture + 0x2000)).ToString() : char.ConvertFromUtf32(word[0] - AstralPicture + 0x1F000);
    }

    private static int WriteMarked(ReadOnlySpan<char> text, Span<char> plain, Span<TextUnit> units, Span<char> words)
    {
        var length = MarkPictures(text, plain);
        ReadOnlySpan<char> marked = plain[..length];
        return ModelWords.Write(marked, TextNormaliser.Read(marked, units, MaskReading.Letters).Units, words);
    }

    private static int MarkPictures(ReadOnlySpan<char> text, Span<char> plain)
    {
        var length = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var unit = text[at];
            if (unit == '<' && MentionLength(text[at..]) is > 0 and var mention)
            {
                // As the data sets write a handle.
                length += Copy(" @user ", plain[length..]);
                at += mention - 1;
            }
            else if (char.IsHighSurrogate(unit) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                var rune = char.ConvertToUtf32(unit, text[++at]);
                length += rune is >= 0x1F000 and <= 0x1FBEF and not (>= 0x1F110 and <= 0x1F1FF)
                    ? Picture((char)(AstralPicture + rune - 0x1F000), plain[length..])
                    : Copy(text.Slice(at - 1, 2), plain[length..]);
            }
            else if (unit is >= '\u2300' and <= '\u23FF' or >= '\u2600' and <= '\u27BF' or >= '\u2B00' and <= '\u2BFF')
            {
                length += Picture((char)(PlainPicture + unit - 0x2000), plain[length..]);
            }
            else
            {
                plain[length++] = unit is '*' or '#' && IsLastLetter(text, at) ? BlottedOut : unit;
            }
        }

        return length;
    }

    /// <summary>A sign in the place of a word's last letter, and not the end of something that is emphasised.</summary>
    private static bool IsLastLetter(ReadOnlySpan<char> text, int at)
    {
        if (at < 2 || !char.IsAsciiLetter(text[at - 1]) || (at + 1 < text.Length && (char.IsLetterOrDigit(text[at + 1]) || text[at + 1] is '*' or '#' or '_')))
        {
            return false;
        }

        var start = at - 1;
        while (start > 0 && at - start < TextFeatures.MaxWord && char.IsAsciiLetter(text[start - 1]))
        {
            start--;
        }

        return at - start > 1 && (start == 0 || char.IsWhiteSpace(text[start - 1])) && !text[..start].Contains('*');
    }

    private static int Picture(char letter, Span<char> plain)
    {
        (plain[0], plain[1], plain[2], plain[3]) = (' ', letter, PictureEnd, ' ');
        return 4;
    }

    private static int Copy(ReadOnlySpan<char> part, Span<char> plain)
    {
        part.CopyTo(plain);
        return part.Length;
    }

    /// <summary>A mention of a user or a role, <c>&lt;@123&gt;</c>, <c>&lt;@!123&gt;</c> or <c>&lt;@&amp;123&gt;</c>.</summary>
    private static int MentionLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 4 || text[1] != '@')
        {
            return 0;
        }

        var end = text[2] is '!' or '&' ? 3 : 2;
        var digits = end;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end > digits && end < text.Length && text[end] == '>' ? end + 1 : 0;
    }
}
