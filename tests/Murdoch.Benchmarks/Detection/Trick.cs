using System.Globalization;
using System.Text;

namespace Murdoch.Benchmarks.Detection;

/// <summary>Ways of writing a word that people read and a naive list does not.</summary>
internal static class Trick
{
    private static readonly (char Letter, string Signs)[] Leet = [('a', "4@"), ('e', "3"), ('i', "1!"), ('o', "0"), ('s', "5$"), ('t', "7"), ('g', "9")];
    private static readonly (char Letter, char LookAlike)[] Others = [('a', 'а'), ('c', 'с'), ('e', 'е'), ('i', 'і'), ('o', 'ο'), ('p', 'р'), ('s', 'ѕ'), ('n', 'п'), ('k', 'κ'), ('t', 'т'), ('g', 'ɡ')];

    public static readonly (string Name, Func<string, Random, string> Apply)[] All =
    [
        ("leet", (word, random) => Replace(word, letter => Leet.FirstOrDefault(sign => sign.Letter == letter) is { Signs: { } signs } ? signs[random.Next(signs.Length)] : letter)),
        ("homoglyphs", (word, _) => Replace(word, letter => Others.FirstOrDefault(other => other.Letter == letter) is { LookAlike: > '\0' and var other } ? other : letter)),
        ("spaces", (word, _) => string.Join(' ', word.ToCharArray())),
        ("dots", (word, _) => string.Join('.', word.ToCharArray())),
        ("underscores", (word, _) => string.Join('_', word.ToCharArray())),
        ("zero-width", (word, _) => string.Join('\u200B', word.ToCharArray())),
        ("combining", (word, random) => string.Concat(word.Select(letter => letter.ToString() + (char)(0x300 + random.Next(0x50))))),
        ("repeats", (word, random) => { var at = random.Next(word.Length); return word.Insert(at, new string(word[at], 2 + random.Next(4))); }),
        ("mixed case", (word, _) => string.Concat(word.Select((letter, at) => at % 2 == 0 ? char.ToUpper(letter, CultureInfo.InvariantCulture) : letter))),
        ("full width", (word, _) => Replace(word, letter => (char)(letter - 'a' + 'ａ'))),
        ("bold", (word, _) => string.Concat(word.Select(letter => char.ConvertFromUtf32(0x1D41A + letter - 'a')))),
        ("markdown", (word, random) => { var at = 1 + random.Next(word.Length - 1); return $"{word[..at]}**{word[at..]}**"; }),
        ("spoiler", (word, random) => { var at = 1 + random.Next(word.Length - 1); return $"{word[..at]}||{word[at..]}||"; }),
        ("mask", (word, random) => { var at = 1 + random.Next(word.Length - 2); return $"{word[..at]}*{word[(at + 1)..]}"; }),
    ];

    private static string Replace(string word, Func<char, char> letter)
    {
        var written = new StringBuilder(word.Length);
        foreach (var one in word) written.Append(letter(one));
        return written.ToString();
    }
}
