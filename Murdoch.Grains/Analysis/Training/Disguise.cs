using System.Text;

namespace Murdoch.Grains.Analysis.Training;

/// <summary>Writes words the way people do who want to get past a filter, so that the model meets such spellings in rows of every label.</summary>
internal static class Disguise
{
    private static readonly Dictionary<char, string> Leet = new()
    {
        ['a'] = "4@",
        ['b'] = "8",
        ['e'] = "3",
        ['g'] = "9",
        ['i'] = "1!",
        ['l'] = "1",
        ['o'] = "0",
        ['s'] = "5$",
        ['t'] = "7",
    };

    /// <returns>The text with one to three of its longer words changed; the text itself when it has none.</returns>
    public static string Apply(string text, Random random)
    {
        var words = text.Split(' ');
        var candidates = Enumerable.Range(0, words.Length).Where(at => words[at].Length is >= 3 and <= 20 && words[at].All(char.IsAsciiLetter)).ToArray();
        if (candidates.Length == 0)
        {
            return text;
        }

        random.Shuffle(candidates);
        foreach (var at in candidates.Take(1 + random.Next(Math.Max(1, candidates.Length / 2))))
        {
            words[at] = Word(words[at], random);
        }

        return string.Join(' ', words);
    }

    /// <param name="word">Three letters or more.</param>
    public static string Word(string word, Random random) => random.Next(10) switch
    {
        0 or 1 => Substitute(word, random),
        2 => string.Join(" .-_"[random.Next(4)], word.ToCharArray()),
        3 => Part(word, random),
        4 or 5 => Mask(word, random),
        6 or 7 => Stretch(word, random),
        8 => Swap(word, random),
        _ => Drop(word, random),
    };

    private static string Substitute(string word, Random random)
    {
        var changed = new StringBuilder(word);
        for (var at = 0; at < word.Length; at++)
        {
            if (Leet.TryGetValue(char.ToLowerInvariant(word[at]), out var signs) && random.Next(3) > 0)
            {
                changed[at] = signs[random.Next(signs.Length)];
            }
        }

        return changed.ToString();
    }

    /// <summary>One letter is blotted out, or all between the first and the last.</summary>
    private static string Mask(string word, Random random)
    {
        var sign = "***#_"[random.Next(5)];
        if (random.Next(4) == 0)
        {
            return word[0] + new string(sign, word.Length - 2) + word[^1];
        }

        var at = 1 + random.Next(word.Length - 1);
        return string.Concat(word.AsSpan(0, at), [sign], word.AsSpan(at + 1));
    }

    private static string Part(string word, Random random) => word.Insert(1 + random.Next(word.Length - 1), " .-_*"[random.Next(5)].ToString());

    private static string Swap(string word, Random random)
    {
        var at = random.Next(word.Length - 1);
        return string.Concat(word.AsSpan(0, at), [word[at + 1], word[at]], word.AsSpan(at + 2));
    }

    private static string Stretch(string word, Random random)
    {
        var at = random.Next(word.Length);
        return string.Concat(word.AsSpan(0, at), new string(word[at], 1 + random.Next(4)), word.AsSpan(at));
    }

    private static string Drop(string word, Random random)
    {
        var at = 1 + random.Next(word.Length - 1);
        return word.Remove(at, 1);
    }
}
