using System.Runtime.CompilerServices;

namespace Murdoch.Grains.Analysis.Model;

/// <summary>What the model sees of a text: its words, pairs of words, and the two to five letters in a row of each word, as numbers of rows.</summary>
/// <remarks>Feature hashing after Weinberger and others 2009: no dictionary, so a misspelling finds the rows of the parts it shares.</remarks>
internal static class TextFeatures
{
    /// <summary>Rows of the model: a power of two, so that a hash is cut and not divided.</summary>
    public const int RowBits = 19;
    public const int Rows = 1 << RowBits;

    public const int ShortestGram = 2;
    public const int LongestGram = 5;

    /// <summary>Features that a word of one letter makes beside one gram per letter and length: itself, itself without doubled letters, itself with its neighbour as one word, and two pairs.</summary>
    private const int PerWord = 5;

    /// <summary>Letters of a word that may belong to its neighbour, as in <c>wo rd</c>, and of what both make together.</summary>
    private const int ShortPart = 3;
    private const int LongestJoined = 14;

    /// <summary>Letters of a word that are looked at; beyond it is noise or a link.</summary>
    public const int MaxWord = 48;

    /// <summary>Bits that say which rows were seen, as a power of two. Two rows may share one: of a text of a hundred letters 1 in 100 is lost.</summary>
    private const int SeenBits = 15;

    private const uint Multiplier = 0x9E37_79B1;
    private const uint WordSalt = 0x85EB_CA6B;
    private const uint PairSalt = 0xC2B2_AE35;
    private const uint SkipSalt = 0x27D4_EB2F;
    private const uint SqueezedSalt = 0x1656_67B1;

    /// <summary>Features that are taken to be there besides the text's own: a single word is little evidence, and must not count like ten.</summary>
    private const float Prior = 20;

    /// <summary>What each feature of a text counts, so that long texts score no higher than short ones.</summary>
    public static float Scale(int features) => 1 / MathF.Sqrt(features + Prior);

    /// <summary>What each mark counts: there are few of them, however long the text.</summary>
    public const float MarkScale = 0.4f;

    /// <summary>Room that <see cref="Hash"/> needs.</summary>
    public static int MaxFeatures(int characters) => ((characters + 2) * (LongestGram - ShortestGram + 1 + PerWord)) + 8 + WordOrder.MaxRows;

    /// <param name="words">What <see cref="ModelText.Write"/> wrote.</param>
    /// <param name="features">Row numbers, each of them once: who repeats a word says nothing more with it. The marks come last.</param>
    public static FeatureCount Hash(ReadOnlySpan<char> words, WordTable table, Span<int> features)
    {
        var all = HashAll(words, table, features);
        Span<ulong> seen = stackalloc ulong[1 << (SeenBits - 6)];
        seen.Clear();
        var parts = Unique(features[..all.Parts], seen, features);
        var marks = Unique(features.Slice(all.Parts, all.Marks), seen, features[parts..]);
        return new(parts, marks);
    }

    private static int Unique(ReadOnlySpan<int> rows, Span<ulong> seen, Span<int> target)
    {
        var count = 0;
        foreach (var row in rows)
        {
            ref var bits = ref seen[(row >> 6) & (seen.Length - 1)];
            var bit = 1UL << (row & 63);
            if ((bits & bit) == 0)
            {
                bits |= bit;
                target[count++] = row;
            }
        }

        return count;
    }

