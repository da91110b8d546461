using Microsoft.Extensions.Time.Testing;
using Murdoch.Discord.Rest;
using Murdoch.Discord.Rest.RateLimits;

namespace Murdoch.Discord.Tests.Rest;

public sealed class InvalidRequestGuardTests
{
    private readonly FakeTimeProvider _time = new(new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero));
    private readonly InvalidRequestGuard _guard;

    public InvalidRequestGuardTests() => _guard = new(8_000, _time);

    [Fact]
    public void What_all_processes_have_counted_closes_the_door_of_each()
    {
        _guard.Told(reported: 0, total: 8_000, processes: 4);
        Assert.False(_guard.Allows(RequestPriority.Notice));
        Assert.True(_guard.Allows(RequestPriority.Timeout));

        _guard.Told(reported: 0, total: 9_500, processes: 4);
        Assert.False(_guard.Allows(RequestPriority.RaidBan));
    }

    [Fact]
    public void Without_news_every_other_process_is_taken_to_collect_as_many()
    {
        _guard.Told(reported: 0, total: 6_000, processes: 4);
        for (var i = 0; i < 499; i++) _guard.Add();
        Assert.Equal(6_000 + (4 * 499), _guard.Count);
        Assert.True(_guard.Allows(RequestPriority.Log));

        _guard.Add();
        Assert.False(_guard.Allows(RequestPriority.Log));
        _guard.Told(reported: 500, total: 6_500, processes: 4);

        Assert.Equal((0, 6_500), (_guard.Unreported, _guard.Count));
        Assert.True(_guard.Allows(RequestPriority.Log));
    }

    [Fact]
    public void What_was_told_ten_minutes_ago_is_over()
    {
        _guard.Told(reported: 0, total: 9_999, processes: 4);
        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(0, _guard.Count);
    }

    [Fact]
    public void Counts_go_on_where_they_were_stored()
    {
        var window = new InvalidRequestWindow();
        window.Add(5, _time.GetUtcNow());
        window.Add(7, _time.GetUtcNow() + TimeSpan.FromMinutes(5));
        var restored = new InvalidRequestWindow();
        foreach (var (at, count) in window.ToDictionary().OrderBy(pair => pair.Key)) restored.Add(count, at);

        Assert.Equal(12, restored.Count(_time.GetUtcNow() + TimeSpan.FromMinutes(6)));
        Assert.Equal(7, restored.Count(_time.GetUtcNow() + TimeSpan.FromMinutes(11)));
    }
}
