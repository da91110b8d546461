using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Messages.Filters;

namespace Murdoch.Grains.Tests.Messages;

public sealed class FloodWatchTests
{
    private readonly FloodWatch _watch = new();
    private readonly UserId _author = New.User();

    [Fact]
    public void The_same_text_once_too_often_is_a_duplicate()
    {
        var rules = Enumerable.Range(0, 6).Select(i => Post("buy now", seconds: i)).ToArray();

        Assert.Equal([null, null, null, null, "duplicate", "duplicate"], rules);
    }

    [Fact]
    public void What_lies_outside_the_window_does_not_count() =>
        Assert.All(Enumerable.Range(0, 20), i => Assert.Null(Post("hello", seconds: i * 11)));

    [Fact]
    public void Many_different_texts_are_a_flood_from_the_thirteenth_on()
    {
        var rules = Enumerable.Range(0, 14).Select(i => Post($"text {i}", seconds: i * 0.1)).ToArray();

        Assert.Equal(12, Array.IndexOf(rules, "flood"));
        Assert.Equal("flood", rules[13]);
    }

    [Fact]
    public void Others_do_not_count_however_busy_the_guild_is()
    {
        for (var i = 0; i < 1_000; i++) Assert.Null(Check("hello all", New.User(), i * 0.005));

        Assert.Null(Post("hello all", seconds: 5));
    }

    private string? Post(string text, double seconds) => Check(text, _author, seconds);

    private string? Check(string text, UserId author, double seconds)
    {
        var facts = new MessageFacts(New.Message(text, author, at: New.Noon.AddSeconds(seconds)));
        return _watch.Check(in facts, new FilterConfig())?.Rule;
    }
}
