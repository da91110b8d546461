using System.Numerics;

namespace Murdoch.Grains.Analysis.Model;

/// <summary>The class of a word by the hash of its letters. Part of the model; holds no words. Any thread.</summary>
internal sealed class WordTable
{
    private readonly uint[] _keys;
    private readonly WordClass[] _classes;
    private readonly int _shift;

    /// <param name="entries">Hashes as <see cref="TextFeatures.WordHash"/> and <see cref="TextFeatures.SqueezedHash"/> give them; never 0.</param>
    public WordTable(IReadOnlyCollection<KeyValuePair<uint, WordClass>> entries)
    {
        Entries = [.. entries.OrderBy(entry => entry.Key)];
        // A quarter full at most: a word that is not in it, as most are, mostly finds an empty place at once.
        var bits = BitOperations.Log2((uint)Math.Max(4, entries.Count)) + 3;
        _keys = new uint[1 << bits];
        _classes = new WordClass[1 << bits];
        _shift = 32 - bits;
        foreach (var (key, word) in Entries)
        {
            var at = PlaceOf(key);
            (_keys[at], _classes[at]) = (key, word);
        }
    }

    public static WordTable Empty { get; } = new([]);

    /// <summary>In the order of their hashes.</summary>
    public KeyValuePair<uint, WordClass>[] Entries { get; }

    /// <param name="hash">Of the word as it is written.</param>
    /// <param name="squeezed">Of the word without doubled letters, for where the first is not listed.</param>
    public WordClass this[uint hash, uint squeezed] => _classes[PlaceOf(hash)] is not WordClass.None and var word ? word : _classes[PlaceOf(squeezed)];

    private int PlaceOf(uint hash)
    {
        var at = (int)((hash * 0x9E37_79B1) >> _shift);
        while (_keys[at] != 0 && _keys[at] != hash)
        {
            at = (at + 1) & (_keys.Length - 1);
        }

        return at;
    }
}
