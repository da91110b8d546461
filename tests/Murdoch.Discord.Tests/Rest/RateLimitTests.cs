using Microsoft.Extensions.Time.Testing;
using Murdoch.Discord.Rest;
using Murdoch.Discord.Rest.RateLimits;

namespace Murdoch.Discord.Tests.Rest;

public sealed class RateLimitTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task The_most_urgent_goes_first_and_equals_in_the_order_of_their_coming()
    {
        using var budget = new LocalRequestBudget(1, _time);
        await budget.Acquire(RequestPriority.Log, TestContext.Current.CancellationToken);
        var order = new List<string>();
        var waiting = new[] { (RequestPriority.Log, "log"), (RequestPriority.Delete, "delete 1"), (RequestPriority.RaidBan, "ban"), (RequestPriority.Delete, "delete 2") }
            .Select(async request =>
            {
                await budget.Acquire(request.Item1, TestContext.Current.CancellationToken);
                lock (order) order.Add(request.Item2);
            }).ToArray();

        for (var second = 1; second <= 4; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1.01));
            while (waiting.Count(task => task.IsCompleted) < second) await Task.Yield();
        }

        Assert.Equal(["ban", "delete 1", "delete 2", "log"], order);
    }

    [Fact]
    public async Task A_bucket_lets_out_what_Discord_said_is_left_and_the_rest_after_the_reset()
    {
        using var bucket = new RouteBucket(_time);
        await bucket.Enter(RequestPriority.Delete, TestContext.Current.CancellationToken);
        var second = bucket.Enter(RequestPriority.Delete, TestContext.Current.CancellationToken).AsTask();
        Assert.False(second.IsCompleted);

        bucket.Answered(new(true, 5, 1, TimeSpan.FromSeconds(2), "hash", null));
        await second;
        var third = bucket.Enter(RequestPriority.Delete, TestContext.Current.CancellationToken).AsTask();
        Assert.False(third.IsCompleted);
        Assert.Equal(TimeSpan.FromSeconds(2), bucket.Wait);

        _time.Advance(TimeSpan.FromSeconds(2.01));
        await third;
    }

    [Fact]
    public void The_guard_closes_for_what_can_wait_first_and_opens_after_ten_minutes()
    {
        var guard = new InvalidRequestGuard(80, _time);
        for (var i = 0; i < 80; i++) guard.Add();

        Assert.False(guard.Allows(RequestPriority.Notice));
        Assert.True(guard.Allows(RequestPriority.Delete));
        for (var i = 0; i < 15; i++) guard.Add();
        Assert.False(guard.Allows(RequestPriority.RaidBan));

        _time.Advance(TimeSpan.FromMinutes(11));
        Assert.True(guard.Allows(RequestPriority.Log));
    }
}
