using System.Text.RegularExpressions;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>
/// Patterns that people wrote. A plain word means the whole word; everything else is a regular expression on an engine whose time grows
/// with the text and nothing else, so no pattern can be used to stop a guild.
/// </summary>
/// <remarks>https://learn.microsoft.com/dotnet/standard/base-types/regular-expression-options#nonbacktracking-mode</remarks>
internal sealed class PatternSet
{
    public const int MaxPatterns = 500;
    public const int MaxLength = 500;

    /// <summary>Automaton states of a single expression. Counted repeats multiply them, and with them memory.</summary>
    private static readonly string[] Unsupported = ["(?=", "(?!", "(?<=", "(?<!", "(?>", "(?("];
    private readonly Regex[] _expressions;
    private readonly WordList _words;

    private PatternSet(Regex[] expressions, WordList words) => (_expressions, _words) = (expressions, words);

    public static PatternSet Empty { get; } = new([], new([]));

    public static PatternSet Compile(IReadOnlyList<string> patterns, string name, List<string> problems)
    {
        if (patterns.Count == 0) return Empty;
        if (patterns.Count > MaxPatterns)
        {
            problems.Add($"{name}: {patterns.Count} patterns; at most {MaxPatterns} are allowed.");
            return Empty;
        }
        var (expressions, words) = (new List<Regex>(), new List<string>());
        foreach (var pattern in patterns)
        {
            if (IsPlainWord(pattern)) words.Add(Plain(pattern));
            else if (Compile(pattern, name, problems) is { } expression) expressions.Add(expression);
        }
        return new([.. expressions], words.Count == 0 ? Empty._words : new(words));
    }

    /// <returns>What matched; null for nearly every text.</returns>
    public string? Find(ReadOnlySpan<char> folded)
    {
        if (_words.Find(folded) is { } word) return word;
        foreach (var expression in _expressions)
        {
            foreach (var match in expression.EnumerateMatches(folded))
            {
                if (match.Length > 0) return folded.Slice(match.Index, match.Length).ToString();
            }
        }
        return null;
    }

    private static bool IsPlainWord(string pattern)
    {
        var word = pattern.StartsWith(@"\b", StringComparison.Ordinal) ? pattern[2..] : pattern;
        if (word.EndsWith(@"\b", StringComparison.Ordinal)) word = word[..^2];
        return word.Length >= 3 && word.All(char.IsAsciiLetter);
    }

    private static string Plain(string pattern) => pattern.Replace(@"\b", "", StringComparison.Ordinal).ToLowerInvariant();

    private static Regex? Compile(string pattern, string name, List<string> problems)
    {
        if (pattern.Length > MaxLength)
        {
            problems.Add($"{name}: a pattern of {pattern.Length} characters; at most {MaxLength} are allowed.");
            return null;
        }
        try { return new(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant); }
        catch (RegexParseException exception)
        {
            problems.Add($"{name}: the pattern '{pattern}' is wrong at position {exception.Offset}: {exception.Error}.");
        }
        catch (NotSupportedException)
        {
            problems.Add($"{name}: the pattern '{pattern}' uses something at position {PositionOfUnsupported(pattern)} that would make matching slow (look-around, back-reference or atomic group).");
        }
        return null;
    }

    private static int PositionOfUnsupported(string pattern)
    {
        var first = Unsupported.Select(construct => pattern.IndexOf(construct, StringComparison.Ordinal)).Where(index => index >= 0).DefaultIfEmpty(int.MaxValue).Min();
        var reference = Regex.Match(pattern, @"\\([1-9]|k[<'{])");
        if (reference.Success) first = Math.Min(first, reference.Index);
        return first == int.MaxValue ? 0 : first;
    }
}
