using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Messages.Lists;
using Murdoch.Grains.Tests.Messages.Filters;

namespace Murdoch.Grains.Tests.Messages.Lists;

public sealed class PatternCatalogueTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("a,b", new[] { "a", "b" })]
    [InlineData(" foo , ,bar ", new[] { "foo", "bar" })]
    [InlineData(@"a{1,3},b", new[] { "a{1,3}", "b" })]
    [InlineData(@"[a,b],c", new[] { "[a,b]", "c" })]
    [InlineData(@"a\,b,c", new[] { @"a\,b", "c" })]
    [InlineData(null, new string[0])]
    public void Settings_are_split_at_commas_that_are_not_part_of_a_pattern(string? setting, string[] expected) =>
        Assert.Equal(expected, PatternSet.Split(setting));

    [Fact]
    public void Settings_add_to_the_built_in_lists()
    {
        var catalogue = new PatternCatalogue(Options.Create(new PatternOptions { Slurs = "widget", PhishingUrls = @"bad\.example", InviteLinks = @"club\.example/\w+" }));
        Assert.Equal("listed-word", Given.Check("w1dget", lists: catalogue.Current)?.Rule);
        Assert.Equal("phishing-link", Given.Check("https://www.bad.example", lists: catalogue.Current)?.Rule);
        Assert.Equal("invite", Given.Check("club.example/abc", lists: catalogue.Current)?.Rule);
        Assert.Equal("invite", Given.Check("discord.gg/abc123", lists: catalogue.Current)?.Rule);
    }

    [Fact]
    public void The_variables_have_the_names_of_the_guide()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["REGEX_SLURS"] = "a",
            ["REGEX_INVITE_LINKS"] = "b",
            ["REGEX_PHISHING_URLS"] = "c",
            ["REGEX_PATTERNS_PATH"] = "d",
        }).Build();
        var options = configuration.Get<PatternOptions>()!;
        Assert.Equal(("a", "b", "c", "d"), (options.Slurs, options.InviteLinks, options.PhishingUrls, options.PatternsPath));
    }

    [Fact]
    public void The_file_wins_over_the_variables()
    {
        File.WriteAllText(_path, """{"slurs":["gadget"],"phishing_urls":["bad.example"]}""");
        var catalogue = new PatternCatalogue(Options.Create(new PatternOptions { Slurs = "widget", PatternsPath = _path }));
        Assert.Null(Given.Check("widget", lists: catalogue.Current));
        Assert.Equal("listed-word", Given.Check("gadget", lists: catalogue.Current)?.Rule);
        Assert.Equal("phishing-link", Given.Check("http://bad.example", lists: catalogue.Current)?.Rule);
    }

    [Fact]
    public void Replacing_keeps_the_old_patterns_while_there_is_a_problem()
    {
        var catalogue = new PatternCatalogue(Options.Create(new PatternOptions { Slurs = "widget" }));
        var before = catalogue.Current;
        Assert.Equal(["slurs: pattern 2 (b(c), at position 3: a ( is not closed."], catalogue.Replace(new PatternOptions { Slurs = "gadget,b(c" }));
        Assert.Same(before, catalogue.Current);
        Assert.Empty(catalogue.Replace(new PatternOptions { Slurs = "gadget" }));
        Assert.Null(Given.Check("widget", lists: catalogue.Current));
        Assert.Equal("listed-word", Given.Check("gadget", lists: catalogue.Current)?.Rule);
    }

    [Fact]
    public void Validation_names_every_pattern_that_does_not_compile()
    {
        var result = new PatternOptions.Validator().Validate(null, new PatternOptions { Slurs = "fine,a(?=b)", InviteLinks = "[x" });
        Assert.Equal(
            ["slurs: pattern 2 (a(?=b)), at position 2: look-around is not supported.", "invite_links: pattern 1 ([x), at position 2: a [ is not closed."],
            result.Failures);
        Assert.True(new PatternOptions.Validator().Validate(null, new PatternOptions()).Succeeded);
    }

    [Theory]
    [InlineData("{\"slurs\":[", "is not the expected JSON: line 1, column 11.")]
    [InlineData("{\"slurs\":\"a\"}", "is not the expected JSON: line 1, column 13.")]
    [InlineData("{\"slurs\":[null]}", "has null for a pattern.")]
    public void A_malformed_file_is_named(string content, string problem)
    {
        File.WriteAllText(_path, content);
        var result = new PatternOptions.Validator().Validate(null, new PatternOptions { PatternsPath = _path });
        Assert.Equal([$"REGEX_PATTERNS_PATH: {_path} {problem}"], result.Failures);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var result = new PatternOptions.Validator().Validate(null, new PatternOptions { PatternsPath = _path + ".missing" });
        Assert.StartsWith($"REGEX_PATTERNS_PATH: {_path}.missing cannot be read: ", result.Failures!.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_names_and_five_hundred_words_fit()
    {
        var random = new Random(5);
        var result = PatternLists.Build(
            Enumerable.Range(0, 500).Select(_ => Word(random)), [], Enumerable.Range(0, 10_000).Select(i => $"host{i}.example"), []);
        Assert.Empty(result.Problems);
        Assert.True(result.Lists.IsListedDomain("a.host9999.example"));
        Assert.False(result.Lists.IsListedDomain("host10000.example"));
    }

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, random.Next(5, 12)).Select(_ => (char)('a' + random.Next(26))));
}
