using Murdoch.Grains.Gateway;

namespace Murdoch.Grains.Tests.Gateway;

public sealed class IdentifyQueueTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private readonly Dictionary<int, DateTimeOffset> _nextTurns = [];
    private readonly IdentifyQueue _queue;

    public IdentifyQueueTests() => _queue = new(Window, _nextTurns);

    [Fact]
    public void Shards_of_one_bucket_take_turns_of_five_seconds()
    {
        var waits = new[] { 0, 16, 32 }.Select(shard => Wait(_queue, shard, shards: 48, maxConcurrency: 16, New.Noon).TotalSeconds);

        Assert.Equal([0, 5, 10], waits);
    }

    [Fact]
    public void Shards_of_other_buckets_do_not_wait_for_each_other() =>
        Assert.All(Enumerable.Range(0, 16), shard => Assert.Equal(TimeSpan.Zero, Wait(_queue, shard, shards: 16, maxConcurrency: 16, New.Noon)));

    [Fact]
    public void A_turn_that_has_passed_holds_nobody_back()
    {
        _queue.Take(0, 2, 1, New.Noon);

        Assert.Equal(TimeSpan.FromSeconds(1), Wait(_queue, 1, shards: 2, maxConcurrency: 1, New.Noon.AddSeconds(4)));
        Assert.Equal(TimeSpan.Zero, Wait(_queue, 0, shards: 2, maxConcurrency: 1, New.Noon.AddSeconds(30)));
    }

    [Fact]
    public void A_turn_that_is_handed_out_late_moves_the_next_one()
    {
        _queue.Take(0, 2, 1, New.Noon);
        _queue.HandedOut(0, 1, New.Noon.AddSeconds(2));

        Assert.Equal(TimeSpan.FromSeconds(4), Wait(_queue, 1, shards: 2, maxConcurrency: 1, New.Noon.AddSeconds(3)));
    }

    [Fact]
    public void The_next_activation_goes_on_from_what_was_stored()
    {
        _queue.Take(0, 2, 1, New.Noon);
        var next = new IdentifyQueue(Window, new(_nextTurns));

        Assert.Equal(TimeSpan.FromSeconds(3), Wait(next, 1, shards: 2, maxConcurrency: 1, New.Noon.AddSeconds(2)));
    }

    [Fact]
    public void A_stored_turn_of_a_clock_that_ran_ahead_holds_up_no_longer_than_all_shards_of_the_bucket_would()
    {
        _nextTurns[0] = New.Noon.AddHours(3);

        Assert.Equal(TimeSpan.FromSeconds(15), Wait(_queue, 0, shards: 3, maxConcurrency: 1, New.Noon));
    }

    [Fact]
    public void When_Discord_lets_the_bot_start_no_more_sessions_there_is_no_turn_until_it_does()
    {
        _queue.Learn(new(Total: 1000, Remaining: 2, ResetAfter: 3_600_000, MaxConcurrency: 1), New.Noon);
        Assert.Null(_queue.ClosedUntil(New.Noon));
        _queue.Take(0, 2, 1, New.Noon);
        _queue.Take(1, 2, 1, New.Noon);

        Assert.Equal(New.Noon.AddHours(1), _queue.ClosedUntil(New.Noon.AddMinutes(10)));
        Assert.Null(_queue.ClosedUntil(New.Noon.AddHours(1)));
    }

    private static TimeSpan Wait(IdentifyQueue queue, int shard, int shards, int maxConcurrency, DateTimeOffset now) => queue.Take(shard, shards, maxConcurrency, now) - now;
}
