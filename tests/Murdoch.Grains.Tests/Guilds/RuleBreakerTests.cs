using Murdoch.Grains.Actions;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Breakers;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Tests.Guilds;

public sealed class RuleBreakerTests
{
    private static readonly BreakerConfig Three = new() { Members = 3, ActivePercent = 0 };
    private static readonly UserId Moderator = new(42);
    private readonly GuildId _guild = New.Guild();
    private readonly RuleBreaker _breaker = new();

    [Fact]
    public void The_member_that_is_one_too_many_within_a_minute_stops_the_rule()
    {
        Assert.All(Enumerable.Range(0, 3), second => Assert.NotEmpty(Pass(Verdict(second))!.Intents));

        var held = _breaker.Pass(Verdict(3), Three, null, _ => false, New.Noon, out var tripped);

        Assert.Equal("The rule `invite` acted against 4 members within a minute.", tripped!.Trip.Why);
        Assert.Equal(New.Noon, tripped.Trip.Since);
        Assert.Empty(held.Intents);
        Assert.Equal((ActionOutcome.Skipped, ActionOutcome.Skipped), (held.Violation.Outcome, held.Violation.Deletion));
        Assert.StartsWith("Held:", held.Violation.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_member_again_is_one_and_after_a_minute_they_do_not_count()
    {
        var member = New.User();
        for (var second = 0; second < 20; second++) Assert.NotEmpty(Pass(Verdict(second, member))!.Intents);
        for (var minute = 1; minute < 20; minute++) Assert.NotEmpty(Pass(Verdict(minute * 61))!.Intents);
    }

    [Fact]
    public void Rules_count_each_for_itself_and_those_that_only_find_not_at_all()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.NotEmpty(Pass(Verdict(0, rule: $"rule {i % 10}"))!.Intents);
            Pass(Verdict(0) with { Intents = [] });
            Assert.NotEmpty(Pass(Verdict(0, rule: "raid"))!.Intents);
        }
        Assert.True(_breaker.IsEmpty);
    }

    [Fact]
    public void Who_turns_out_to_belong_to_a_raid_does_not_count()
    {
        UserId[] raiders = [New.User(), New.User(), New.User()];
        foreach (var raider in raiders) Pass(Verdict(0, raider));

        var passed = _breaker.Pass(Verdict(1), Three, null, raiders.Contains, New.Noon, out var tripped);

        Assert.Null(tripped);
        Assert.NotEmpty(passed.Intents);
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(12, false)]
    [InlineData(null, false)]
    public void More_than_the_share_of_ten_active_members_or_more_stops_the_rule(int? active, bool stops)
    {
        BrokenRule? tripped = null;
        for (var i = 0; i < 3; i++) _breaker.Pass(Verdict(i), new(), active, _ => false, New.Noon, out tripped);

        Assert.Equal(stops, tripped is not null);
    }

    [Fact]
    public void Switched_off_it_stops_nothing()
    {
        for (var i = 0; i < 100; i++) _breaker.Pass(Verdict(i / 10), new() { Members = 0, ActivePercent = 0 }, 10, _ => false, New.Noon, out _);

        Assert.True(_breaker.IsEmpty);
    }

    [Fact]
    public void What_is_confirmed_acts_for_an_hour_whatever_it_does()
    {
        var broken = Trip();
        Assert.Single(broken.Confirm(Moderator, New.Noon));

        for (var i = 0; i < 20; i++) Assert.NotEmpty(Pass(Verdict(i))!.Intents);
        var hour = New.Noon.AddHours(1);
        for (var i = 0; i < 3; i++) Assert.NotEmpty(Pass(Verdict(i), hour)!.Intents);
        Assert.Empty(Pass(Verdict(4), hour)!.Intents);
    }

    [Fact]
    public void What_is_rolled_back_finds_only_until_the_configuration_changes()
    {
        var broken = Trip();
        broken.RollBack(Moderator, New.Noon);
        Assert.Equal("Left alone: a moderator has rolled the rule back.", Pass(Verdict(1))!.Violation.Detail);
        Assert.Equal(0, broken.Status.Held);

        _breaker.Forgive(Three);
        Assert.Empty(Pass(Verdict(2))!.Intents);
        _breaker.Undone(broken);

        Assert.NotEmpty(Pass(Verdict(3))!.Intents);
    }

    [Fact]
    public void A_change_of_configuration_lets_nothing_go_that_nobody_has_looked_at()
    {
        Trip();
        _breaker.Forgive(Three);
        Assert.False(_breaker.IsEmpty);

        _breaker.Forgive(new() { Members = 0, ActivePercent = 0 });
        Assert.True(_breaker.IsEmpty);
    }

    [Fact]
    public void Only_so_much_is_held()
    {
        var broken = Trip();
        for (var i = 0; i < BrokenRule.HeldLimit + 10; i++) Pass(Verdict(1));

        Assert.Equal((BrokenRule.HeldLimit, 11), (broken.Status.Held, broken.Dropped));
    }

    [Fact]
    public void A_button_of_another_state_decides_nothing()
    {
        var broken = Trip();
        var number = broken.Trip.Number;
        Assert.Null(broken.Trip.Obstacle(BreakerStage.RolledBack, number));
        Assert.NotNull(broken.Trip.Obstacle(BreakerStage.RolledBack, number - 1));
        broken.RollBack(Moderator, New.Noon.AddMinutes(1));

        Assert.Contains("<@42> has decided that already", broken.Trip.Obstacle(BreakerStage.Confirmed, number), StringComparison.Ordinal);
        Assert.NotNull(broken.Trip.Obstacle(BreakerStage.RolledBack, null));
        Assert.Null(broken.Trip.Obstacle(BreakerStage.Confirmed, broken.Trip.Number));
    }

    private BrokenRule Trip()
    {
        for (var i = 0; i < 4; i++) Pass(Verdict(0));
        return _breaker.Find("invite")!;
    }

    private Verdict? Pass(Verdict verdict, DateTimeOffset? now = null) => _breaker.Pass(verdict, Three, null, _ => false, now ?? New.Noon, out _);

    private Verdict Verdict(int second, UserId? member = null, string rule = "invite")
    {
        var violation = New.Violation(_guild, New.Noon.AddSeconds(second)) with { Rule = rule, Member = member ?? New.User() };
        var intent = new ActionIntent(violation.Id, Sanction: false, _guild, violation.Channel, violation.Message, violation.Member, violation.Reason, new(), 0, "A guild");
        return new(violation, [intent]);
    }
}
