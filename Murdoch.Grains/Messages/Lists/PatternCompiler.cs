using System.Globalization;
using System.Text.RegularExpressions;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>Sorts patterns into words, which one automaton finds together, host names, which are looked up, and true regular expressions.</summary>
internal sealed partial class PatternCompiler
{
    /// <summary>Patterns of one list; each regular expression costs a walk over every message.</summary>
    public const int MaxPatterns = 100_000;
    public const int MaxRegexes = 200;

    private readonly List<string> _problems = [];
    private int _regexes;

    public List<ListEntry> Entries { get; } = [];
    public List<string> Hosts { get; } = [];
    public IReadOnlyList<string> Problems => _problems;

    /// <param name="list">What the patterns are called in a problem, such as <c>REGEX_SLURS</c>.</param>
    public CompiledPattern[] Add(string list, IEnumerable<string> patterns, PatternUse use, double severity)
    {
        var compiled = new List<CompiledPattern>();
        var number = 0;
        foreach (var pattern in patterns)
        {
            number++;
            if (number > MaxPatterns)
            {
                Refuse(list, number, pattern, $"a list has at most {MaxPatterns} patterns");
                break;
            }

            if (!IsLiteral(pattern, use, severity) && Compile(list, number, pattern) is { } regex)
            {
                compiled.Add(regex);
            }
        }

        return [.. compiled];
    }

    /// <summary>Builds the automaton over all words so far.</summary>
    public WordMatcher BuildMatcher(string list)
    {
        if (Entries.Count == 0)
        {
            return WordMatcher.Empty;
        }

        var matcher = WordMatcherBuilder.Build(Entries, out var problem);
        if (problem is not null)
        {
            _problems.Add($"{list}: {problem}");
        }

        return matcher;
    }

    private bool IsLiteral(string pattern, PatternUse use, double severity)
    {
        var literal = pattern.AsSpan().Trim();
        if (use == PatternUse.Words)
        {
            literal = literal.StartsWith("\\b") ? literal[2..] : literal;
            literal = literal.EndsWith("\\b") ? literal[..^2] : literal;
            if (!EntrySpellings.IsPlain(literal))
            {
                return false;
            }

            var kind = literal.ContainsAny(" -") ? EntryKind.Phrase : EntryKind.Word;
            Entries.AddRange(EntrySpellings.Of(literal.ToString(), kind, severity));
            return true;
        }

        if (use == PatternUse.Hosts && HostPattern.IsMatch(literal))
        {
            Hosts.Add(literal.ToString().Replace("\\", string.Empty, StringComparison.Ordinal).ToLowerInvariant());
            return true;
        }

        return false;
    }

    private CompiledPattern? Compile(string list, int number, string pattern)
    {
        if (_regexes == MaxRegexes)
        {
            Refuse(list, number, pattern, $"there are at most {MaxRegexes} regular expressions beside plain words and host names");
            return null;
        }

        var source = WordWithDigits.IsMatch(pattern) ? $"\\b{pattern}\\b" : pattern;
        var compiled = CompiledPattern.TryCompile(source, out var problem);
        if (compiled is null)
        {
            Refuse(list, number, pattern, problem!);
            return null;
        }

        _regexes++;
        return compiled;
    }

    private void Refuse(string list, int number, string pattern, string problem)
    {
        var shown = pattern.Length <= 60 ? pattern : string.Concat(pattern.AsSpan(0, 60), "…");
        _problems.Add(string.Create(CultureInfo.InvariantCulture, $"{list}: pattern {number} ({shown}), {problem}."));
    }

    [GeneratedRegex(@"^(?:[a-z0-9_-]+\\?\.)+[a-z][a-z0-9-]+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HostPattern { get; }

    [GeneratedRegex(@"^[\p{L}\p{Nd} ]+$", RegexOptions.CultureInvariant)]
    private static partial Regex WordWithDigits { get; }
}

internal enum PatternUse
{
    Words,
    Invites,
    Hosts,
}
