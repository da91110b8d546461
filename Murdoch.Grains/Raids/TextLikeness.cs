using System.IO.Hashing;
using System.Runtime.InteropServices;
using Murdoch.Grains.Messages.Normalisation;

namespace Murdoch.Grains.Raids;

/// <summary>
/// What a text begins and ends with, letters alone: two texts are similar when one of both is the same. Raiders put digits, pictures and random words
/// before or after what they want to say.
/// </summary>
/// <remarks>The same from run to run, because the signature of a raid outlives a restart.</remarks>
internal readonly record struct TextLikeness(ulong Head, ulong Tail)
{
    /// <summary>Shorter texts, "welcome" and "good night", are written by many at once without any harm.</summary>
    public const int MinLetters = 12;

    /// <summary>Letters of either end that have to be the same.</summary>
    public const int EndLetters = 24;

    /// <summary>Characters that are looked at.</summary>
    private const int MaxLength = 512;

    /// <returns>Null for a text with too few letters.</returns>
    public static TextLikeness? Of(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, MaxLength)];
        Span<char> head = stackalloc char[EndLetters];
        var (length, at) = (0, 0);
        for (; at < text.Length && length < EndLetters; at++)
        {
            if (IsLetter(text[at], out var letter)) head[length++] = letter;
        }
        if (length < MinLetters) return null;
        if (length < EndLetters) return new(Hash(head[..length], seed: 0), Hash(head[..length], seed: 1));
        Span<char> tail = stackalloc char[EndLetters];
        var left = EndLetters;
        for (at = text.Length - 1; left > 0; at--)
        {
            if (IsLetter(text[at], out var letter)) tail[--left] = letter;
        }
        return new(Hash(head, seed: 0), Hash(tail, seed: 1));
    }

    private static bool IsLetter(char unit, out char letter)
    {
        letter = char.IsAsciiDigit(unit) ? CharacterFold.Nothing : CharacterFold.Fold(unit);
        return char.IsLetter(letter);
    }

    private static ulong Hash(ReadOnlySpan<char> letters, long seed) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(letters), seed);
}
