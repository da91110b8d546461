using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Tests.Messages.Filters;

public sealed class WordFilterTests
{
    [Theory]
    [InlineData("badword")]
    [InlineData("what a BaDwOrD that is")]
    [InlineData("b4dw0rd")]
    [InlineData("b@dw0rd!")]
    [InlineData("baaaadworddd")]
    [InlineData("b.a.d.w.o.r.d")]
    [InlineData("b.a.d w.o.r.d and b-a-d-w-o-r-d")]
    [InlineData("you b a d w o r d you")]
    [InlineData("bad_word")]
    [InlineData("ba\u200Bdw\u200Dord")]
    [InlineData("b\u0301a\u0302d\u0303w\u0304o\u0305r\u0306d")]
    [InlineData("bаdwоrd")]
    [InlineData("ｂａｄｗｏｒｄ")]
    [InlineData("𝓫𝓪𝓭𝔀𝓸𝓻𝓭")]
    [InlineData("🅱🅰🅳🆆🅾🆁🅳")]
    [InlineData("ⓑⓐⓓⓦⓞⓡⓓ")]
    [InlineData("ʙᴀᴅᴡᴏʀᴅ")]
    [InlineData("bädwörd")]
    [InlineData("**b**ad||word||")]
    [InlineData("||badword||")]
    [InlineData("~~bad~~word")]
    [InlineData("b*dword")]
    [InlineData("b*dw*rd")]
    [InlineData("b*****d")]
    [InlineData("b#dword")]
    [InlineData("badword123")]
    [InlineData("\u202Ebadword\u202C")]
    public void A_listed_word_is_found_in_every_disguise(string text)
    {
        var match = Given.Check(text, lists: Given.Words);
        Assert.NotNull(match);
        Assert.Equal(("listed-word", ViolationCategory.Slur, 0.9, "badword"), (match.Rule, match.Category, match.Severity, match.Matched));
    }

    [Theory]
    [InlineData("badwording is not it")]
    [InlineData("unbadword")]
    [InlineData("bad word choice of mine, forbad words")]
    [InlineData("the bad Wordsworth")]
    [InlineData("gloops")]
    [InlineData("g l o o p s")]
    [InlineData("snork")]
    [InlineData("12345 67890 8000")]
    [InlineData("")]
    [InlineData("a")]
    public void Words_that_hold_a_listed_one_or_resemble_it_stay_innocent(string text) => Assert.Null(Given.Check(text, lists: Given.Words));

    [Theory]
    [InlineData("I live in Scunthorpe and my cat is a Maine Coon")]
    [InlineData("Niger and Nigeria are neighbours")]
    [InlineData("a chink in the armour, spic and span")]
    [InlineData("raccoon cocoon tycoon spicy despicable")]
    [InlineData("fire retardant s p i c e s")]
    [InlineData("chords: C F A G")]
    public void Built_in_words_leave_ordinary_ones_alone(string text) => Assert.Null(Given.Check(text));

    [Fact]
    public void A_regular_expression_matches_the_normalised_text()
    {
        Assert.Equal("spam\\d{2,3}eggs", Given.Check("oh ＳＰＡＭ42eggs", lists: Given.Words)?.Matched);
        Assert.Null(Given.Check("spam4eggs", lists: Given.Words));
    }

    [Fact]
    public void A_guild_has_words_of_its_own_and_allows_listed_ones()
    {
        var match = Given.Check("such a w1dget", new FilterConfig { Words = ["widget"] });
        Assert.Equal(("guild-word", ViolationCategory.Custom, 0.6), (match?.Rule, match?.Category, match?.Severity));
        Assert.Null(Given.Check("b4dword", new FilterConfig { AllowedWords = ["badword"] }, Given.Words));
        Assert.Equal("gloop", Given.Check("badword gloop", new FilterConfig { AllowedWords = ["badword"] }, Given.Words)?.Matched);
        Assert.Null(Given.Check("badword", new FilterConfig { ScanWords = false }, Given.Words));
    }

    [Fact]
    public void Words_of_other_scripts_are_words_too()
    {
        var config = new FilterConfig { Words = ["жопка", "плохо"] };
        Assert.Equal("guild-word", Given.Check("это жопка!", config)?.Rule);
        Assert.Equal("guild-word", Given.Check("ПЛОХО", config)?.Rule);
        Assert.Null(Given.Check("неплохой день", config));
    }

    [Fact]
    public void Texts_outside_the_content_are_looked_at()
    {
        foreach (var kind in Enum.GetValues<MessageTextKind>())
        {
            var message = Given.Message("look") with { Texts = [new(kind, "nice"), new(kind, "badword.png")] };
            Assert.Equal("badword", Given.Check(message, lists: Given.Words)?.Matched);
        }
    }

    [Fact]
    public void The_most_severe_match_wins()
    {
        Assert.Equal("listed-word", Given.Check("discord.gg/abc123 badword", lists: Given.Words)?.Rule);
        Assert.Equal("phishing-link", Given.Check("discord.gg/abc123 https://steamcommunlty.com/trade")?.Rule);
    }

    [Fact]
    public void A_reason_does_not_repeat_the_word() => Assert.DoesNotContain("badword", Given.Check("badword", lists: Given.Words)!.Reason, StringComparison.Ordinal);
}
