using Murdoch.Grains.Gateway;

namespace Murdoch.Grains.Tests.Gateway;

public sealed class IdentifyQueueTests
{
    private readonly IdentifyQueue _queue = new(TimeSpan.FromSeconds(5));

    [Fact]
    public void Shards_of_one_bucket_take_turns_of_five_seconds()
    {
        var waits = new[] { 0, 16, 32 }.Select(shard => _queue.Take(shard, 16, New.Noon).TotalSeconds);

        Assert.Equal([0, 5, 10], waits);
    }

    [Fact]
    public void Shards_of_other_buckets_do_not_wait_for_each_other() =>
        Assert.All(Enumerable.Range(0, 16), shard => Assert.Equal(TimeSpan.Zero, _queue.Take(shard, 16, New.Noon)));

    [Fact]
    public void A_turn_that_has_passed_holds_nobody_back()
    {
        _queue.Take(0, 1, New.Noon);

        Assert.Equal(TimeSpan.FromSeconds(1), _queue.Take(1, 1, New.Noon.AddSeconds(4)));
        Assert.Equal(TimeSpan.Zero, _queue.Take(0, 1, New.Noon.AddSeconds(30)));
    }
}
