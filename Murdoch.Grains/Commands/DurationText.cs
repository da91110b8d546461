using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Murdoch.Grains.Commands;

/// <summary>Lengths of time as people type them: <c>90s</c>, <c>10m</c>, <c>2h30m</c>, <c>7d</c>, <c>2w</c>.</summary>
internal static partial class DurationText
{
    private static readonly (string Unit, int Seconds)[] Units = [("w", 604_800), ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];

    /// <returns>Seconds; null when it is no length of time, or longer than ten years.</returns>
    public static int? Parse(string text)
    {
        var match = Pattern().Match(text.Trim());
        if (!match.Success || match.Groups["part"].Captures.Count == 0) return null;
        long seconds = 0;
        foreach (Capture part in match.Groups["part"].Captures)
        {
            if (!long.TryParse(part.ValueSpan[..^1], CultureInfo.InvariantCulture, out var count) || count > 315_360_000) return null;
            seconds += count * Array.Find(Units, unit => unit.Unit[0] == char.ToLowerInvariant(part.ValueSpan[^1])).Seconds;
        }
        return seconds is > 0 and <= 315_360_000 ? (int)seconds : null;
    }

    public static string Of(int seconds)
    {
        if (seconds <= 0) return "for ever";
        var text = new StringBuilder();
        // Weeks are typed by some and read by nobody.
        foreach (var (unit, length) in Units[1..])
        {
            var count = seconds / length;
            if (count == 0) continue;
            text.Append(CultureInfo.InvariantCulture, $"{(text.Length > 0 ? " " : "")}{count}{unit}");
            seconds %= length;
        }
        return text.ToString();
    }

    [GeneratedRegex(@"^((?<part>\d{1,9}[wdhms])\s*)+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
