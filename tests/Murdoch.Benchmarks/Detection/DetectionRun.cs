using System.Diagnostics;
using System.Reflection;
using Murdoch.Benchmarks.Parts;
using Murdoch.Grains.Analysis;
using Murdoch.Grains.Analysis.Model;
using Murdoch.Grains.Analysis.Training;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Messages.Filters;
using Murdoch.Grains.Messages.Lists;

namespace Murdoch.Benchmarks.Detection;

/// <summary>Takes every figure once. Rows for development and all that is a near-copy of one were never learned from.</summary>
internal sealed class DetectionRun(DirectoryInfo folder, string? modelPath, int models, Action<string> tell)
{
    private static readonly string[] Chat = ["irc_ubuntu", "sms_spam", "gaming_banter"];
    private static readonly string[] SpamSources = ["sms_spam", "tg_spam", "scam_messages"];

    private static readonly string[] HostileKinds = ["separators", "masks", "markdown", "zalgo", "leet", "signs", "dots", "hosts", "look-alikes", "nearly", "spelled", "invites", "surrogates"];

    private readonly TextInspection _inspection = new(new PatternOptions(), new EmbeddedAnalyzerOptions { ModelPath = modelPath });
    private readonly List<DetectionTable> _tables = [];
    private readonly List<Target> _targets = [];

    public DetectionResult Run()
    {
        var rows = LabelledFiles.Read([folder.FullName]);
        var held = rows.Where(row => row.IsDevelopment).Select(row => row.Group).ToHashSet();
        var judged = Judge(rows.Where(row => held.Contains(row.Group)), _inspection);
        tell($"{judged.Length} rows decided");
        BenignTexts(judged);
        Abuse(judged, [.. rows.Where(row => row.IsAbuse && !SourceRules.IsShareAlike(row.Licence) && row.Source != "obfuscated").Select(row => row.Source).Distinct().Order(StringComparer.Ordinal)]);
        if (models > 0) LeftOut(rows, judged);
        SpamAndForms(judged);
        Obfuscated(judged);
        Links();
        LayerOne(judged);
        Speed(judged);
        return new(_tables, _targets);
    }

    private static Judged[] Judge(IEnumerable<LabelledText> rows, TextInspection inspection) => [.. rows.Select(row => new Judged(row, inspection.Decide(Layer1Benchmarks.Message(row.Text))))];

    private void BenignTexts(Judged[] judged)
    {
        var chat = judged.Where(row => row.Row.IsBenign && Chat.Contains(row.Row.Source)).ToArray();
        (string Name, Judged[] Rows)[] hard =
        [
            ("look-alike words", [.. judged.Where(row => row.Row.Source == "lookalike_words")]),
            ("obfuscated, harmless", [.. judged.Where(row => row.Row.Source == "obfuscated" && row.Row.IsBenign)]),
            ("identity words", [.. judged.Where(row => row.Row.Source == "bias_templates" && row.Row.IsBenign)]),
            ("quoted or denied abuse, our own", Judge(Quoted(), _inspection)),
        ];
        var table = new DetectionTable("Harmless texts", ["rows", "flagged"], []);
        foreach (var source in chat.GroupBy(row => row.Row.Source)) table.Rows.Add((source.Key, [source.Count(), Judged.Flagged(source)]));
        foreach (var (name, rows) in hard) table.Rows.Add((name, [rows.Length, Judged.Flagged(rows)]));
        _tables.Add(table);
        _targets.Add(new("benign chat flagged", Judged.Flagged(chat), 0.005, AtMost: true));
        _targets.Add(new("hard negatives flagged, mean", hard.Average(kind => Judged.Flagged(kind.Rows)), 0.01, AtMost: true));
    }

    private void Abuse(Judged[] judged, string[] sources)
    {
        var table = AbuseTable("Abuse by source, rows never learned from (the share-alike sources are left out of training as a whole)");
        foreach (var source in judged.Where(row => row.Row.IsAbuse || row.Row.IsBenign).GroupBy(row => row.Row.Source).OrderBy(source => source.Key, StringComparer.Ordinal)) AddAbuse(table, source.Key, [.. source]);
        _tables.Add(table);
        var all = judged.Where(row => (row.Row.IsAbuse || row.Row.IsBenign) && !SourceRules.IsShareAlike(row.Row.Licence)).ToArray();
        _targets.Add(new("abuse, sources in training, all rows together, mean F1", Judged.Count(all, row => row.IsAbuse).MeanF1, 0.86));
        _targets.Add(new("abuse, sources in training, mean of the sources' mean F1", sources.Average(source => Judged.Count(judged.Where(row => row.Row.Source == source), row => row.IsAbuse).MeanF1), 0.86));
        var functional = judged.Where(row => row.Row.Source == "hatemoji_build").ToArray();
        _targets.Add(new("functional hate (hatemoji_build in its place), accuracy", Share(functional, row => row.Decision.Flagged == row.Row.IsAbuse), 0.70));
        _targets.Add(new("the same on the non-hateful", 1 - Judged.Flagged(functional.Where(row => row.Row.IsBenign)), 0.55));
    }

