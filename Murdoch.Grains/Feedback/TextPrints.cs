using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Murdoch.Grains.Interfaces.Feedback;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Feedback;

/// <summary>Makes the prints of texts, and compares them. Only for texts that a rule has found something in: it costs microseconds.</summary>
internal static class TextPrints
{
    /// <summary>Bytes of a print as it is stored.</summary>
    public const int Size = 1 + 16 + 16 + 8 + 8 + 4;

    /// <summary>Bits in which alike texts differ at most. Texts that have nothing to do with each other differ in 32.</summary>
    public const int MaxDistance = 9;

    /// <summary>In shorter texts a single word is too much of the whole.</summary>
    public const int MinAlikeLetters = 32;

    /// <summary>In longer texts too much could be exchanged before it shows.</summary>
    public const int MaxAlikeLetters = 1_024;

    /// <summary>Letters that are read. A text with more is known by its signs alone: what follows may be anything.</summary>
    private const int MaxLetters = 4_096;
    private const int GramLetters = 4;
    private const byte Version = 1;

    /// <param name="guild">The same text has another print in each guild: nobody can tell that it was written in both.</param>
    /// <param name="matched">The list entry that was found; null when no list was asked.</param>
    public static TextPrint Of(GuildId guild, ReadOnlySpan<char> text, string? matched)
    {
        Span<char> room = stackalloc char[MaxLetters + 1];
        var letters = room[..TextHash.Read(text, room)];
        var seed = guild.Key;
        var exact = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text), seed);
        var found = matched is null ? 0 : XxHash3.HashToUInt64(MemoryMarshal.AsBytes(matched.AsSpan()), seed);
        return letters.Length is 0 or > MaxLetters
            ? new(exact, 0, 0, found, letters.Length)
            : new(exact, XxHash128.HashToUInt128(MemoryMarshal.AsBytes(letters), seed), LikenessOf(letters, guild.Value), found, letters.Length);
    }

    /// <summary>Whether two texts differ in little: a name, an ending, a few letters.</summary>
    public static bool AreAlike(in TextPrint one, in TextPrint other) =>
        HasLikeness(one.Length) && HasLikeness(other.Length) && Math.Abs(one.Length - other.Length) * 5 <= Math.Max(one.Length, other.Length)
        && UInt64.PopCount(one.Likeness ^ other.Likeness) <= MaxDistance;

    public static bool HasLikeness(int letters) => letters is >= MinAlikeLetters and <= MaxAlikeLetters;

    public static byte[]? ToBytes(TextPrint? print)
    {
        if (print is not { } known) return null;
        var bytes = new byte[Size];
        bytes[0] = Version;
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(1), known.Exact);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(17), known.Letters);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(33), known.Likeness);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(41), known.Matched);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(49), known.Length);
        return bytes;
    }

    /// <returns>Null also for a form that only a newer version knows.</returns>
    public static TextPrint? FromBytes(byte[]? bytes) => bytes is { Length: Size } && bytes[0] == Version
        ? new(
            BinaryPrimitives.ReadUInt128BigEndian(bytes.AsSpan(1)), BinaryPrimitives.ReadUInt128BigEndian(bytes.AsSpan(17)), BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(33)),
            BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(41)), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(49)))
        : null;

    /// <summary>SimHash: each run of four letters votes on every bit. Charikar, "Similarity estimation techniques from rounding algorithms", 2002.</summary>
    private static ulong LikenessOf(ReadOnlySpan<char> letters, ulong seed)
    {
        if (!HasLikeness(letters.Length)) return 0;
        Span<int> votes = stackalloc int[64];
        votes.Clear();
        for (var at = 0; at + GramLetters <= letters.Length; at++)
        {
            var bits = Mix(MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(letters[at..])) ^ seed);
            for (var bit = 0; bit < votes.Length; bit++) votes[bit] += (int)((bits >> bit) & 1) * 2 - 1;
        }
        var likeness = 0UL;
        for (var bit = 0; bit < votes.Length; bit++) likeness |= (votes[bit] > 0 ? 1UL : 0) << bit;
        return likeness;
    }

    /// <summary>The last step of SplitMix64: every bit of the result depends on every bit given. https://prng.di.unimi.it/splitmix64.c</summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
