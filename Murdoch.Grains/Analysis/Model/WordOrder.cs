namespace Murdoch.Grains.Analysis.Model;

/// <summary>Collects the classes of a text's words and writes which follow which as rows of the model.</summary>
internal ref struct WordOrder
{
    /// <summary>Words of a class that are looked at; a message that has more says nothing new with them.</summary>
    private const int MaxWords = 24;

    /// <summary>Words between two that belong together at most.</summary>
    private const int Reach = 5;

    /// <summary>Rows that <see cref="Write"/> writes at most.</summary>
    public const int MaxRows = (MaxWords * 3) + 4;

    private const uint Salt = 0x5F35_6495;

    private readonly Span<byte> _classes;
    private readonly Span<int> _places;
    private int _count;
    private int _listed;

    /// <param name="classes">Room for <see cref="Room"/> entries, and so for <paramref name="places"/>.</param>
    public WordOrder(Span<byte> classes, Span<int> places)
    {
        _classes = classes;
        _places = places;
    }

    public static int Room => MaxWords;

    /// <param name="isJoined">The word is made of two that stand beside each other.</param>
    public void Add(WordClass word, int place, bool isJoined)
    {
        if (word == WordClass.None || _count == MaxWords || (isJoined && word > WordClass.Doubtful))
        {
            return;
        }

        _classes[_count] = (byte)(isJoined ? (int)word + 32 : (int)word);
        _places[_count++] = place;
        _listed += word <= WordClass.Doubtful ? 1 : 0;
    }

    /// <returns>The rows written; some of them may be equal.</returns>
    public readonly int Write(int words, Span<int> rows)
    {
        var count = 0;
        for (var at = 0; at < _count; at++)
        {
            uint one = _classes[at];
            rows[count++] = TextFeatures.Row((one + 1) * Salt);
            if (at > 0 && _places[at] - _places[at - 1] <= Reach)
            {
                uint two = ((uint)_classes[at - 1] << 8) | one;
                rows[count++] = TextFeatures.Row((two + 0x1_0000) * Salt);
                if (at > 1 && _places[at - 1] - _places[at - 2] <= Reach)
                {
                    rows[count++] = TextFeatures.Row(((((uint)_classes[at - 2] << 16) | two) + 0x100_0000) * Salt);
                }
            }
        }

        if (_listed > 0)
        {
            rows[count++] = TextFeatures.Row((uint)(0x2000_0000 + Math.Min(_listed, 4)) * Salt);
            rows[count++] = TextFeatures.Row((uint)(0x2000_0100 + (words <= 3 ? 1 : words <= 8 ? 2 : words <= 20 ? 3 : 4)) * Salt);
        }

        return count;
    }
}
