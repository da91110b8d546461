using System.Text.Json;
using Murdoch.Grains.Analysis;
using Murdoch.Grains.Analysis.Training;
using Murdoch.Grains.Feedback;
using Murdoch.Grains.Interfaces.Feedback;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Lists;
using Murdoch.Grains.Tests.Storage;

namespace Murdoch.Grains.Tests.Feedback;

public sealed class LabelExportTests : IAsyncLifetime
{
    private static readonly TrainingSettings Quick = new() { Models = 1, Epochs = 1 };
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("murdoch-labels-");
    private readonly GuildId _guild = New.Guild();
    private SqliteStores _stores = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stores = await SqliteStores.Start();

    public async ValueTask DisposeAsync()
    {
        await _stores.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_moderators_marked_changes_what_a_model_says_that_learns_from_it()
    {
        await File.WriteAllLinesAsync(PathOf("rows.jsonl"), Enumerable.Range(0, 200).Select(at =>
            Row(at % 2 == 0 ? $"you are a frobnitz {Letters(at)}" : $"it is a lovely day {Letters(at)}", at % 2 == 0 ? "toxic" : "none", at % 20 < 4 ? "dev" : "train")), Cancellation);
        for (var at = 0; at < 26; at++)
        {
            await Mark($"you are a frobnitz {(char)('a' + at)}", ViolationMark.FalsePositive, ViolationCategory.Harassment);
            await Mark($"it is a lovely quibble {(char)('a' + at)}", ViolationMark.Confirmed, ViolationCategory.Harassment);
        }
        var before = Scores([]);

        Assert.Equal(new(26, 26, 0), await Export(PathOf("exported.jsonl")));

        var after = Scores([PathOf("exported.jsonl")]);
        Assert.InRange(before.Frobnitz, 0.5, 1);
        Assert.InRange(after.Frobnitz, 0, 0.499);
        Assert.InRange(before.Quibble, 0, 0.499);
        Assert.InRange(after.Quibble, 0.5, 1);
    }

    [Theory]
    [InlineData(ViolationCategory.Slur, "toxic")]
    [InlineData(ViolationCategory.Hate, "hate")]
    [InlineData(ViolationCategory.Threat, "threat")]
    [InlineData(ViolationCategory.Spam, "spam")]
    [InlineData(ViolationCategory.Phishing, "scam")]
    [InlineData(ViolationCategory.Invite, "invite")]
    [InlineData(ViolationCategory.Custom, null)]
    [InlineData(ViolationCategory.Flood, null)]
    [InlineData(ViolationCategory.MentionSpam, null)]
    public async Task A_confirmed_violation_is_labelled_by_its_category_and_a_false_positive_as_none(ViolationCategory category, string? label)
    {
        await Mark("right about this", ViolationMark.Confirmed, category);
        await Mark("wrong about this", ViolationMark.FalsePositive, category);

        var report = await Export(PathOf("exported.jsonl"));

        Assert.Equal(new(1, label is null ? 0 : 1, label is null ? 1 : 0), report);
        var rows = LabelledFiles.Read([PathOf("exported.jsonl")]);
        Assert.Equal("none", rows.Single(row => row.Text == "wrong about this").Label);
        Assert.Equal(label, rows.SingleOrDefault(row => row.Text == "right about this")?.Label);
    }

    [Fact]
    public async Task The_last_word_about_a_text_counts()
    {
        await Mark("what now", ViolationMark.Confirmed, ViolationCategory.Hate, New.Noon.AddHours(2));
        await Mark("what now", ViolationMark.FalsePositive, ViolationCategory.Hate, New.Noon.AddHours(1));

        Assert.Equal(new(0, 1, 0), await Export(PathOf("exported.jsonl")));
    }

    [Fact]
    public async Task What_points_to_a_person_is_blotted_out()
    {
        await Mark("<@123456789012345678> and <#987654321098765432>, write to ann.b@example.com or 10.1.2.3, call 0170123456789 <:pepe:55555555555555555>", ViolationMark.FalsePositive, ViolationCategory.Hate);

        await Export(PathOf("exported.jsonl"));

        using var row = JsonDocument.Parse(await File.ReadAllTextAsync(PathOf("exported.jsonl"), Cancellation));
        Assert.Equal("<@0> and <#0>, write to [email] or 0.0.0.0, call 0000000000000 <:pepe:0>", row.RootElement.GetProperty("text").GetString());
        Assert.Equal(("none", "high", "listed-word", "exported"), (
            row.RootElement.GetProperty("label").GetString(), row.RootElement.GetProperty("severity").GetString(),
            row.RootElement.GetProperty("tag").GetString(), row.RootElement.GetProperty("source").GetString()));
    }

    [Fact]
    public async Task Names_and_what_stood_outside_of_the_message_and_other_guilds_are_left_out()
    {
        await Mark("a name", ViolationMark.Confirmed, ViolationCategory.Slur, subject: ViolationSubject.Nickname);
        var embed = New.Violation(_guild) with { Content = "the message", Print = TextPrints.Of(_guild, "the embed", null), Mark = ViolationMark.Confirmed, Category = ViolationCategory.Slur };
        await _stores.Violations.Write([embed]);
        await _stores.Get<MarkStore>().Write(embed);
        await Mark("elsewhere", ViolationMark.Confirmed, ViolationCategory.Slur, guild: New.Guild());

        Assert.Equal(new(0, 0, 2), await Export(PathOf("exported.jsonl"), _guild));
        Assert.Equal(new(0, 1, 2), await Export(PathOf("exported.jsonl")));
    }

    private async Task Mark(
        string text, ViolationMark mark, ViolationCategory category, DateTimeOffset? at = null, ViolationSubject subject = ViolationSubject.Message, GuildId? guild = null)
    {
        var of = guild ?? _guild;
        var violation = New.Violation(of) with
        {
            Content = text,
            Print = TextPrints.Of(of, text, null),
            Category = category,
            Rule = "listed-word",
            Severity = 0.9,
            Subject = subject,
            Mark = mark,
            MarkedBy = new(7),
            MarkedAt = at ?? New.Noon,
        };
        await _stores.Violations.Write([violation]);
        await _stores.Get<MarkStore>().Write(violation);
    }

    private async Task<LabelExportReport> Export(string path, GuildId? guild = null)
    {
        await using var file = File.CreateText(path);
        return await LabelExport.Write(_stores.Get<MarkStore>(), guild, file, Cancellation);
    }

    private (double Frobnitz, double Quibble) Scores(string[] extra)
    {
        using (var model = File.Create(PathOf("new.model"))) ModelTraining.Run(LabelledFiles.Read([PathOf("rows.jsonl")], extra), Quick, model, _ => { });
        var inspection = new TextInspection(new PatternOptions(), new EmbeddedAnalyzerOptions { ModelPath = PathOf("new.model") });
        Assert.Empty(inspection.Problems);
        return (inspection.Decide(New.Message("you are a frobnitz")).Score, inspection.Decide(New.Message("it is a lovely quibble")).Score);
    }

    private static string Row(string text, string label, string split) => $$"""{"text":"{{text}}","label":"{{label}}","split":"{{split}}"}""";

    private static string Letters(int at) => $"{(char)('a' + (at % 26))}{(char)('a' + (at / 26))}";

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
