using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Lists;
using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>Invites to other guilds, disguised ones too: <c>discord . gg / abc</c>, <c>discord(dot)gg/abc</c>.</summary>
/// <remarks>The automaton finds the letters of an invite's host; here it is judged whether what stands between and behind them makes an address.</remarks>
internal static class InviteFilter
{
    public const string Rule = "invite";
    private const double Severity = 0.6;

    /// <summary>Discord's codes have 7 to 10 characters, vanity codes 2 to 32.</summary>
    private const int MinCode = 2;
    private const int MaxCode = 32;

    /// <summary>Letters and a digit that follow a host without a slash are taken for a code from this length on.</summary>
    private const int MinBareCode = 6;

    private const int MaxBlanks = 3;

    public static FilterMatch? Check(ReadOnlySpan<char> text, ReadOnlySpan<TextUnit> units, ListEntry entry, int start, int end, GuildPatterns guild, FilterTrace? trace)
    {
        Span<char> code = stackalloc char[MaxCode];
        var length = ReadCode(text, units, entry, start, end, code);
        return length >= MinCode ? Judge(code[..length], guild, trace) : null;
    }

    /// <summary>Looks for an address without its name, as in <c>join .gg/abc</c>.</summary>
    public static FilterMatch? CheckBare(ReadOnlySpan<char> text, int dot, GuildPatterns guild, FilterTrace? trace)
    {
        if (!text[dot..].StartsWith(".gg/", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        Span<char> code = stackalloc char[MaxCode];
        var length = CopyCode(text, dot + 4, isSpaced: false, code);
        return length >= MinCode ? Judge(code[..length], guild, trace) : null;
    }

    private static FilterMatch? Judge(ReadOnlySpan<char> code, GuildPatterns guild, FilterTrace? trace)
    {
        if (!guild.AllowsInvite(code))
        {
            return new(Rule, ViolationCategory.Invite, Severity, "An invite to another guild that is not on the allow-list.", code.ToString());
        }

        trace?.Spare(Rule, code.ToString(), "The guild allows this invite.");
        return null;
    }

    private static int ReadCode(ReadOnlySpan<char> text, ReadOnlySpan<TextUnit> units, ListEntry entry, int start, int end, Span<char> code)
    {
        var after = units[end].Last + 1;
        var host = text[units[start].First..after];
        var hasDot = Has(host, ".,", "dot", "punkt");
        if (IsInWord(text, after) || (entry.Source.Contains('/', StringComparison.Ordinal) && !Has(host, "/\\", "slash")))
        {
            return 0;
        }

        var isSpaced = TextUnit.CountGaps(units, start, end).Hard >= 5;
        var at = SkipBlanks(text, after);
        var slash = SlashLength(text, at);
        if (slash > 0)
        {
            // Without a dot, the slash must be right there: "discord gg/abc" is an address, "discord gg / lol" is chat.
            var isLoose = at > after || slash > 3 || host.Contains(' ');
            return hasDot || at == after ? CopyCode(text, SkipSlashes(text, at + slash, isLoose), isSpaced, code) : 0;
        }

        if (!hasDot || at == after || host.Contains(' '))
        {
            return 0;
        }

        var bare = CopyCode(text, at, isSpaced: false, code);
        return bare >= MinBareCode && code[..bare].ContainsAnyInRange('0', '9') && code[..bare].ContainsAnyExceptInRange('0', '9') ? bare : 0;
    }

    private static bool IsInWord(ReadOnlySpan<char> text, int at) => at < text.Length && char.IsAsciiLetterOrDigit(CharacterFold.Fold(text[at]));

    private static bool Has(ReadOnlySpan<char> text, ReadOnlySpan<char> signs, params ReadOnlySpan<string> words)
    {
        foreach (var character in text)
        {
            if (signs.Contains(CharacterFold.Fold(character)))
            {
                return true;
            }
        }

        foreach (var word in words)
        {
            if (text.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return text.Contains("%2e", StringComparison.OrdinalIgnoreCase) || text.Contains("%2f", StringComparison.OrdinalIgnoreCase);
    }

    private static int SkipBlanks(ReadOnlySpan<char> text, int at)
    {
        for (var end = Math.Min(text.Length, at + MaxBlanks); at < end && (CharacterFold.Fold(text[at]) is ' ' or '\0' or '*' or '|' or '`' or ')' or ']'); at++)
        {
        }

        return at;
    }

    private static int SlashLength(ReadOnlySpan<char> text, int at)
    {
        if (at >= text.Length)
        {
            return 0;
        }

        var rest = text[at..];
        if (CharacterFold.Fold(rest[0]) is '/' or '\\')
        {
            return 1;
        }

        if (rest.StartsWith("%2f", StringComparison.OrdinalIgnoreCase))
        {
            return 3;
        }

        return rest.StartsWith("slash", StringComparison.OrdinalIgnoreCase) ? 5
            : rest.StartsWith("(slash)", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("[slash]", StringComparison.OrdinalIgnoreCase) ? 7
            : rest.StartsWith("(/)", StringComparison.Ordinal) || rest.StartsWith("[/]", StringComparison.Ordinal) ? 3
            : 0;
    }

    /// <param name="isLoose">True when the address was written with blanks before, so that one may stand before the code, too.</param>
    private static int SkipSlashes(ReadOnlySpan<char> text, int at, bool isLoose)
    {
        at = isLoose ? SkipBlanks(text, at) : at;
        for (var end = Math.Min(text.Length, at + MaxBlanks); at < end && text[at] is '/' or '\\'; at++)
        {
        }

        return text[at..].StartsWith("invite/", StringComparison.OrdinalIgnoreCase) ? at + "invite/".Length : at;
    }

    private static int CopyCode(ReadOnlySpan<char> text, int at, bool isSpaced, Span<char> code)
    {
        var length = 0;
        for (; at < text.Length && length < code.Length; at++)
        {
            var character = text[at] is >= '！' and <= '～' ? (char)(text[at] - '！' + '!') : text[at];
            if (char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
            {
                code[length++] = character;
            }
            else if (CharacterFold.Fold(character) != CharacterFold.Nothing && !(isSpaced && character == ' '))
            {
                break;
            }
        }

        return length;
    }
}
