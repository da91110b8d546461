using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Tests.Guilds;

public sealed class GuildQueueTests
{
    private readonly GuildQueue<int> _queue = new(Comparer<int>.Default);
    private readonly GuildId _guild = New.Guild();

    [Fact]
    public async Task The_least_turn_goes_first()
    {
        var other = New.Guild();
        _queue.Submit(_guild, 2);
        _queue.Submit(other, 1);

        Assert.Equal([(other, 1), (_guild, 2)], [await Take(), await Take()]);
    }

    [Fact]
    public async Task A_guild_that_is_submitted_while_it_is_worked_on_waits_until_that_has_ended()
    {
        _queue.Submit(_guild, 1);
        await Take();
        _queue.Submit(_guild, 7);
        _queue.Submit(_guild, 8);
        var next = Take();
        Assert.False(next.IsCompleted);

        _queue.End(_guild);

        Assert.Equal((_guild, 8), await next);
        _queue.End(_guild);
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public async Task A_guild_with_more_to_do_comes_again_once()
    {
        _queue.Submit(_guild, 1);
        await Take();
        _queue.Again(_guild, 2);

        Assert.Equal((_guild, 2), await Take());
        _queue.End(_guild);
        Assert.False(Take().IsCompleted);
    }

    private Task<(GuildId Guild, int Turn)> Take() => _queue.Take(TestContext.Current.CancellationToken).AsTask();
}