    private void LeftOut(List<LabelledText> rows, Judged[] judged)
    {
        var words = Path.Combine(folder.FullName, "wordlists");
        var settings = new TrainingSettings { Models = models, Terms = Directory.Exists(words) ? WordListFiles.Read(words) : [] };
        var chatLimit = Judged.Limit(judged.Where(row => row.Row.IsBenign && Chat.Contains(row.Row.Source)), 10);
        var table = AbuseTable("Abuse, each source with a model that never saw it, at the shipped threshold");
        var recalls = new List<double>();
        foreach (var (source, model) in ModelTraining.LeaveOneOut(rows, settings, TextModel.Find(modelPath, out _).Calibration))
        {
            var left = Judge(rows.Where(row => row.Source == source && (row.IsAbuse || row.IsBenign)), new(new PatternOptions(), new EmbeddedAnalyzerOptions(), model));
            AddAbuse(table, source, left);
            if (source is "convabuse" or "surge") recalls.Add(Share([.. left.Where(row => row.Row.IsAbuse)], row => row.Decision.Score >= chatLimit));
            tell($"{source} decided by a model that never saw it");
        }

        _tables.Add(table);
        _targets.Add(new("abuse, sources left out, mean of the sources' mean F1", table.Rows.Average(row => row.Cells[5]), 0.75));
        _targets.Add(new("abuse, sources left out, mean AUC", table.Rows.Average(row => row.Cells[6]), 0.78));
        _targets.Add(new("short direct abuse left out (convabuse, surge, in the place of game chat), recall at 1 % of benign chat", recalls.Count == 0 ? null : recalls.Average(), 0.50));
    }

    private void SpamAndForms(Judged[] judged)
    {
        var table = new DetectionTable("Spam, scams, invites, floods: flagged for any reason", ["rows", "positive", "recall", "harmless flagged", "mean F1"], []);
        double Add(string source)
        {
            var rows = judged.Where(row => row.Row.Source == source).ToArray();
            var counts = Judged.Count(rows, row => !row.IsBenign);
            table.Rows.Add((source, [rows.Length, counts.Positives, (double)counts.TruePositives / counts.Positives, counts.FalsePositiveRate, counts.MeanF1]));
            return counts.MeanF1;
        }

        _targets.Add(new("spam and scam texts, mean of the sources' mean F1", SpamSources.Average(Add), 0.80));
        _targets.Add(new("invites, mean F1", Add("invites"), 0.99));
        _targets.Add(new("floods, mean F1", Add("flood"), 0.97));
        _tables.Add(table);
    }

    private void Obfuscated(Judged[] judged)
    {
        var abuse = judged.Where(row => row.Row.Source == "obfuscated" && row.Row.IsAbuse).ToArray();
        var plain = abuse.Where(row => row.Row.Tag == "plain").ToDictionary(row => Origin(row.Row), row => row.Decision.Flagged);
        var table = new DetectionTable("Obfuscated abuse: recall, and share kept of what is caught in plain spelling", ["rows", "recall", "kept"], []);
        var changed = abuse.Where(row => row.Row.Tag != "plain").ToArray();
        double? Kept(IEnumerable<Judged> rows) => Judged.Flagged(rows.Where(row => plain.GetValueOrDefault(Origin(row.Row))));
        table.Rows.Add(("plain", [plain.Count, Judged.Flagged(abuse.Where(row => row.Row.Tag == "plain")), null]));
        foreach (var tag in changed.GroupBy(row => row.Row.Tag).OrderBy(tag => tag.Key, StringComparer.Ordinal)) table.Rows.Add((tag.Key, [tag.Count(), Judged.Flagged(tag), Kept(tag)]));
        _tables.Add(table);
        _targets.Add(new("obfuscated abuse, recall", Judged.Flagged(changed), 0.92));
        _targets.Add(new("obfuscated abuse, share kept", Kept(changed), 0.96));
        _targets.Add(new("obfuscated abuse, recall of the worst trick", table.Rows.Skip(1).Min(row => row.Cells[1]), 0.85));
    }

    private static string Origin(LabelledText row) => row.Id[..row.Id.LastIndexOf('-')];

    private void Links()
    {
        var domains = new DirectoryInfo(Path.Combine(folder.FullName, "domains"));
        if (!domains.Exists) return;
        var judged = Judge(LabelledFiles.Read([domains.FullName]).Select(row => row with { Text = $"https://{row.Text}/" }), _inspection);
        var ordinary = judged.Where(row => row.Row.IsBenign && row.Row.IsDevelopment).ToArray();
        var limit = Judged.Limit(ordinary, 10);
        var listed = judged.Where(row => row.Row.Label == "scam" && !row.Row.IsDevelopment).ToArray();
        var other = judged.Where(row => row.Row.Label == "scam" && row.Row.IsDevelopment).ToArray();
        var table = new DetectionTable("Links to hosts", ["names", "flagged", "found at 1 % false alarms"], []);
        foreach (var (name, rows) in new[] { ("scams, learned", listed), ("scams, not learned", other), ("ordinary, not learned", ordinary) })
            table.Rows.Add((name, [rows.Length, Judged.Flagged(rows), Share(rows, row => row.Decision.Score >= limit)]));
        _tables.Add(table);
        _targets.Add(new("scam links at 1 % false alarms, listed names", table.Rows[0].Cells[2], 0.96));
        _targets.Add(new("scam links at 1 % false alarms, names on no list", table.Rows[1].Cells[2], 0.75));
    }

