using System.Numerics;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Breakers;

/// <summary>
/// How many members wrote something in about the last hour, by linear counting: a bit per member in each half of the hour, 256 bytes in all, wrong by a few percent.
/// Held in memory: after a crash, or a quiet while, it counts anew.
/// </summary>
internal sealed class ActiveMembers
{
    private const int Words = 16;
    private const int Bits = Words * 64;
    private const long HalfMilliseconds = 30 * 60_000;

    /// <summary>Of the first few minutes a share would be one of nearly nobody.</summary>
    private const long LearningMilliseconds = 10 * 60_000;
    private ulong[] _current = new ulong[Words];
    private ulong[] _before = new ulong[Words];
    private readonly long _began;
    private long _half;

    /// <param name="milliseconds">Of any clock that goes on; the one of messages' ids.</param>
    public ActiveMembers(long milliseconds) => (_began, _half) = (milliseconds, milliseconds / HalfMilliseconds);

    public void Saw(UserId member, long milliseconds)
    {
        Turn(milliseconds / HalfMilliseconds);
        // Snowflakes of one second differ in few bits: Fibonacci hashing spreads them.
        var bit = (int)(unchecked(member.Value * 0x9E37_79B9_7F4A_7C15) >> 54);
        _current[bit >> 6] |= 1UL << (bit & 63);
    }

    /// <returns>Null while too little is known.</returns>
    public int? Count(long milliseconds)
    {
        if (milliseconds - _began < LearningMilliseconds) return null;
        Turn(milliseconds / HalfMilliseconds);
        var set = 0;
        for (var i = 0; i < Words; i++) set += BitOperations.PopCount(_current[i] | _before[i]);
        return set == 0 ? 0 : (int)Math.Round(-Bits * Math.Log(Math.Max(Bits - set, 1) / (double)Bits));
    }

    private void Turn(long half)
    {
        if (half <= _half) return;
        (_before, _current) = (_current, _before);
        Array.Clear(_current);
        if (half > _half + 1) Array.Clear(_before);
        _half = half;
    }
}
