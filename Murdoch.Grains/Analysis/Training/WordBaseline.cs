namespace Murdoch.Grains.Analysis.Training;

/// <summary>What any model has to beat: a list of the single words that tell most, a text with one of them counts as abuse.</summary>
internal sealed class WordBaseline
{
    private const int Words = 100;

    /// <summary>Rows that a word has to occur in: rarer ones tell by chance.</summary>
    private const int MinRows = 20;

    private readonly HashSet<string> _words;

    public WordBaseline(TrainingSet set)
    {
        var counts = new Dictionary<string, (int Abuse, int Benign)>(StringComparer.Ordinal);
        for (var at = 0; at < set.Rows.Count; at++)
        {
            var row = set.Rows[at];
            if (set.IsLearned[at] && (row.IsAbuse || row.IsBenign))
            {
                foreach (var word in Split(row.Text).Distinct())
                {
                    var (abuse, benign) = counts.GetValueOrDefault(word);
                    counts[word] = row.IsAbuse ? (abuse + 1, benign) : (abuse, benign + 1);
                }
            }
        }

        _words = [.. counts.Where(word => word.Value.Abuse + word.Value.Benign >= MinRows)
            .OrderByDescending(word => (double)(word.Value.Abuse + 1) / (word.Value.Benign + 1) * Math.Log(word.Value.Abuse + 1))
            .Take(Words).Select(word => word.Key)];
    }

    public bool Flags(string text) => Split(text).Any(_words.Contains);

    private static string[] Split(string text) =>
        text.ToLowerInvariant().Split([' ', '\n', '\t', '.', ',', '!', '?', '"', ':', ';', '(', ')', '*'], StringSplitOptions.RemoveEmptyEntries);
}
