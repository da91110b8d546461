using System.Globalization;
using System.Text;

namespace Murdoch.Grains.Analysis.Prompts;

/// <summary>Strangers' words as a JSON string that cannot end early, and an analyser's words as a line that does nothing.</summary>
internal static class PromptText
{
    /// <summary>
    /// Writes a text in quotes. No line ends within it, no marker or tag begins in it, and what readers do not see is written out as its code:
    /// a delimiter that somebody guesses stays a text about a delimiter.
    /// </summary>
    public static void AppendQuoted(StringBuilder to, ReadOnlySpan<char> text)
    {
        to.Append('"');
        foreach (var rune in text.EnumerateRunes())
        {
            // Tags and variation selectors beyond the first plane: letters that only a machine reads.
            if (rune.Value is >= 0xE0000 and <= 0xE0FFF) continue;
            if (rune.Value is '"' or '\\') to.Append('\\').Append((char)rune.Value);
            else if (rune.Value is '<' or '>' || (rune.IsBmp && rune.Value != ZeroWidthJoiner && IsUnseen(rune))) to.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else to.Append(rune.ToString());
        }
        to.Append('"');
    }

    /// <summary>What an analyser wrote, fit for a record, a notice and a log: one line, nothing that mentions, links or formats.</summary>
    /// <param name="limit">Characters that are kept.</param>
    public static string Plain(string text, int limit)
    {
        var plain = new StringBuilder(Math.Min(text.Length, limit));
        foreach (var rune in text.EnumerateRunes())
        {
            if (plain.Length >= limit) break;
            if (rune.Value is '<' or '>' or '@' or '`' or '*' or '_' or '~' or '|' or '[' or ']' or '#' or '\\') continue;
            if (rune.Value == '/' && plain.Length > 0 && plain[^1] is '/' or ':') continue;
            if (rune.Value >= 0xE0000 || (IsUnseen(rune) && !Rune.IsWhiteSpace(rune))) continue;
            if (!Rune.IsWhiteSpace(rune)) plain.Append(rune.ToString());
            else if (plain.Length > 0 && plain[^1] != ' ') plain.Append(' ');
        }
        return plain.ToString().TrimEnd();
    }

    // Emoji of several people and of professions are held together by it.
    private const int ZeroWidthJoiner = 0x200D;

    private static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
}
