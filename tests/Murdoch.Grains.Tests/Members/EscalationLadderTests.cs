using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Members;

namespace Murdoch.Grains.Tests.Members;

public sealed class EscalationLadderTests
{
    private static readonly LadderConfig Config = new();
    private readonly EscalationLadder _ladder = new();
    private DateTimeOffset _now = New.Noon;

    [Fact]
    public void Each_incident_costs_one_step_up_to_a_ban_that_repeats()
    {
        var actions = Enumerable.Range(0, 6).Select(_ => Climb(TimeSpan.FromMinutes(1))).Select(step => (step.Action, step.Seconds));

        Assert.Equal(
            [(ActionKind.Warn, 0), (ActionKind.Timeout, 600), (ActionKind.Timeout, 3_600), (ActionKind.Kick, 0), (ActionKind.Ban, 0), (ActionKind.Ban, 0)],
            actions);
    }

    [Fact]
    public void A_burst_is_one_incident()
    {
        var steps = Enumerable.Range(0, 5).Select(_ => Climb(TimeSpan.FromMilliseconds(300))).ToArray();

        Assert.Equal([ActionKind.Warn, ActionKind.None, ActionKind.None, ActionKind.None, ActionKind.None], steps.Select(step => step.Action));
        Assert.Equal(1, _ladder.LevelAt(_now, Config));
    }

    [Fact]
    public void A_violation_that_is_found_late_costs_a_step_of_its_own()
    {
        Climb(TimeSpan.FromMinutes(1));

        Assert.Equal(ActionKind.Timeout, _ladder.Climb(NewViolation(), _now.AddSeconds(-8), Config).Action);
        Assert.Equal(ActionKind.None, _ladder.Climb(NewViolation(), _now.AddSeconds(-1), Config).Action);
    }

    [Fact]
    public void A_step_that_was_carried_out_says_so_when_it_is_asked_for_again()
    {
        var violation = NewViolation();
        var step = _ladder.Climb(violation, _now, Config);

        Assert.True(_ladder.Done(violation));
        Assert.Equal(step with { Done = true }, _ladder.Climb(violation, _now, Config));
        Assert.False(_ladder.Done(violation));
    }

    [Fact]
    public void The_same_violation_asked_again_gets_the_same_answer()
    {
        var violation = NewViolation();
        var first = _ladder.Climb(violation, _now, Config);
        Climb(TimeSpan.FromMinutes(5));

        Assert.Equal(first, _ladder.Climb(violation, _now.AddMinutes(9), Config));
        Assert.Equal(2, _ladder.LevelAt(_now, Config));
    }

    [Fact]
    public void A_step_that_is_tried_again_after_a_stronger_one_says_so()
    {
        Climb(TimeSpan.FromMinutes(1));
        var violation = NewViolation();
        var timeout = _ladder.Climb(violation, _now = _now.AddMinutes(1), Config);
        Assert.False(_ladder.Climb(violation, _now, Config).Superseded);

        Climb(TimeSpan.FromMinutes(1));

        Assert.Equal(timeout with { Superseded = true }, _ladder.Climb(violation, _now, Config));
    }

    [Theory]
    [InlineData(23.9, 3)]
    [InlineData(24, 2)]
    [InlineData(49, 1)]
    [InlineData(24 * 30, 0)]
    public void Every_clean_day_takes_one_level_back(double hours, int level)
    {
        for (var i = 0; i < 3; i++) Climb(TimeSpan.FromMinutes(1));

        Assert.Equal(level, _ladder.LevelAt(_now.AddHours(hours), Config));
    }

    [Fact]
    public void A_ban_does_not_decay()
    {
        for (var i = 0; i < 5; i++) Climb(TimeSpan.FromMinutes(1));

        Assert.Equal(5, _ladder.LevelAt(_now.AddYears(1), Config));
    }

    [Fact]
    public void A_step_that_Discord_refused_is_taken_back_once()
    {
        Climb(TimeSpan.FromMinutes(1));
        var refused = NewViolation();
        _now = _now.AddMinutes(1);
        _ladder.Climb(refused, _now, Config);

        Assert.True(_ladder.StepBack(refused));
        Assert.False(_ladder.StepBack(refused));
        Assert.Equal(1, _ladder.LevelAt(_now, Config));
        Assert.Equal(ActionKind.None, _ladder.Climb(refused, _now, Config).Action);
    }

    [Fact]
    public void A_message_that_is_found_late_is_an_incident_of_its_own_and_does_not_set_the_clock_back()
    {
        Climb(TimeSpan.FromMinutes(1));
        var last = _ladder.LastStepAt;

        Assert.Equal(ActionKind.None, _ladder.Climb(NewViolation(), _now.AddSeconds(-1), Config).Action);
        Assert.Equal(ActionKind.Timeout, _ladder.Climb(NewViolation(), _now.AddHours(-1), Config).Action);
        Assert.Equal(last, _ladder.LastStepAt);
    }

    private LadderStep Climb(TimeSpan after)
    {
        _now += after;
        return _ladder.Climb(NewViolation(), _now, Config);
    }

    private static ViolationId NewViolation() => ViolationId.Of(New.Guild(), new(New.Snowflake()), "invite");
}
