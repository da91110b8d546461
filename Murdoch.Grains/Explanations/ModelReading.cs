using Murdoch.Grains.Analysis.Model;
using Murdoch.Grains.Interfaces.Explanations;

namespace Murdoch.Grains.Explanations;

/// <summary>Says which words of a text make the model's answer, by leaving each of them out.</summary>
internal static class ModelReading
{
    /// <summary>Words that are tried: a text has to be read once for each of them.</summary>
    private const int MaxTried = 120;
    private const int MaxFor = 5;
    private const int MaxAgainst = 3;
    private const int MaxParts = 3;

    /// <summary>What the model reads for any mention: its letters say nothing.</summary>
    private const string Handle = "auser";

    /// <summary>Log-odds that a word has to change to be worth naming.</summary>
    private const double WorthNaming = 0.05;

    /// <summary>Units of a word that are shown: longer ones are links.</summary>
    private const int MaxShown = 100;

    public static WordWeight[] Words(TextModel model, string text, ModelLane lane)
    {
        text = text.Length <= ModelText.MaxLength ? text : text[..ModelText.MaxLength];
        var all = model.Score(text)[lane];
        var weights = new List<WordWeight>();
        foreach (var (start, length) in Tokens(text).Take(MaxTried))
        {
            var rest = string.Concat(text.AsSpan(0, start), text.AsSpan(start + length));
            var odds = all - model.Score(rest)[lane];
            if (Math.Abs(odds) < WorthNaming)
            {
                continue;
            }

            var written = text.Substring(start, length);
            weights.Add(new(new(0, start, length, written.Length <= MaxShown ? written : written[..MaxShown], Readable(written)), Math.Round(odds, 3), Parts(model, written, lane)));
        }

        return
        [
            .. weights.Where(word => word.Odds > 0).OrderByDescending(word => word.Odds).Take(MaxFor),
            .. weights.Where(word => word.Odds < 0).OrderBy(word => word.Odds).Take(MaxAgainst),
        ];
    }

    private static IEnumerable<(int Start, int Length)> Tokens(string text)
    {
        for (var start = 0; start < text.Length; start++)
        {
            if (char.IsWhiteSpace(text[start]))
            {
                continue;
            }

            var end = start + 1;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            yield return (start, end - start);
            start = end;
        }
    }

    private static string Readable(string written) => string.Join(' ', Read(written).Select(word => ModelText.Readable(word.AsSpan(0, Math.Min(word.Length, MaxShown)))).Distinct());

    private static string[] Read(string written)
    {
        var buffer = new char[written.Length * 8];
        return new string(buffer, 0, ModelText.Write(written, buffer)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string[] Parts(TextModel model, string written, ModelLane lane)
    {
        var weights = new Dictionary<string, float>(StringComparer.Ordinal);
        foreach (var word in Read(written).Where(word => char.IsAsciiLetterLower(word[0]) && word != Handle))
        {
            var letters = $" {word.AsSpan(0, Math.Min(word.Length, TextFeatures.MaxWord))} ";
            for (var start = 0; start < letters.Length; start++)
            {
                for (var length = TextFeatures.ShortestGram; length <= TextFeatures.LongestGram && start + length <= letters.Length; length++)
                {
                    var gram = letters.Substring(start, length);
                    weights[gram] = model.GramWeight(gram, lane);
                }
            }
        }

        return [.. weights.Where(gram => gram.Value > 0).OrderByDescending(gram => gram.Value).ThenBy(gram => gram.Key, StringComparer.Ordinal).Take(MaxParts).Select(gram => gram.Key)];
    }
}
