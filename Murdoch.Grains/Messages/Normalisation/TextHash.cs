using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Murdoch.Grains.Messages.Normalisation;

/// <summary>Equal for texts that read the same: case, look-alikes, invisible characters, spaces and punctuation do not count.</summary>
/// <remarks>Differs from run to run, so that nobody makes two texts collide.</remarks>
internal static class TextHash
{
    /// <summary>Letters that are looked at: texts that differ only in what follows are taken for the same.</summary>
    private const int MaxLetters = 256;

    private static readonly long Seed = Random.Shared.NextInt64();
    private static readonly char[] Plain = MakePlain();

    /// <param name="letters">Letters, digits and pictures that went into the hash.</param>
    public static ulong Of(ReadOnlySpan<char> text, out int letters)
    {
        Span<char> kept = stackalloc char[MaxLetters];
        letters = Read(text, kept);
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(kept[..letters]), Seed);
    }

    /// <summary>Writes the letters, digits and pictures of a text, folded, as far as there is room.</summary>
    /// <returns>How many were written.</returns>
    internal static int Read(ReadOnlySpan<char> text, Span<char> kept)
    {
        ReadOnlySpan<char> plain = Plain.AsSpan(0, 128);
        var length = 0;
        for (var at = 0; at < text.Length && length < kept.Length; at++)
        {
            var letter = text[at];
            if (letter < 128)
            {
                // Without a branch: what is no letter is overwritten.
                letter = plain[letter];
                kept[length] = letter;
                length += letter != 0 ? 1 : 0;
                continue;
            }

            letter = CharacterFold.Fold(letter);
            if (char.IsHighSurrogate(letter) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1])
                && CharacterFold.FoldAstral(char.ConvertToUtf32(letter, text[at + 1])) is not ('*' or CharacterFold.Nothing) and var astral)
            {
                letter = astral;
                at++;
            }

            if (char.IsLetterOrDigit(letter) || char.IsSurrogate(letter))
            {
                kept[length++] = letter;
            }
        }

        return length;
    }

    /// <summary>What each letter and digit of ASCII is read as; 0 for what does not count.</summary>
    private static char[] MakePlain() =>
        [.. Enumerable.Range(0, 128).Select(unit => CharacterFold.Fold((char)unit)).Select(letter => char.IsLetterOrDigit(letter) ? letter : '\0')];
}
