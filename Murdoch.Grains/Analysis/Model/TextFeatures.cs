using System.Runtime.CompilerServices;

namespace Murdoch.Grains.Analysis.Model;

/// <summary>What the model sees of a text: its words, pairs of words, and the two to five letters in a row of each word, as numbers of rows.</summary>
/// <remarks>Feature hashing after Weinberger and others 2009: no dictionary, so a misspelling finds the rows of the parts it shares.</remarks>
internal static class TextFeatures
{
    /// <summary>Rows of the model: a power of two, so that a hash is cut and not divided.</summary>
    public const int RowBits = 19;
    public const int Rows = 1 << RowBits;

    private const int ShortestGram = 2;
    private const int LongestGram = 5;

    /// <summary>Features that a word of one letter makes beside one gram per letter and length: itself and two pairs.</summary>
    private const int PerWord = 3;

    /// <summary>Letters of a word that are looked at; beyond it is noise or a link.</summary>
    public const int MaxWord = 48;

    /// <summary>Bits that say which rows were seen, as a power of two. Two rows may share one: of a text of a hundred letters 1 in 100 is lost.</summary>
    private const int SeenBits = 15;

    private const uint Multiplier = 0x9E37_79B1;
    private const uint WordSalt = 0x85EB_CA6B;
    private const uint PairSalt = 0xC2B2_AE35;
    private const uint SkipSalt = 0x27D4_EB2F;

    /// <summary>Features that are taken to be there besides the text's own: a single word is little evidence, and must not count like ten.</summary>
    private const float Prior = 40;

    /// <summary>What each feature of a text counts, so that long texts score no higher than short ones.</summary>
    public static float Scale(int features) => 1 / MathF.Sqrt(features + Prior);

    /// <summary>Room that <see cref="Hash"/> needs.</summary>
    public static int MaxFeatures(int characters) => ((characters + 2) * (LongestGram - ShortestGram + 1 + PerWord)) + 8;

    /// <param name="words">What <see cref="ModelText.Write"/> wrote.</param>
    /// <param name="features">Row numbers, each of them once: who repeats a word says nothing more with it.</param>
    public static int Hash(ReadOnlySpan<char> words, Span<int> features)
    {
        var all = features[..HashAll(words, features)];
        Span<ulong> seen = stackalloc ulong[1 << (SeenBits - 6)];
        seen.Clear();
        var count = 0;
        foreach (var row in all)
        {
            ref var bits = ref seen[(row >> 6) & (seen.Length - 1)];
            var bit = 1UL << (row & 63);
            if ((bits & bit) == 0)
            {
                bits |= bit;
                features[count++] = row;
            }
        }

        return count;
    }

    private static int HashAll(ReadOnlySpan<char> words, Span<int> features)
    {
        var count = 0;
        uint previous = 0, beforePrevious = 0;
        for (var start = 0; start < words.Length;)
        {
            var length = words[start..].IndexOf(' ');
            if (length < 0)
            {
                length = words.Length - start;
            }

            if (length > 0)
            {
                var word = words.Slice(start, Math.Min(length, MaxWord));
                var hash = WordHash(word);
                features[count++] = Row(hash);
                features[count++] = Row(((previous * Multiplier) ^ hash) + PairSalt);
                if (beforePrevious != 0)
                {
                    features[count++] = Row(((beforePrevious * Multiplier) ^ hash) + SkipSalt);
                }

                count += Grams(word, features[count..]);
                (beforePrevious, previous) = (previous, hash);
            }

            start += length + 1;
        }

        return count;
    }

    private static uint WordHash(ReadOnlySpan<char> word)
    {
        var hash = WordSalt;
        foreach (var letter in word)
        {
            hash = Mix(hash, Letter(letter));
        }

        return hash;
    }

    /// <summary>Letters in a row, with the word's borders as letters of their own.</summary>
    private static int Grams(ReadOnlySpan<char> word, Span<int> features)
    {
        Span<uint> letters = stackalloc uint[MaxWord + 2];
        letters[0] = ' ';
        for (var at = 0; at < word.Length; at++)
        {
            letters[at + 1] = Letter(word[at]);
        }

        letters[word.Length + 1] = ' ';
        letters = letters[..(word.Length + 2)];
        var count = 0;
        for (var first = 0; first < letters.Length - 1; first++)
        {
            var hash = Mix(0, letters[first]);
            var end = Math.Min(letters.Length, first + LongestGram);
            for (var at = first + 1; at < end; at++)
            {
                hash = Mix(hash, letters[at]);
                features[count++] = Row(hash);
            }
        }

        return count;
    }

    /// <summary>Every number looks the same but for its length.</summary>
    private static uint Letter(char letter) => char.IsAsciiDigit(letter) ? '0' : letter;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mix(uint hash, uint letter)
    {
        hash = (hash ^ letter) * Multiplier;
        return hash ^ (hash >> 15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Row(uint hash) => (int)((hash * 0x85EB_CA77) >> (32 - RowBits));
}
