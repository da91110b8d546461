using Murdoch.Grains.Analysis.Model;
using Murdoch.Grains.Analysis.Training;

namespace Murdoch.Grains.Tests.Analysis.Training;

public sealed class WordClassesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("murdoch-words-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("frobnitz", "Strong")]
    [InlineData("froobnitz", "Strong")]
    [InlineData("fr*bnitz", "Strong")]
    [InlineData("f**z", "Strong")]
    [InlineData("you", "You")]
    [InlineData("table", "None")]
    public void A_listed_word_is_known_in_the_ways_it_is_written(string word, string kind) => Assert.Equal(kind, ClassOf(Classes(), word).ToString());

    [Fact]
    public void A_listed_word_that_people_use_every_day_is_not_taken_at_the_lists_word() =>
        Assert.Equal(WordClass.None, ClassOf(Classes(everyday: "the frobnitz is in the kitchen"), "frobnitz"));

    [Fact]
    public void Other_words_of_the_class_stand_in_for_a_listed_one()
    {
        Assert.Contains(Classes().Exchange("what a frobnitz here", new Random(1)), (string[])["what a frobnitz here", "what a blipblap here"]);
        Assert.Null(Classes().Exchange("what a table here", new Random(1)));
    }

    [Fact]
    public void Lists_say_how_sure_they_are()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "profanity_one.jsonl"), """
            {"term":"fro*b","severity":4,"tags":["racial"]}
            {"term":"blip","severity":3,"tags":["general"]}
            {"term":"meh","severity":1,"tags":["general"]}
            {"term":"two words","severity":3,"tags":["general"]}
            """);
        File.WriteAllText(Path.Combine(_folder.FullName, "profanity_two.jsonl"), """
            {"term":"blip","sureness":2,"lang":"en"}
            {"term":"rare","sureness":2,"lang":"en"}
            {"term":"tame","sureness":0,"lang":"en"}
            """);
        Assert.Equal(
            [new("blip", TermStrength.Strong), new("frob", TermStrength.Slur), new("meh", TermStrength.Mild), new("rare", TermStrength.Doubtful)],
            WordListFiles.Read(_folder.FullName));
    }

    [Fact]
    public void A_line_that_is_no_entry_is_named()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "profanity.jsonl"), """{"term":"a"}""" + "\n" + """{"severity":3}""");
        Assert.Contains("profanity.jsonl, line 2:", Assert.Throws<FormatException>(() => WordListFiles.Read(_folder.FullName)).Message, StringComparison.Ordinal);
    }

    private static WordClass ClassOf(WordClasses classes, string word) => classes.Table[TextFeatures.WordHash(word), TextFeatures.SqueezedHash(word)];

    private static WordClasses Classes(string everyday = "good morning") => new(
        [new("frobnitz", TermStrength.Strong), new("blipblap", TermStrength.Strong)],
        Enumerable.Range(0, 5).Select(at => Row(everyday, "none", at)),
        [Row("you frobnitz", "toxic", 9)]);

    private static LabelledText Row(string text, string label, int at) => new($"r-{at}", text, "chat", label, "", "", "", IsDevelopment: false, (ulong)at);
}
