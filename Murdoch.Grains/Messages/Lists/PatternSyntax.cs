using System.Globalization;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>Refuses what a regular expression may not have here, and says where it stands.</summary>
/// <remarks>
/// The non-backtracking engine, which keeps matching linear, knows no look-around, back-references, atomic groups and conditions, and its
/// automaton grows with nested counts; its own exception names no position.
/// https://learn.microsoft.com/dotnet/standard/base-types/regular-expression-options#nonbacktracking-mode
/// </remarks>
internal static class PatternSyntax
{
    /// <summary>Characters of one pattern.</summary>
    public const int MaxLength = 500;

    /// <summary>Characters of a pattern when all counts such as <c>{3}</c> are written out; the time per character grows with it.</summary>
    public const int MaxExpandedLength = 2_000;

    /// <returns>What is wrong, without the pattern's name, or null.</returns>
    public static string? FindProblem(string pattern)
    {
        if (pattern.Length > MaxLength)
        {
            return At(MaxLength, $"a pattern has at most {MaxLength} characters");
        }

        var size = new ExpandedSize();
        for (var at = 0; at < pattern.Length; at++)
        {
            switch (pattern[at])
            {
                case '\\':
                    if (Escape(pattern, at) is { } escape)
                    {
                        return escape;
                    }

                    size.Add();
                    at++;
                    break;
                case '[':
                    at = EndOfClass(pattern, at);
                    size.Add();
                    break;
                case '(':
                    if (Group(pattern, at) is { } group)
                    {
                        return group;
                    }

                    size.Open();
                    break;
                case ')':
                    size.Close();
                    break;
                case '{':
                    if (!TryReadCount(pattern, at, out var count, out var end))
                    {
                        size.Add();
                        break;
                    }

                    if (!size.TryRepeat(count, MaxExpandedLength))
                    {
                        return At(at, $"this count makes the pattern longer than {MaxExpandedLength} characters when it is written out");
                    }

                    at = end;
                    break;
                default:
                    size.Add();
                    break;
            }
        }

        return null;
    }

    internal static string At(int index, string problem) => string.Create(CultureInfo.InvariantCulture, $"at position {index + 1}: {problem}");

    private static string? Escape(string pattern, int at) => at + 1 < pattern.Length
        ? pattern[at + 1] switch
        {
            >= '1' and <= '9' or 'k' => At(at, "back-references are not supported"),
            'G' => At(at, "\\G is not supported"),
            _ => null,
        }
        : null;

    private static string? Group(string pattern, int at)
    {
        var rest = pattern.AsSpan(at + 1);
        return rest switch
        {
            ['?', '=', ..] or ['?', '!', ..] or ['?', '<', '=', ..] or ['?', '<', '!', ..] => At(at, "look-around is not supported"),
            ['?', '>', ..] => At(at, "atomic groups are not supported"),
            ['?', '(', ..] => At(at, "conditions are not supported"),
            ['?', '<', ..] when rest.IndexOf('-') is > 0 and var dash && rest.IndexOf('>') > dash => At(at, "balancing groups are not supported"),
            _ => null,
        };
    }

    private static int EndOfClass(string pattern, int at)
    {
        at += at + 1 < pattern.Length && pattern[at + 1] == '^' ? 2 : 1;
        for (var first = at; at < pattern.Length; at++)
        {
            if (pattern[at] == '\\')
            {
                at++;
            }
            else if (pattern[at] == '[' && at > first && pattern[at - 1] == '-')
            {
                at = EndOfClass(pattern, at);
            }
            else if (pattern[at] == ']' && at > first)
            {
                return at;
            }
        }

        return pattern.Length;
    }

    private static bool TryReadCount(string pattern, int at, out int count, out int end)
    {
        count = 0;
        end = pattern.IndexOf('}', at);
        if (end < 0)
        {
            return false;
        }

        var body = pattern.AsSpan(at + 1, end - at - 1);
        var comma = body.IndexOf(',');
        var least = comma < 0 ? body : body[..comma];
        var most = comma < 0 || comma + 1 == body.Length ? least : body[(comma + 1)..];
        if (!least.ContainsAnyExceptInRange('0', '9') && !least.IsEmpty && !most.ContainsAnyExceptInRange('0', '9'))
        {
            count = int.TryParse(most, CultureInfo.InvariantCulture, out var value) ? value : int.MaxValue;
            return true;
        }

        return false;
    }

    /// <summary>Counts the characters of a pattern as if its counts were written out.</summary>
    private sealed class ExpandedSize
    {
        private readonly Stack<long> _outer = [];
        private long _group;
        private long _last;

        public void Add() => (_group, _last) = (_group + 1, 1);

        public void Open()
        {
            _outer.Push(_group);
            (_group, _last) = (0, 0);
        }

        public void Close()
        {
            if (_outer.TryPop(out var outer))
            {
                (_group, _last) = (outer + _group, _group);
            }
        }

        public bool TryRepeat(int count, int limit)
        {
            var more = _last * Math.Max(0L, count - 1L);
            (_group, _last) = (_group + more, _last + more);
            return _group <= limit;
        }
    }
}