    private static FeatureCount HashAll(ReadOnlySpan<char> words, WordTable table, Span<int> features)
    {
        var count = 0;
        uint previous = 0, beforePrevious = 0;
        ReadOnlySpan<char> last = [];
        var place = 0;
        Span<byte> classes = stackalloc byte[WordOrder.Room];
        Span<int> places = stackalloc int[WordOrder.Room];
        var order = new WordOrder(classes, places);
        foreach (var range in words.Split(' '))
        {
            var word = words[range];
            if (word.IsEmpty)
            {
                continue;
            }

            var mark = word[0];
            if (mark is ModelWords.Spelled or ModelWords.Again)
            {
                word = word[1..];
            }

            word = word[..Math.Min(word.Length, MaxWord)];
            var hash = WordHash(word);
            var squeezed = SqueezedHash(word);
            features[count++] = Row(hash);
            features[count++] = Row(squeezed);
            count += Grams(word, features[count..]);
            if (mark == ModelWords.Again)
            {
                order.Add(table[hash, squeezed], place, isJoined: false);
                continue;
            }

            features[count++] = Row(((previous * Multiplier) ^ hash) + PairSalt);
            if (beforePrevious != 0)
            {
                features[count++] = Row(((beforePrevious * Multiplier) ^ hash) + SkipSalt);
            }

            if (mark == ModelWords.Spelled)
            {
                count += Parts(word, table, place, ref order, features[count..]);
            }
            else
            {
                order.Add(table[hash, squeezed], place, isJoined: false);
                count += Join(last, word, table, place, ref order, features[count..]);
            }

            (beforePrevious, previous) = (previous, hash);
            last = word;
            place++;
        }

        return new(count, order.Write(place, features[count..]));
    }

    /// <summary>A word that may be the second half of the one before, as in <c>wo rd</c>.</summary>
    private static int Join(ReadOnlySpan<char> last, ReadOnlySpan<char> word, WordTable table, int place, ref WordOrder order, Span<int> features)
    {
        if (last.IsEmpty || Math.Min(last.Length, word.Length) > ShortPart || last.Length + word.Length > LongestJoined)
        {
            return 0;
        }

        Span<char> joined = stackalloc char[LongestJoined];
        last.CopyTo(joined);
        word.CopyTo(joined[last.Length..]);
        joined = joined[..(last.Length + word.Length)];
        var squeezed = SqueezedHash(joined);
        features[0] = Row(squeezed);
        order.Add(table[WordHash(joined), squeezed], place, isJoined: true);
        return 1;
    }

    /// <summary>Finds listed words in letters that were written one by one: nothing says where a word among them ends.</summary>
    private static int Parts(ReadOnlySpan<char> letters, WordTable table, int place, ref WordOrder order, Span<int> features)
    {
        var count = 0;
        for (var start = 0; start + ShortPart <= letters.Length; start++)
        {
            for (var length = Math.Min(LongestJoined, letters.Length - start); length >= ShortPart; length--)
            {
                var part = letters.Slice(start, length);
                var (hash, squeezed) = (WordHash(part), SqueezedHash(part));
                var word = table[hash, squeezed];
                if (word is > WordClass.None and <= WordClass.Mild)
                {
                    features[count++] = Row(hash);
                    features[count++] = Row(squeezed);
                    order.Add(word, place, isJoined: false);
                    start += length - 1;
                    break;
                }
            }
        }

        return count;
    }

    /// <summary>Equal for words that differ in doubled letters only, or in i for l: a 1 may be either.</summary>
    public static uint SqueezedHash(ReadOnlySpan<char> word)
    {
        var hash = SqueezedSalt;
        var last = '\0';
        foreach (var unit in word)
        {
            var letter = unit == 'l' ? 'i' : (char)Letter(unit);
            if (letter != last)
            {
                hash = Mix(hash, letter);
                last = letter;
            }
        }

        return hash == 0 ? 1 : hash;
    }

    public static uint WordHash(ReadOnlySpan<char> word)
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

    /// <summary>The row of two to five letters in a row, a space being the word's border.</summary>
    public static int GramRow(ReadOnlySpan<char> letters)
    {
        var hash = 0u;
        foreach (var letter in letters)
        {
            hash = Mix(hash, Letter(letter));
        }

        return Row(hash);
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
    public static int Row(uint hash) => (int)((hash * 0x85EB_CA77) >> (32 - RowBits));
}

/// <param name="Parts">Words and parts of words, which count by <see cref="TextFeatures.Scale"/>.</param>
/// <param name="Marks">What the order of the words' classes is, each of which counts <see cref="TextFeatures.MarkScale"/>.</param>
internal readonly record struct FeatureCount(int Parts, int Marks);
