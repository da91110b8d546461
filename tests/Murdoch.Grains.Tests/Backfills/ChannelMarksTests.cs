using Murdoch.Grains.Backfills;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Tests.Backfills;

public sealed class ChannelMarksTests
{
    private const ulong Lobby = 11;
    private const ulong Memes = 12;
    private readonly ChannelMarks _marks = new();

    [Fact]
    public void A_guild_that_is_seen_for_the_first_time_has_missed_nothing() => Assert.Empty(_marks.Missed([Head(Lobby, 500)]));

    [Fact]
    public void A_guild_that_ended_before_anything_of_it_was_stored_has_missed_what_its_shard_has()
    {
        Assert.Equal([new(Lobby, 400, 500)], _marks.Missed([Head(Lobby, 500), Head(Memes, 300)], unseenSince: 400));
        Assert.Empty(_marks.Missed([Head(Lobby, 500)], unseenSince: 400));
    }

    [Fact]
    public void What_came_while_the_guild_was_seen_is_not_missed()
    {
        _marks.Missed([Head(Lobby, 500), Head(Memes, 300)]);
        _marks.Saw(Lobby, 600);

        Assert.Empty(_marks.Missed([Head(Lobby, 600), Head(Memes, 300)]));
    }

    [Fact]
    public void Each_channel_has_missed_what_is_newer_than_its_newest_seen_message()
    {
        _marks.Missed([Head(Lobby, 500), Head(Memes, 300)]);
        _marks.Saw(Lobby, 600);

        Assert.Equal([new(Lobby, 600, 650), new(Memes, 500, 660)], _marks.Missed([Head(Lobby, 650), Head(Memes, 660)]));
    }

    [Fact]
    public void A_channel_that_is_new_has_missed_all_that_is_newer_than_the_guild_then_was()
    {
        _marks.Missed([Head(Lobby, 500)]);

        Assert.Equal([new(99, 500, 700)], _marks.Missed([Head(Lobby, 500), Head(99, 700)]));
    }

    [Fact]
    public void What_was_missed_once_is_not_missed_again()
    {
        _marks.Missed([Head(Lobby, 500)]);
        _marks.Missed([Head(Lobby, 650)]);

        Assert.Empty(_marks.Missed([Head(Lobby, 650)]));
    }

    [Fact]
    public void A_guild_that_was_empty_when_it_was_seen_can_miss_its_first_message()
    {
        _marks.Missed([]);

        Assert.Equal([new(Lobby, 1, 500)], _marks.Missed([Head(Lobby, 500)]));
    }

    [Fact]
    public void A_late_message_does_not_move_a_mark_back()
    {
        _marks.Missed([Head(Lobby, 500)]);
        _marks.Saw(Lobby, 620);
        _marks.Saw(Lobby, 610);

        Assert.Equal([new(Lobby, 620, 650)], _marks.Missed([Head(Lobby, 650)]));
    }

    [Fact]
    public void However_many_threads_there_are_all_that_was_seen_stays_seen()
    {
        _marks.Missed([Head(Lobby, 500)]);
        var threads = Enumerable.Range(0, ChannelMarks.Limit + 10).Select(i => Head(1_000 + (ulong)i, 10_000 + (ulong)i)).ToArray();
        foreach (var thread in threads) _marks.Saw(thread.Channel.Value, thread.Newest.Value);

        Assert.Empty(_marks.Missed(threads));
        Assert.Equal([new(Lobby, threads[^1].Newest.Value, 20_000)], _marks.Missed([Head(Lobby, 20_000)]));
    }

    private static ChannelHead Head(ulong channel, ulong newest) => new(new(channel), new(newest));
}
