using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Filters;

namespace Murdoch.Grains.Tests.Messages.Filters;

public sealed class FloodWatchTests
{
    private readonly FloodWatch _watch = new();

    private FilterMatch? Post(string content, double seconds, ulong author = 7, FilterConfig? config = null) =>
        _watch.Check(new MessageFacts(Given.Message(content, author, seconds)), config ?? new FilterConfig());

    [Fact]
    public void The_fifth_equal_text_within_the_window_is_a_duplicate()
    {
        for (var i = 0; i < 4; i++)
        {
            Assert.Null(Post("buy my stuff", i));
        }

        var match = Post("Buy  my STUFF!", 4);
        Assert.Equal(("duplicate", ViolationCategory.Flood, 0.5), (match?.Rule, match?.Category, match?.Severity));
        Assert.Null(Post("buy my stuff", 4, author: 8));
    }

    [Fact]
    public void Disguises_make_a_text_no_other()
    {
        string[] same = ["buy my stuff", "bυy mу stuff", "b\u200Buy my stuff", "**buy** my stuff", "ｂuy my stuff."];
        var last = same.Select((text, i) => Post(text, i)).Last();
        Assert.Equal("duplicate", last?.Rule);
    }

    [Fact]
    public void What_lies_before_the_window_does_not_count()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Null(Post("buy my stuff", i * 2.6));
        }
    }

    [Fact]
    public void The_thirteenth_message_within_the_window_is_a_flood()
    {
        for (var i = 0; i < 12; i++)
        {
            Assert.Null(Post($"message number {i}", i * 0.5));
        }

        Assert.Equal("flood", Post("message number 12", 6)?.Rule);
        Assert.Null(Post("message number 13", 30));
    }

    [Fact]
    public void Short_words_may_come_twice_as_often()
    {
        for (var i = 0; i < 8; i++)
        {
            Assert.Null(Post("gg", i));
        }

        Assert.Equal("duplicate", Post("gg", 8)?.Rule);
    }

    [Fact]
    public void Messages_without_text_are_no_duplicates()
    {
        for (var i = 0; i < 12; i++)
        {
            Assert.Null(Post("", i * 0.1));
        }

        Assert.Equal("flood", Post("", 2)?.Rule);
    }

    [Fact]
    public void Late_messages_count_what_came_before_them()
    {
        for (var i = 0; i < 4; i++)
        {
            Assert.Null(Post("buy my stuff", 5 + i));
        }

        Assert.Null(Post("buy my stuff", 4));
    }

    [Fact]
    public void A_busy_guild_is_remembered_within_bounds()
    {
        var found = 0;
        for (var i = 0; i < 20_000; i++)
        {
            found += Post($"message {i}", i * 0.0005, author: (ulong)(i % 2_000) + 1) is null ? 0 : 1;
        }

        Assert.Equal(0, found);
        for (var i = 0; i < 4; i++)
        {
            Assert.Null(Post("buy my stuff", 10 + (i * 0.1), author: 99_999));
        }

        Assert.Equal("duplicate", Post("buy my stuff", 10.5, author: 99_999)?.Rule);
    }

    [Fact]
    public void Limits_of_zero_switch_the_rules_off()
    {
        var off = new FilterConfig { DuplicateLimit = 0, FloodLimit = 0 };
        Assert.All(Enumerable.Range(0, 50), i => Assert.Null(Post("buy my stuff", i * 0.01, config: off)));
    }
}
