using Murdoch.Grains.Analysis.Context;
using static Murdoch.Grains.Tests.Analysis.Context.Talk;

namespace Murdoch.Grains.Tests.Analysis.Context;

public sealed class FriendlyBanterTests
{
    private readonly FriendlyBanter _rule = new();

    [Fact]
    public void Two_who_tease_each_other_and_laugh_are_friends() =>
        Assert.Equal("friendly-banter", new Talk().Says(Ann, 1, Bob, "you suck lol").Says(Bob, 1, Ann, "says the worst player").Judged(_rule));

    [Theory]
    [InlineData("you suck 😂")]
    [InlineData("HAHA you suck")]
    [InlineData("you suck xD")]
    public void Laughter_has_many_forms(string text) =>
        Assert.Equal("friendly-banter", new Talk().Says(Bob, -4, Ann, "try me").Says(Ann, 1, Bob, text).Judged(_rule));

    [Theory]
    [InlineData("you sexdoll")]
    [InlineData("your taxdodging is stupid")]
    public void Letters_inside_a_word_are_no_laughter(string text) => Assert.Null(new Talk().Says(Bob, 1, Ann, "try me").Says(Ann, 1, Bob, text).Judged(_rule));

    [Fact]
    public void Nobody_laughs_so_it_is_a_quarrel() => Assert.Null(new Talk().Says(Ann, 1, Bob).Says(Bob, 1, Ann).Judged(_rule));

    [Fact]
    public void Laughing_at_someone_who_does_not_answer_is_no_banter() => Assert.Null(new Talk().Says(Ann, 1, Bob, "haha idiot").Says(Ann, 1, Bob, "lol idiot").Judged(_rule));

    [Fact]
    public void Who_asks_to_be_left_alone_is_not_in_on_the_joke() =>
        Assert.Null(new Talk().Says(Ann, 1, Bob, "lol you suck").Says(Bob, -2, Ann, "please stop").Says(Ann, 1, Bob, "haha cry more").Judged(_rule));

    [Fact]
    public void A_threat_is_never_banter() => Assert.Null(new Talk().Says(Bob, 1, Ann, "lol").Says(Ann, 1, Bob, "haha", threat: 0.5f).Judged(_rule));

    [Fact]
    public void Hate_is_never_banter() => Assert.Null(new Talk().Says(Bob, 1, Ann, "lol").Says(Ann, 1, Bob, "haha", hate: 0.5f).Judged(_rule));

    [Fact]
    public void An_old_joke_excuses_nothing() =>
        Assert.Null(new Talk().Says(Bob, 1, Ann, "lol you suck").Says(Ann, 1, Bob, after: TimeSpan.FromMinutes(11)).Judged(_rule));
}
