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
        Span<char> letters = stackalloc char[MaxLength];
        var length = 0;
        foreach (var unit in text[..Math.Min(text.Length, MaxLength)])
        {
            var letter = char.IsAsciiDigit(unit) ? CharacterFold.Nothing : CharacterFold.Fold(unit);
            if (char.IsLetter(letter)) letters[length++] = letter;
        }
        if (length < MinLetters) return null;
        var end = Math.Min(length, EndLetters);
        return new(Hash(letters[..end], seed: 0), Hash(letters[(length - end)..length], seed: 1));
    }

    private static ulong Hash(ReadOnlySpan<char> letters, long seed) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(letters), seed);
}
