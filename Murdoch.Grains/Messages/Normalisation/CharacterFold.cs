using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Murdoch.Grains.Messages.Lists;

namespace Murdoch.Grains.Messages.Normalisation;

/// <summary>What a single character is read as: a lower-case Latin letter where it looks like one.</summary>
/// <remarks>
/// One table over all UTF-16 units (128 KiB, made once). Not <see cref="string.Normalize()"/>: that allocates, knows no look-alikes, and
/// throws on a lone surrogate.
/// </remarks>
internal static class CharacterFold
{
    /// <summary>Takes no room: combining marks, zero-width and direction characters, variation selectors.</summary>
    public const char Nothing = '\0';

    /// <summary>Any white space.</summary>
    public const char Space = ' ';

    private static readonly char[] Table = MakeTable();
    private static readonly FrozenDictionary<int, char> Astral = MakeAstral();

    /// <summary>The character that <paramref name="unit"/> is read as; <see cref="Nothing"/> and <see cref="Space"/> are special, a surrogate is itself.</summary>
    public static char Fold(char unit) => Table[unit];

    /// <summary>Reads a character outside the basic plane; '*' stands for a picture.</summary>
    public static char FoldAstral(int rune)
    {
        switch (rune)
        {
            // Mathematical alphanumerics: 13 alphabets of 52 letters, Greek in between, digits at the end.
            case >= 0x1D400 and <= 0x1D6A3:
                var letter = (rune - 0x1D400) % 52;
                return (char)('a' + (letter % 26));
            case >= 0x1D6A8 and <= 0x1D7CB:
                return Fold(GreekLetter((rune - 0x1D6A8) % 58));
            case >= 0x1D7CE and <= 0x1D7FF:
                return (char)('0' + ((rune - 0x1D7CE) % 10));
            case >= 0x1F110 and <= 0x1F129:
                return (char)('a' + rune - 0x1F110);
            case >= 0x1F130 and <= 0x1F149:
                return (char)('a' + rune - 0x1F130);
            case >= 0x1F150 and <= 0x1F169:
                return (char)('a' + rune - 0x1F150);
            case >= 0x1F170 and <= 0x1F189:
                return (char)('a' + rune - 0x1F170);
            case >= 0x1F1E6 and <= 0x1F1FF:
                return (char)('a' + rune - 0x1F1E6);
            case >= 0x1FBF0 and <= 0x1FBF9:
                return (char)('0' + rune - 0x1FBF0);
            // Skin tones, tags and further variation selectors.
            case >= 0x1F3FB and <= 0x1F3FF or >= 0xE0000 and <= 0xE0FFF:
                return Nothing;
            default:
                return Astral.TryGetValue(rune, out var lookAlike) ? lookAlike : Rune.IsLetter(new Rune(rune)) ? 'ϗ' : '*';
        }
    }

    /// <summary>Marks that stack on any letter. Those of a script of its own, such as Thai or Hebrew, are ordinary spelling.</summary>
    public static bool IsStackingMark(char unit) =>
        unit is >= '\u0300' and <= '\u036F' or >= '\u0483' and <= '\u0489' or >= '\u1AB0' and <= '\u1AFF' or >= '\u1DC0' and <= '\u1DFF'
            or >= '\u20D0' and <= '\u20FF' or >= '\uFE20' and <= '\uFE2F';

    private static char GreekLetter(int index) => index switch
    {
        < 25 => (char)(0x391 + index),
        25 => '*',
        < 51 => (char)(0x3B1 + index - 26),
        _ => '*',
    };

    private static FrozenDictionary<int, char> MakeAstral() =>
        EmbeddedList.Lines("Normalisation.confusables.txt").SelectMany(line => line[2..].EnumerateRunes(), (line, rune) => (line, rune))
            .Where(pair => !pair.rune.IsBmp).DistinctBy(pair => pair.rune.Value).ToFrozenDictionary(pair => pair.rune.Value, pair => pair.line[0]);

    private static char[] MakeTable()
    {
        var table = new char[char.MaxValue + 1];
        for (var unit = 0; unit < table.Length; unit++)
        {
            table[unit] = FoldByCategory((char)unit);
        }

        for (var unit = 0xFF01; unit <= 0xFF5E; unit++)
        {
            table[unit] = char.ToLowerInvariant((char)(unit - 0xFF01 + '!'));
        }

        foreach (var line in EmbeddedList.Lines("Normalisation.confusables.txt"))
        {
            foreach (var lookAlike in line.AsSpan(2))
            {
                if (!char.IsSurrogate(lookAlike))
                {
                    table[lookAlike] = line[0];
                }
            }
        }

        foreach (var (from, to) in OtherForms)
        {
            table[from] = to;
        }

        return table;
    }

    /// <summary>Punctuation that stands for another: the dots, slashes and colons that links are hidden with.</summary>
    private static (char From, char To)[] OtherForms =>
    [
        ('。', '.'), ('｡', '.'), ('․', '.'), ('‧', '.'), ('∙', '.'), ('⋅', '.'), ('·', '.'), ('•', '.'),
        ('∕', '/'), ('⁄', '/'), ('⧸', '/'), ('╱', '/'), ('：', ':'), ('∶', ':'), ('‐', '-'), ('‑', '-'), ('–', '-'), ('—', '-'), ('−', '-'),
        ('’', '\''), ('‘', '\''), ('¡', '!'), ('ǃ', '!'), ('∗', '*'), ('∣', '|'), ('€', 'e'), ('£', 'l'),
    ];

    private static char FoldByCategory(char unit)
    {
        if (unit is >= '\uFE00' and <= '\uFE0F' or '\u115F' or '\u1160' or '\u3164' or '\uFFA0' or '\u2800')
        {
            return Nothing;
        }

        return CharUnicodeInfo.GetUnicodeCategory(unit) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => Nothing,
            UnicodeCategory.Control => char.IsWhiteSpace(unit) ? Space : Nothing,
            UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => Space,
            UnicodeCategory.DecimalDigitNumber when unit > 127 => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(unit)),
            _ => char.ToLowerInvariant(unit),
        };
    }
}
