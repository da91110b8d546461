using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Messages.Filters;

namespace Murdoch.Grains.Tests.Messages.Filters;

public sealed class GuildPatternsTests
{
    [Fact]
    public void A_guild_without_patterns_shares_one_instance()
    {
        Assert.Same(GuildPatterns.None, GuildPatterns.Compile(new FilterConfig()).Patterns);
        Assert.Same(GuildPatterns.None, GuildPatterns.Compile(new FilterConfig { MentionLimit = 3 }).Patterns);
    }

    [Theory]
    [InlineData(@"ab(?=c)", 3, "look-around is not supported")]
    [InlineData(@"(?<!x)y", 1, "look-around is not supported")]
    [InlineData(@"(a)\1", 4, "back-references are not supported")]
    [InlineData(@"x(?>a+)", 2, "atomic groups are not supported")]
    [InlineData(@"(?(a)b|c)", 1, "conditions are not supported")]
    [InlineData(@"ab(c", 4, "a ( is not closed")]
    [InlineData(@"abc)", 4, "a ) was never opened")]
    [InlineData(@"a[bc", 4, "a [ is not closed")]
    [InlineData(@"a**", 3, "a quantifier follows a quantifier")]
    [InlineData(@"(a{100}){100}", 9, "this count makes the pattern longer than 2000 characters when it is written out")]
    [InlineData(@"a*", 1, "the pattern matches an empty text, and so every message")]
    public void A_pattern_that_does_not_compile_is_refused_with_its_position(string pattern, int position, string problem)
    {
        var result = GuildPatterns.Compile(new FilterConfig { Words = ["fine", pattern] });
        Assert.Equal([$"words: pattern 2 ({pattern}), at position {position}: {problem}."], result.Problems);
        Assert.Equal("guild-word", Given.Check("this is fine", new FilterConfig { Words = ["fine", pattern] })?.Rule);
    }

    [Fact]
    public void Lists_and_patterns_have_a_size_limit()
    {
        Assert.Equal(
            ["words: entry 1001, at position 1: a list has at most 1000 entries."],
            GuildPatterns.Compile(new FilterConfig { Words = [.. Enumerable.Repeat("word", 1_001)] }).Problems);
        Assert.Contains("at position 501: a pattern has at most 500 characters", GuildPatterns.Compile(new FilterConfig { Words = [new string('.', 501)] }).Problems.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void No_pattern_makes_matching_superlinear()
    {
        var config = new FilterConfig { Words = [@"(a+)+$b", @"(x|x)*y1", @"(.*)*z9"] };
        Assert.Empty(GuildPatterns.Compile(config).Problems);
        Assert.Null(Given.Check(string.Concat(Enumerable.Repeat("aax ", 1_000)), config with { DuplicateLimit = 0 }));
    }
}
