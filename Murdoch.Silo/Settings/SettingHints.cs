namespace Murdoch.Silo.Settings;

/// <summary>Finds names that look like a setting and are none: a misspelt name is otherwise a setting that silently does not hold.</summary>
internal static class SettingHints
{
    private const int ShortName = 8;
    private static readonly string[] OwnPrefixes = ["MURDOCH_", "DISCORD_"];

    public static IEnumerable<string> Find(LoadedSettings settings, SettingCatalogue catalogue)
    {
        var known = catalogue.Names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, source) in settings.Given.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (known.Contains(SettingSources.SecretOfFile(name) ?? name)) continue;
            // Another program's LOG_LEVEL_2 is none of our business; in our own files every unknown name is.
            var near = known.Where(candidate => Distance(name, candidate) <= (candidate.Length < ShortName ? 1 : 2)).MinBy(candidate => Distance(name, candidate));
            if (near is not null) yield return $"{name} ({source}) is not a setting of this version. Did you mean {near}?";
            else if (source is SettingSources.DotEnvFile or SettingSources.JsonFile || OwnPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
                yield return $"{name} ({source}) is not a setting of this version and is not used.";
        }
    }

    /// <summary>Edits (a letter put in, left out or changed) from one name to the other, letter case aside.</summary>
    internal static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = previous[j - 1] + (char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]) ? 0 : 1);
                current[j] = Math.Min(change, Math.Min(previous[j], current[j - 1]) + 1);
            }
            (previous, current) = (current, previous);
        }
        return previous[right.Length];
    }
}
