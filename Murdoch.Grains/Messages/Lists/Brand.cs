namespace Murdoch.Grains.Messages.Lists;

/// <summary>A name that scams imitate; measures how far another is from it.</summary>
/// <remarks>Edit distance by bit vectors, a few operations per character: Myers, "A fast bit-vector algorithm for approximate string matching" (1999).</remarks>
internal sealed class Brand
{
    private readonly ulong[] _positions = new ulong[128];
    private readonly ulong _lastBit;

    public Brand(string name)
    {
        Name = name;
        Span<char> skeleton = stackalloc char[name.Length];
        var length = Skeleton.Write(name, skeleton);
        Length = length;
        _lastBit = 1UL << (length - 1);
        for (var at = 0; at < length; at++)
        {
            _positions[skeleton[at]] |= 1UL << at;
        }
    }

    public string Name { get; }

    /// <summary>Letters of the skeleton.</summary>
    public int Length { get; }

    /// <summary>Letters to change, add or drop until the whole skeleton is the brand.</summary>
    public int Distance(ReadOnlySpan<char> skeleton) => Walk(skeleton, isWhole: true, out _);

    /// <summary>The same for the part of the skeleton that comes closest to the brand.</summary>
    public int DistanceWithin(ReadOnlySpan<char> skeleton)
    {
        Walk(skeleton, isWhole: false, out var best);
        return best;
    }

    private int Walk(ReadOnlySpan<char> skeleton, bool isWhole, out int best)
    {
        var (positive, negative, score) = (ulong.MaxValue, 0UL, Length);
        best = score;
        foreach (var letter in skeleton)
        {
            var equal = letter < 128 ? _positions[letter] : 0;
            var vertical = equal | negative;
            var horizontal = (((equal & positive) + positive) ^ positive) | equal;
            var up = negative | ~(horizontal | positive);
            var down = positive & horizontal;
            if ((up & _lastBit) != 0)
            {
                score++;
            }
            else if ((down & _lastBit) != 0)
            {
                score--;
            }

            best = Math.Min(best, score);
            up = (up << 1) | (isWhole ? 1UL : 0UL);
            positive = (down << 1) | ~(vertical | up);
            negative = up & vertical;
        }

        return score;
    }
}
