using Murdoch.Grains.Guilds;

namespace Murdoch.Grains.Tests.Guilds;

public sealed class RollingCountsTests
{
    private readonly RollingCounts _counts = new(TimeSpan.FromMinutes(1), 60);

    [Fact]
    public void What_is_older_than_the_window_is_not_counted()
    {
        Add(New.Noon, 5);
        Add(New.Noon.AddMinutes(59), 3);

        Assert.Equal(8, Messages(New.Noon.AddMinutes(59)));
        Assert.Equal(3, Messages(New.Noon.AddMinutes(60)));
        Assert.Equal(0, Messages(New.Noon.AddMinutes(119)));
    }

    [Fact]
    public void A_replayed_event_lands_in_its_own_slot()
    {
        Add(New.Noon.AddMinutes(30), 1);
        Add(New.Noon, 1);

        Assert.Equal(2, Messages(New.Noon.AddMinutes(30)));
        Assert.Equal(1, Messages(New.Noon.AddMinutes(60)));
    }

    [Fact]
    public void An_event_older_than_the_window_leaves_the_newer_ones_alone()
    {
        Add(New.Noon.AddMinutes(60), 1);
        Add(New.Noon, 7);

        Assert.Equal(1, Messages(New.Noon.AddMinutes(60)));
    }

    [Fact]
    public void A_silence_longer_than_the_window_empties_every_slot()
    {
        for (var minute = 0; minute < 60; minute++) Add(New.Noon.AddMinutes(minute), 1);
        Add(New.Noon.AddDays(3), 1);

        Assert.Equal(1, Messages(New.Noon.AddDays(3)));
    }

    private void Add(DateTimeOffset at, int messages) => _counts.Add(at.UtcTicks, messages, 0, 0);

    private long Messages(DateTimeOffset now) => _counts.Sum(now.UtcTicks).Messages;
}
