using Murdoch.Grains.Breakers;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Tests.Breakers;

public sealed class ActiveMembersTests
{
    private const long Minute = 60_000;
    private const long Start = 7 * 30 * Minute;
    private readonly ActiveMembers _active = new(Start);

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(1_000)]
    public void Each_member_counts_once_within_a_tenth(int members)
    {
        foreach (var member in Enumerable.Range(0, members).Select(_ => New.User()).SelectMany(member => new[] { member, member })) _active.Saw(member, Start + Minute);

        Assert.InRange(_active.Count(Start + (10 * Minute))!.Value, members * 0.9, members * 1.1);
    }

    [Fact]
    public void Of_the_first_ten_minutes_nothing_is_said()
    {
        _active.Saw(New.User(), Start);

        Assert.Null(_active.Count(Start + (10 * Minute) - 1));
        Assert.Equal(1, _active.Count(Start + (10 * Minute)));
    }

    [Fact]
    public void After_an_hour_a_member_is_not_active_any_more()
    {
        _active.Saw(New.User(), Start);

        Assert.Equal(1, _active.Count(Start + (59 * Minute)));
        Assert.Equal(0, _active.Count(Start + (60 * Minute)));
    }

    [Fact]
    public void More_members_than_it_can_tell_apart_are_many()
    {
        for (ulong member = 1; member < 100_000; member++) _active.Saw(new UserId(member << 22), Start);

        Assert.True(_active.Count(Start + (10 * Minute)) > 5_000);
    }
}
