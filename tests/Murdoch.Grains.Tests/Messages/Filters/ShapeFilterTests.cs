using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Tests.Messages.Filters;

public sealed class ShapeFilterTests
{
    [Fact]
    public void Mentions_are_counted_as_Discord_counts_them()
    {
        var eight = Given.Message("hi") with { MentionedUsers = 5, MentionedRoles = 3 };
        Assert.Null(Given.Check(eight));
        var match = Given.Check(eight with { MentionedRoles = 4 });
        Assert.Equal(("mass-mention", ViolationCategory.MentionSpam, 0.7), (match?.Rule, match?.Category, match?.Severity));
        Assert.Null(Given.Check(eight with { MentionedRoles = 4 }, new FilterConfig { MentionLimit = 0 }));
    }

    [Fact]
    public void A_wall_of_mentions_counts_although_Discord_does_not()
    {
        Assert.Equal("mass-mention", Given.Check("@everyone @everyone @everyone @everyone hello")?.Rule);
        Assert.Null(Given.Check("@everyone the event begins"));
        Assert.Equal("mass-mention", Given.Check(string.Concat(Enumerable.Range(0, 9).Select(i => $"<@{i}> ")))?.Rule);
    }

    [Fact]
    public void Emoji_are_counted_as_a_reader_sees_them()
    {
        Assert.Null(Given.Check(string.Concat(Enumerable.Repeat("👨‍👩‍👧‍👦", 25))));
        Assert.Equal("emoji-flood", Given.Check(string.Concat(Enumerable.Repeat("👍🏽", 26)))?.Rule);
        Assert.Null(Given.Check(string.Concat(Enumerable.Repeat("👍🏽", 25))));
        Assert.Equal("emoji-flood", Given.Check(string.Concat(Enumerable.Repeat("<:a:1>", 26)))?.Rule);
        Assert.Null(Given.Check(string.Concat(Enumerable.Repeat("👍", 26)), new FilterConfig { EmojiLimit = 0 }));
    }

    [Fact]
    public void Capitals_are_shouting_only_where_a_guild_says_so()
    {
        const string Shout = "WHY DOES NOBODY EVER ANSWER ME";
        Assert.Null(Given.Check(Shout));
        Assert.Equal("caps-flood", Given.Check(Shout, new FilterConfig { CapsPercent = 70 })?.Rule);
        Assert.Null(Given.Check("GG WP HELLO", new FilterConfig { CapsPercent = 70 }));
        Assert.Null(Given.Check("why does Nobody ever answer me", new FilterConfig { CapsPercent = 70 }));
    }

    [Fact]
    public void Stacked_marks_are_zalgo_and_ordinary_accents_are_not()
    {
        Assert.Equal("zalgo", Given.Check("he\u0301\u0302\u0303\u0304llo there")?.Rule);
        Assert.Null(Given.Check("he\u0301\u0302\u0303llo there"));
        Assert.Null(Given.Check("Tie\u0302\u0301ng Vie\u0323\u0302t ra\u0302\u0301t hay"));
        Assert.Null(Given.Check("สวัสดีครับ ที่นี่ น้ำ"));
        Assert.Null(Given.Check("he\u0301\u0302\u0303\u0304llo there", new FilterConfig { CombiningMarksLimit = 0 }));
    }

    [Fact]
    public void The_same_word_over_and_over_is_a_flood_and_code_is_not()
    {
        Assert.Equal("text-flood", Given.Check(string.Concat(Enumerable.Repeat("hello ", 24)))?.Rule);
        Assert.Null(Given.Check(string.Concat(Enumerable.Repeat("hello ", 23))));
        Assert.Equal("text-flood", Given.Check(new string('h', 60))?.Rule);
        Assert.Null(Given.Check(new string('h', 59)));
        Assert.Null(Given.Check($"```{string.Concat(Enumerable.Repeat("\nx = 1", 12))}\n```"));
        Assert.Null(Given.Check(new string('-', 200)));
    }
}