    private void LayerOne(Judged[] judged)
    {
        var lists = PatternLists.BuildWithBuiltIn(PatternSet.Empty).Lists;
        var config = new FilterConfig();
        bool Flags(string text) => MessageFilter.Check(new MessageFacts(Layer1Benchmarks.Message(text)), lists, GuildPatterns.None, config) is not null;
        var words = EmbeddedList.Lines("Lists.words.txt").Where(line => line[0] != '=').Select(line => line.Split(' ')[0].TrimEnd('*')).Where(word => word.Length > 2 && word.All(char.IsAsciiLetterLower)).ToArray();
        var random = new Random(1);
        var table = new DetectionTable("Layer 1 alone: its listed words in a sentence, by trick", ["words", "found"], []);
        var found = new List<bool>();
        foreach (var (name, apply) in Trick.All)
        {
            var hits = words.Select(word => Flags($"so you are {apply(word, random)} then")).ToArray();
            found.AddRange(hits);
            table.Rows.Add((name, [hits.Length, (double)hits.Count(hit => hit) / hits.Length]));
        }

        _tables.Add(table);
        _targets.Add(new("layer 1, obfuscated listed words found", (double)found.Count(hit => hit) / found.Count, 0.95));
        _targets.Add(new("layer 1, scam messages found", Share([.. judged.Where(row => row.Row.Source == "scam_messages" && !row.Row.IsBenign)], row => Flags(row.Row.Text)), 0.90));
        _targets.Add(new("layer 1, benign chat flagged", Share([.. judged.Where(row => row.Row.IsBenign && Chat.Contains(row.Row.Source))], row => Flags(row.Row.Text)), 0.001, AtMost: true));
        _targets.Add(new("layer 1, look-alike words flagged", Share([.. judged.Where(row => row.Row.Source == "lookalike_words")], row => Flags(row.Row.Text)), 0, AtMost: true));
    }

    private void Speed(Judged[] judged)
    {
        const int Rounds = 3;
        var messages = judged.Select(row => Layer1Benchmarks.Message(row.Row.Text)).ToArray();
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = Stopwatch.GetTimestamp();
            foreach (var message in messages) _inspection.Decide(message);
            best = Math.Min(best, Stopwatch.GetElapsedTime(before).TotalMicroseconds / messages.Length);
        }

        _targets.Add(new("time per message, layer 1 and model, µs", best, 100, AtMost: true));
        _targets.Add(new("layer 1, dearest kind of 4,000 hostile characters, µs", HostileKinds.Max(kind => Hostile(ChatTexts.Hostile(kind))), 50, AtMost: true));
    }

    /// <summary>The fastest of many rounds: what else the machine does is not the text's doing.</summary>
    private static double Hostile(string text)
    {
        const int Rounds = 2_000;
        var lists = PatternLists.BuildWithBuiltIn(PatternSet.Empty).Lists;
        var config = new FilterConfig();
        var message = Layer1Benchmarks.Message(text);
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = Stopwatch.GetTimestamp();
            MessageFilter.Check(new MessageFacts(message), lists, GuildPatterns.None, config);
            best = Math.Min(best, Stopwatch.GetElapsedTime(before).TotalMicroseconds);
        }

        return best;
    }

    private static DetectionTable AbuseTable(string title) => new(title, ["rows", "positive", "precision", "recall", "harmless flagged", "mean F1", "AUC"], []);

    private static void AddAbuse(DetectionTable table, string source, Judged[] rows)
    {
        var counts = Judged.Count(rows, row => row.IsAbuse);
        var hasBoth = counts.Positives > 0 && counts.Negatives > 0;
        table.Rows.Add((source, [rows.Length, counts.Positives, counts.Precision, (double)counts.TruePositives / counts.Positives, counts.FalsePositiveRate, hasBoth ? counts.MeanF1 : null, hasBoth ? Judged.Area(rows, row => row.IsAbuse) : null]));
    }

    private static double Share(Judged[] rows, Func<Judged, bool> holds) => rows.Length == 0 ? double.NaN : (double)rows.Count(holds) / rows.Length;

    private static List<LabelledText> Quoted()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("Murdoch.Benchmarks.Detection.quoted.txt")!);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select((line, at) => new LabelledText($"quoted-{at}", line, "quoted", "none", "", "", "", IsDevelopment: true, 0))];
    }
}
