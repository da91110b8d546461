namespace Murdoch.Grains.Analysis.Training;

/// <summary>The rows with their features, and which of them may be learned from.</summary>
internal sealed class TrainingSet
{
    /// <summary>Parts for scores that a row's own model did not learn from.</summary>
    public const int Parts = 4;

    /// <summary>How much more our own abusive rows count: short, and little else in the data is like them.</summary>
    private const float OwnAbuseWorth = 2;

    private readonly TrainingSettings _settings;
    private readonly Dictionary<string, int> _rowsOfSource;
    private readonly List<LabelledText> _own = OwnChat.Read();

    public TrainingSet(IReadOnlyList<LabelledText> rows, TrainingSettings settings)
    {
        _settings = settings;
        Rows = rows;
        _rowsOfSource = rows.GroupBy(row => row.Source).ToDictionary(source => source.Key, source => source.Count());
        Features = [.. rows.AsParallel().AsOrdered().Select(row => TrainingExample.FeaturesOf(row.Text))];
        var tests = rows.Where(row => row.IsDevelopment).Select(row => row.Group).ToHashSet();
        // A group is tested as soon as one of its rows is: no near-copy of a test row is ever learned.
        IsTest = [.. rows.Select(row => tests.Contains(row.Group))];
        IsLearned = [.. rows.Select((row, at) => !IsTest[at] && (settings.IncludeShareAlike || !SourceRules.IsShareAlike(row.Licence)))];
    }

    public IReadOnlyList<LabelledText> Rows { get; }
    public int[][] Features { get; }
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
                var isEveryday = Rows[at].IsBenign && (_settings.BenignChat.Contains(Rows[at].Source) || Rows[at].Source == "lookalike_words");
                var worth = isEveryday ? SourceRules.EverydayWorth : 1;
                Add(examples, Rows[at], Features[at], _rowsOfSource[Rows[at].Source], worth, random);
            }
        }

        foreach (var row in _own)
        {
            Add(examples, row, TrainingExample.FeaturesOf(row.Text), _own.Count, row.IsBenign ? 1 : OwnAbuseWorth, random);
        }

        return [.. examples];
    }

    private void Add(List<TrainingExample> examples, LabelledText row, int[] features, int rowsOfSource, float worth, Random random)
    {
        examples.Add(SourceRules.Example(row, features, rowsOfSource, worth));
        if (random.NextDouble() < _settings.DisguisedShare && Disguise.Apply(row.Text, random) is var disguised && disguised != row.Text)
        {
            examples.Add(SourceRules.Example(row, TrainingExample.FeaturesOf(disguised), rowsOfSource * 2, worth));
        }
    }
}
