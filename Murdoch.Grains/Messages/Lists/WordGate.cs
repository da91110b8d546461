using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Messages.Lists;

/// <summary>Says of the first letters of a word that no entry of a list begins with them; with 4 KiB it stays in the nearest cache.</summary>
/// <remarks>Bits by hash, one look-up per letter of the text: a Bloom filter of one hash. Wrongly it lets pass about one word in fifty.</remarks>
internal sealed class WordGate
{
    /// <summary>Letters that are looked at. Three would let pass "you" and "get", with which phrases of scams begin.</summary>
    public const int Letters = 4;

    private const int ColumnBits = 5;
    private const int HashBits = 15;
    private const uint KeyBits = (1 << (Letters * ColumnBits)) - 1;

    private readonly ulong[] _words = new ulong[(1 << HashBits) / 64];

    public WordGate(ReadOnlySpan<ListEntry> entries)
    {
        foreach (var entry in entries)
        {
            var key = 0U;
            var letters = Math.Min(entry.Letters.Length, Letters);
            foreach (var letter in entry.Letters.AsSpan(0, letters))
            {
                key = (key << ColumnBits) | (uint)WordMatcher.Column(letter);
            }

            // A shorter entry may be followed by anything.
            var open = (Letters - letters) * ColumnBits;
            for (var rest = 0U; rest < 1U << open; rest++)
            {
                var hash = Hash((key << open) | rest);
                _words[hash / 64] |= 1UL << (int)(hash % 64);
            }
        }
    }

    /// <returns>The first letter from <paramref name="from"/> on at which an entry may begin, or the number of letters.</returns>
    public int Next(ReadOnlySpan<TextUnit> units, int from)
    {
        if (from >= units.Length)
        {
            return units.Length;
        }

        ReadOnlySpan<ulong> words = _words;
        var key = 0U;
        var start = from;
        for (var at = from; at < from + Letters - 1; at++)
        {
            key = (key << ColumnBits) | (at < units.Length ? (uint)units[at].Column : 0);
        }

        for (; start + Letters <= units.Length; start++)
        {
            key = ((key << ColumnBits) | (uint)units[start + Letters - 1].Column) & KeyBits;
            var hash = Hash(key);
            if ((words[(int)(hash / 64)] >> (int)(hash % 64) & units[start].StartMark) != 0)
            {
                return start;
            }
        }

        // The last letters have nothing behind them, which only shorter entries do not mind.
        for (; start < units.Length; start++)
        {
            key = (key << ColumnBits) & KeyBits;
            var hash = Hash(key);
            if ((words[(int)(hash / 64)] >> (int)(hash % 64) & units[start].StartMark) != 0)
            {
                return start;
            }
        }

        return units.Length;
    }

    private static uint Hash(uint key) => (key * 0x9E37_79B1U) >> (32 - HashBits);
}
