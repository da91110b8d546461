using Murdoch.Grains.Analysis.Model;

namespace Murdoch.Grains.Analysis.Training;

/// <summary>The rows with their features, and which of them may be learned from.</summary>
internal sealed class TrainingSet
{
    /// <summary>Parts for scores that a row's own model did not learn from.</summary>
    public const int Parts = 4;

    private readonly TrainingSettings _settings;
    private readonly WordClasses _classes;
    private readonly Dictionary<string, int> _rowsOfSource;
    private readonly List<LabelledText> _own = OwnChat.Read();

    public TrainingSet(IReadOnlyList<LabelledText> rows, TrainingSettings settings)
    {
        _settings = settings;
        Rows = rows;
        _rowsOfSource = rows.GroupBy(row => row.Source).ToDictionary(source => source.Key, source => source.Count());
        var tests = rows.Where(row => row.IsDevelopment).Select(row => row.Group).ToHashSet();
        // A group is tested as soon as one of its rows is: no near-copy of a test row is ever learned.
        IsTest = [.. rows.Select(row => tests.Contains(row.Group))];
        IsLearned = [.. rows.Select((row, at) => !IsTest[at] && (settings.IncludeShareAlike || !SourceRules.IsShareAlike(row.Licence)))];
        _classes = new(settings.Terms, rows.Where((row, at) => IsLearned[at] && IsEveryday(row)), rows.Where((row, at) => IsLearned[at] && row.IsAbuse));
        Features = [.. rows.AsParallel().AsOrdered().Select(row => TrainingFeatures.Of(row.Text, Words))];
    }

    public IReadOnlyList<LabelledText> Rows { get; }
    public WordTable Words => _classes.Table;
    public TrainingFeatures[] Features { get; }
    public bool[] IsTest { get; }
    public bool[] IsLearned { get; }

    /// <summary>Which part a row belongs to; equal for all rows of a group.</summary>
    public int PartOf(int row) => (int)(((Rows[row].Group * 0x9E37_79B9_7F4A_7C15) + (uint)_settings.Seed >> 40) % Parts);

    /// <param name="take">Whether a row is learned.</param>
    /// <param name="seed">Decides which rows are disguised, and how.</param>
    public TrainingExample[] Examples(Func<int, bool> take, int seed)
    {
        var random = new Random(seed);
        var examples = new List<TrainingExample>();
        for (var at = 0; at < Rows.Count; at++)
        {
            if (take(at))
            {
                var worth = IsEveryday(Rows[at]) ? SourceRules.EverydayWorth : Rows[at].Source == LabelledText.Exported ? SourceRules.ExportedWorth : 1;
                Add(examples, Rows[at], Features[at], _rowsOfSource[Rows[at].Source], worth, random);
            }
        }

        foreach (var row in _own)
        {
            Add(examples, row, TrainingFeatures.Of(row.Text, Words), _own.Count, worth: 1, random);
        }

        return [.. examples];
    }

    private void Add(List<TrainingExample> examples, LabelledText row, TrainingFeatures features, int rowsOfSource, float worth, Random random)
    {
        examples.Add(SourceRules.Example(row, features, rowsOfSource, worth));
        if (random.NextDouble() < _settings.DisguisedShare && Disguise.Apply(row.Text, random) is var disguised && disguised != row.Text)
        {
            examples.Add(SourceRules.Example(row, TrainingFeatures.Of(disguised, Words), rowsOfSource * 2, worth));
        }

        if (random.NextDouble() < _settings.QuotedShare && QuotedAbuse.Quote(row, random) is { } quoted)
        {
            examples.Add(SourceRules.Example(quoted, TrainingFeatures.Of(quoted.Text, Words), _own.Count, extraWorth: 1));
        }

        if (_settings.Terms.Count > 0 && random.NextDouble() < _settings.ExchangedShare && _classes.Exchange(row.Text, random) is { } exchanged)
        {
            var text = random.Next(2) == 0 ? exchanged : Disguise.Apply(exchanged, random);
            examples.Add(SourceRules.Example(row, TrainingFeatures.Of(text, Words), rowsOfSource, worth));
        }
    }

    private bool IsEveryday(LabelledText row) => row.IsBenign && (_settings.BenignChat.Contains(row.Source) || row.Source == "lookalike_words");
}
