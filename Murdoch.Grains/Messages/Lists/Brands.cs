using System.Collections.Frozen;
using System.Globalization;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>What scams imitate, who truly bears the names, and what their own names are made of.</summary>
internal static class Brands
{
    public static readonly Brand[] All;
    public static readonly (string Text, int Points)[] Lures;
    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Own;
    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Known;
    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> CheapEndings;

    /// <summary>Words of English that are within two letters of a brand.</summary>
    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> OrdinaryWords;

    static Brands()
    {
        var lines = EmbeddedList.Lines("Lists.brands.txt").Select(line => line.Split(' ')).ToLookup(parts => parts[0]);
        All = [.. lines["brand"].Select(parts => new Brand(parts[1]))];
        Lures = [.. lines["lure"].Select(parts => (parts[2], int.Parse(parts[1], CultureInfo.InvariantCulture)))];
        Own = Set(lines["own"]);
        Known = Set(lines["known"]);
        CheapEndings = Set(lines["tld"]);
        OrdinaryWords = Set(lines["word"]);
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(IEnumerable<string[]> lines) =>
        lines.Select(parts => parts[1]).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
