using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Raids;
using Murdoch.Grains.Raids;

namespace Murdoch.Grains.Tests.Raids;

public sealed class JoinRaidRuleTests
{
    private static readonly RaidConfig Config = new();
    private readonly JoinRaidRule _rule = new();

    [Fact]
    public void Five_new_accounts_within_a_minute_are_none_and_a_sixth_makes_a_raid()
    {
        Assert.Equal([false, false, false, false, false, true], Enumerable.Range(0, 6).Select(second => Join(TimeSpan.FromHours(3), second * 10)));
    }

    [Fact]
    public void New_accounts_that_come_slowly_are_no_raid() => Assert.DoesNotContain(Enumerable.Range(0, 20).Select(i => Join(TimeSpan.FromHours(3), i * 13)), isRaid => isRaid);

    [Fact]
    public void Accounts_of_a_week_and_older_do_not_count() => Assert.DoesNotContain(Enumerable.Range(0, 50).Select(i => Join(TimeSpan.FromDays(7.1), i)), isRaid => isRaid);

    [Fact]
    public void Strangers_are_new_accounts_and_who_has_just_joined()
    {
        var (young, old, regular) = (Account(TimeSpan.FromDays(2)), Account(TimeSpan.FromDays(400)), Account(TimeSpan.FromDays(400)));
        _rule.IsRaid(old, New.Noon, Config);

        Assert.Equal([true, true, false], new[] { young, old, regular }.Select(user => _rule.IsStranger(user, New.Noon, Config)));
    }

    [Fact]
    public void A_join_that_is_replayed_counts_once()
    {
        var user = Account(TimeSpan.FromHours(1));

        Assert.DoesNotContain(Enumerable.Range(0, 20).Select(second => _rule.IsRaid(user, New.Noon.AddSeconds(second), Config)), isRaid => isRaid);
    }

    [Fact]
    public void Who_joined_in_the_minutes_before_is_remembered_and_who_joined_earlier_is_not()
    {
        Join(TimeSpan.FromHours(1), -15 * 60);
        Join(TimeSpan.FromHours(1), -9 * 60);
        Join(TimeSpan.FromDays(400), -60);

        Assert.Equal([New.Noon.AddMinutes(-9)], _rule.Before(New.Noon, Config).Select(join => join.At));
    }

    private bool Join(TimeSpan age, int second) => _rule.IsRaid(Account(age), New.Noon.AddSeconds(second), Config);

    private static UserId Account(TimeSpan age) => new(New.Snowflake(New.Noon - age));
}
