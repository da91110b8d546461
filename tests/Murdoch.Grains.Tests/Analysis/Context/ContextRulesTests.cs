using static Murdoch.Grains.Tests.Analysis.Context.Talk;

namespace Murdoch.Grains.Tests.Analysis.Context;

public sealed class ContextRulesTests
{
    [Fact]
    public void Many_against_one_is_no_banter_although_they_laugh() =>
        Assert.Equal(("pile-on", "aimed-at-person"), new Talk().Says(Dan, 0, Ann, "lol").Says(Bob, 1, Dan, "lol").Says(Cid, 1, Dan, "lol").Says(Ann, 1, Dan, "lol").JudgedByAll());

    [Fact]
    public void Friends_may_get_sharper() =>
        Assert.Equal(("friendly-banter", null), new Talk().Says(Ann, -1, Bob, "lol").Says(Bob, -1, Ann, "haha").Says(Ann, -0.5f, Bob, "lol").Says(Ann, 1, Bob, "rofl").JudgedByAll());

    [Fact]
    public void A_single_message_is_judged_by_its_target_alone() => Assert.Equal(("aimed-at-person", null), new Talk().Says(Ann, 1, Bob).JudgedByAll());
}
