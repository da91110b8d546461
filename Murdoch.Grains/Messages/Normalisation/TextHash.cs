namespace Murdoch.Grains.Messages.Normalisation;

/// <summary>Equal for texts that read the same: case, look-alikes, invisible characters, spaces and punctuation do not count.</summary>
/// <remarks>Differs from run to run, so that nobody makes two texts collide.</remarks>
internal static class TextHash
{
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64() | 1;

    /// <param name="letters">Letters, digits and pictures that went into the hash.</param>
    public static ulong Of(ReadOnlySpan<char> text, out int letters)
    {
        var hash = Seed;
        letters = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var letter = CharacterFold.Fold(text[at]);
            if (char.IsHighSurrogate(letter) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1])
                && CharacterFold.FoldAstral(char.ConvertToUtf32(letter, text[at + 1])) is not ('*' or CharacterFold.Nothing) and var astral)
            {
                letter = astral;
                at++;
            }

            if (char.IsLetterOrDigit(letter) || char.IsSurrogate(letter))
            {
                hash = (hash ^ letter) * 0x9E37_79B9_7F4A_7C15;
                hash ^= hash >> 29;
                letters++;
            }
        }

        return hash;
    }
}
