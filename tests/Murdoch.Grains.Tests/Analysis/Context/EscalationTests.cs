using Murdoch.Grains.Analysis.Context;
using static Murdoch.Grains.Tests.Analysis.Context.Talk;

namespace Murdoch.Grains.Tests.Analysis.Context;

public sealed class EscalationTests
{
    private readonly Escalation _rule = new();

    [Fact]
    public void Getting_sharper_twice_is_an_escalation() => Assert.Equal("escalation", new Talk().Says(Ann, -1.2f).Says(Ann, -0.8f).Says(Ann, -0.3f).Judged(_rule));

    [Fact]
    public void Messages_of_others_in_between_do_not_matter() =>
        Assert.Equal("escalation", new Talk().Says(Ann, -1.2f).Says(Bob, -5).Says(Ann, -0.8f).Says(Bob, 2).Says(Ann, -0.3f).Judged(_rule));

    [Fact]
    public void Calming_down_is_none() => Assert.Null(new Talk().Says(Ann, -1.2f).Says(Ann, 1).Says(Ann, -0.3f).Judged(_rule));

    [Fact]
    public void One_step_is_none() => Assert.Null(new Talk().Says(Ann, -0.8f).Says(Ann, -0.3f).Judged(_rule));

    [Fact]
    public void Talk_before_it_is_no_step() => Assert.Null(new Talk().Says(Ann, -4).Says(Ann, -0.8f).Says(Ann, -0.3f).Judged(_rule));
}
