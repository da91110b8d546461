using Murdoch.Grains.Analysis.Context;
using Murdoch.Grains.Interfaces.Guilds;
using static Murdoch.Grains.Tests.Analysis.Context.Talk;

namespace Murdoch.Grains.Tests.Analysis.Context;

public sealed class PileOnTests
{
    private readonly PileOn _rule = new();

    [Fact]
    public void Three_authors_against_one_are_a_pile_on() => Assert.Equal("pile-on", new Talk().Says(Ann, -0.5f, Dan).Says(Bob, -0.5f, Dan).Says(Cid, -0.5f, Dan).Judged(_rule));

    [Fact]
    public void Two_against_one_are_a_quarrel() => Assert.Null(new Talk().Says(Ann, 1, Dan).Says(Bob, 1, Dan).Says(Ann, 1, Dan).Judged(_rule));

    [Fact]
    public void Kind_words_of_the_others_do_not_count() => Assert.Null(new Talk().Says(Ann, -4, Dan).Says(Bob, -4, Dan).Says(Cid, 1, Dan).Judged(_rule));

    [Fact]
    public void Other_targets_do_not_count() => Assert.Null(new Talk().Says(Ann, 1, Bob).Says(Bob, 1, Ann).Says(Cid, 1, Dan).Judged(_rule));

    [Fact]
    public void Other_channels_do_not_count() =>
        Assert.Null(new Talk().Says(Ann, 1, Dan, channel: new ChannelId(77)).Says(Bob, 1, Dan).Says(Cid, 1, Dan).Judged(_rule));

    [Fact]
    public void What_was_written_long_ago_does_not_count() =>
        Assert.Null(new Talk().Says(Ann, 1, Dan).Says(Bob, 1, Dan).Says(Cid, 1, Dan, after: TimeSpan.FromMinutes(11)).Judged(_rule));
}
