using System.Reflection;
using Murdoch.Grains.Analysis.Model;

namespace Murdoch.Grains.Analysis.Training;

/// <summary>Decides of which class a word is: our own words of grammar, and listed terms with the ways in which they are blotted out.</summary>
internal sealed class WordClasses
{
    /// <summary>Benign texts from which on a listed term may be an everyday word.</summary>
    private const int Everyday = 3;

    /// <summary>How much more of the abusive texts than of everyday ones have to use a listed term.</summary>
    private const double Telling = 4;

    private const int ShortestMasked = 3;
    private const int LongestMasked = 10;

    /// <summary>Letters from which on a word is known without its doubled letters: <c>ass</c> is not <c>as</c>.</summary>
    private const int ShortestSqueezed = 4;

    private readonly Dictionary<uint, WordClass> _entries = [];
    private readonly Dictionary<WordClass, List<string>> _words = [];

    /// <param name="terms">Of public lists.</param>
    /// <param name="everyday">Benign chat, against which the lists are checked.</param>
    /// <param name="abuse">Abusive texts.</param>
    public WordClasses(IReadOnlyList<ListedTerm> terms, IEnumerable<LabelledText> everyday, IEnumerable<LabelledText> abuse)
    {
        foreach (var (word, kind) in Own())
        {
            _entries.TryAdd(TextFeatures.WordHash(Written(word)), kind);
        }

        var (benign, benignRows) = Uses(everyday);
        var (abusive, abusiveRows) = Uses(abuse);
        bool IsEveryday(string word) => benign.GetValueOrDefault(word) is >= Everyday and var uses
            && (double)abusive.GetValueOrDefault(word) / Math.Max(1, abusiveRows) < Telling * uses / Math.Max(1, benignRows);

        var squeezed = benign.Keys.Where(word => benign[word] >= Everyday).Select(word => TextFeatures.SqueezedHash(word)).ToHashSet();
        // Stronger terms first: a weaker one that looks the same gives way.
        foreach (var term in terms.OrderBy(term => term.Strength))
        {
            var word = Written(term.Text);
            if (word.Length > 1 && !word.Contains(' ', StringComparison.Ordinal) && !IsEveryday(word) && _entries.TryAdd(TextFeatures.WordHash(word), (WordClass)term.Strength))
            {
                (_words.TryGetValue((WordClass)term.Strength, out var words) ? words : _words[(WordClass)term.Strength] = []).Add(word);
            }
        }

        foreach (var (kind, words) in _words.OrderBy(words => words.Key))
        {
            foreach (var word in words)
            {
                var hash = TextFeatures.SqueezedHash(word);
                if (word.Length >= ShortestSqueezed && !squeezed.Contains(hash))
                {
                    _entries.TryAdd(hash, kind);
                }

                if (kind <= WordClass.Mild && word.Length is >= ShortestMasked and <= LongestMasked)
                {
                    foreach (var hidden in Masked(word))
                    {
                        _entries.TryAdd(TextFeatures.WordHash(hidden), kind);
                    }
                }
            }
        }

        Table = new(_entries);
    }

    public WordTable Table { get; }

    /// <returns>The text with another listed word of the same class in the place of each listed one; null when there is none.</returns>
    public string? Exchange(string text, Random random)
    {
        var words = text.Split(' ');
        var found = false;
        for (var at = 0; at < words.Length; at++)
        {
            var word = Written(words[at]);
            if (word.Length > 1 && ClassOf(word) is > WordClass.None and <= WordClass.Doubtful and var kind && _words.TryGetValue(kind, out var others))
            {
                words[at] = others[random.Next(others.Count)];
                found = true;
            }
        }

        return found ? string.Join(' ', words) : null;
    }

    private WordClass ClassOf(string word) => Table[TextFeatures.WordHash(word), TextFeatures.SqueezedHash(word)];

    private static IEnumerable<string> Masked(string word)
    {
        for (var at = 1; at < word.Length - 1; at++)
        {
            yield return string.Concat(word.AsSpan(0, at), "*", word.AsSpan(at + 1));
        }

        yield return Written(string.Concat(word.AsSpan(0, word.Length - 1), "*"));
        if (word.Length > ShortestMasked)
        {
            yield return string.Concat(word.AsSpan(0, 1), "**", word.AsSpan(word.Length - 1));
        }
    }

    private static (Dictionary<string, int> Uses, int Rows) Uses(IEnumerable<LabelledText> rows)
    {
        var uses = new Dictionary<string, int>(StringComparer.Ordinal);
        var count = 0;
        foreach (var row in rows)
        {
            count++;
            foreach (var word in Written(row.Text).Split(' ').Select(word => word.TrimStart(ModelWords.Spelled, ModelWords.Again)).Distinct())
            {
                uses[word] = uses.GetValueOrDefault(word) + 1;
            }
        }

        return (uses, count);
    }

    private static string Written(string text)
    {
        var words = new char[(Math.Min(text.Length, ModelText.MaxLength) * 8) + 8];
        return new(words, 0, ModelText.Write(text, words));
    }

    private static IEnumerable<(string Word, WordClass Kind)> Own()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Murdoch.Grains.Analysis.Training.word-classes.txt")
            ?? throw new InvalidOperationException("The word classes are not part of the assembly.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#' && line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                foreach (var word in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    yield return (word, Enum.Parse<WordClass>(line[..colon]));
                }
            }
        }
    }
}
