using Microsoft.Extensions.Options;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Messages.Filters;
using Murdoch.Grains.Messages.Lists;

namespace Murdoch.Grains.Tests.Messages;

public sealed class PatternTests
{
    [Theory]
    [InlineData("a,b", "a|b")]
    [InlineData("x{1,3}, [,;]y ,z", "x{1,3}|[,;]y|z")]
    [InlineData(@"a\,b,c", @"a\,b|c")]
    [InlineData(" , ,", "")]
    public void Settings_are_split_at_commas_that_separate(string setting, string parts) =>
        Assert.Equal(parts, string.Join('|', PatternOptions.Split(setting)));

    [Theory]
    [InlineData("abc(", "position 4")]
    [InlineData("ab(?=c)", "position 2")]
    [InlineData(@"(a)\1", "position 3")]
    public void A_pattern_that_does_not_compile_is_refused_with_its_position(string pattern, string position)
    {
        var result = GuildPatterns.Compile(new() { Words = [pattern] });

        Assert.Contains(position, Assert.Single(result.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_with_a_problem_leave_the_old_ones_in_force()
    {
        var catalogue = new PatternCatalogue(Options.Create(new PatternOptions { Slurs = "florbak" }));
        var before = catalogue.Current;

        Assert.Single(catalogue.Replace(PatternSources.None with { Slurs = ["("] }));
        Assert.Same(before, catalogue.Current);
        Assert.Empty(catalogue.Replace(PatternSources.None with { Slurs = ["glimp"] }));
        Assert.Null(catalogue.Current.Slurs.Find("florbak"));
        Assert.Equal("glimp", catalogue.Current.Slurs.Find("glimp"));
    }

    [Fact]
    public void A_file_wins_over_the_settings()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, """{"slurs":["fromfile"],"invite_links":[],"phishing_urls":[]}""");
        var problems = new List<string>();

        Assert.Equal(["fromfile"], new PatternOptions { Slurs = "fromsetting", PatternsPath = path }.Read(problems).Slurs);
        Assert.Empty(problems);
        File.Delete(path);
    }

    [Fact]
    public void A_file_that_is_missing_is_named()
    {
        var problems = new List<string>();
        new PatternOptions { PatternsPath = "/does/not/exist.json" }.Read(problems);

        Assert.StartsWith("REGEX_PATTERNS_PATH: /does/not/exist.json cannot be used", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_made_to_be_slow_is_not()
    {
        var patterns = GuildPatterns.Compile(new() { Words = ["(a+)+$"] }).Patterns;
        var text = new string('a', 4_000) + "!";

        Assert.Null(patterns.Words.Find(text));
    }

    [Fact]
    public void Guilds_that_add_nothing_share_one_object() => Assert.Same(GuildPatterns.None, GuildPatterns.Compile(new FilterConfig()).Patterns);
}
