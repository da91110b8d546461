using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Tests.Members;

public sealed class MemberGrainTests(ModerationCluster cluster) : IClassFixture<ModerationCluster>
{
    private readonly LadderConfig _ladder = new();

    private DateTimeOffset Now => cluster.Time.GetUtcNow();

    [Fact]
    public async Task Two_climbs_at_once_make_one_step()
    {
        var member = NewMember();

        var steps = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => member.Climb(NewViolation(), Now, _ladder)));

        Assert.Equal(ActionKind.Warn, Assert.Single(steps, step => step.Action != ActionKind.None).Action);
        Assert.Equal((1, 1), await Level(member));
    }

    [Fact]
    public async Task The_same_violation_gets_the_same_step_also_after_the_grain_has_gone()
    {
        var member = NewMember();
        var violation = NewViolation();
        var first = await member.Climb(violation, Now, _ladder);
        await cluster.Deactivate(member);

        Assert.Equal(first, await member.Climb(violation, Now.AddHours(1), _ladder));
        Assert.Equal((1, 1), await Level(member));
    }

    [Fact]
    public async Task Incidents_climb_and_a_step_that_could_not_be_done_is_taken_back()
    {
        var member = NewMember();
        await member.Climb(NewViolation(), Now, _ladder);
        var refused = NewViolation();
        Assert.Equal((ActionKind.Timeout, 600), Act(await member.Climb(refused, Now.AddSeconds(3), _ladder)));

        await member.StepBack(refused);
        await member.StepBack(refused);
        await cluster.Deactivate(member);

        Assert.Equal((1, 1), await Level(member));
        Assert.Equal((ActionKind.Timeout, 600), Act(await member.Climb(NewViolation(), Now.AddSeconds(6), _ladder)));
    }

    [Fact]
    public async Task A_step_that_was_done_is_known_as_done_by_whoever_asks_after_a_crash()
    {
        var member = NewMember();
        var violation = NewViolation();
        Assert.False((await member.Climb(violation, Now, _ladder)).Done);

        await member.Done(violation);
        await cluster.Deactivate(member);

        Assert.True((await member.Climb(violation, Now, _ladder)).Done);
    }

    [Fact]
    public async Task Clean_time_brings_a_member_down_and_clearing_to_the_ground()
    {
        var member = NewMember();
        await member.Climb(NewViolation(), Now, _ladder);
        await member.Climb(NewViolation(), Now.AddSeconds(3), _ladder);
        Assert.Equal(2, (await Level(member)).Level);

        cluster.Time.Advance(TimeSpan.FromHours(25));
        Assert.Equal(1, (await Level(member)).Level);

        await member.Clear();
        Assert.Equal((0, 0), await Level(member));
    }

    private IMemberGrain NewMember() => cluster.Grains.GetGrain<IMemberGrain>(New.Guild().Key, New.User().ToString());

    private static ViolationId NewViolation() => New.Violation().Id;

    private static (ActionKind, int) Act(LadderStep step) => (step.Action, step.Seconds);

    private async Task<(int Level, int Steps)> Level(IMemberGrain member)
    {
        var status = await member.GetLadder(_ladder);
        return (status.Level, status.Steps);
    }
}
