using Murdoch.Grains.Backfills;
using Murdoch.Grains.Interfaces;
using Murdoch.Grains.Interfaces.Backfills;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Tests.Backfills;

public sealed class BackfillPlanTests
{
    private const ulong Lobby = 11;
    private const ulong Memes = 12;
    private static readonly BackfillOptions Options = new();
    private static readonly ulong Start = Snowflake.At(New.Noon.AddMinutes(-10));
    private readonly BackfillPlan _plan = new(shard: 2, New.Noon.AddMinutes(-10), sessionLost: true);

    [Fact]
    public void The_channel_with_the_newest_activity_comes_first_and_from_its_newest_message()
    {
        _plan.Add([new(Lobby, Start, Start + 50), new(Memes, Start, Start + 90)], New.Noon, Options);

        Assert.Equal(new(new(Memes), new(Start + 91), new(Start)), _plan.Status([]).Next);
    }

    [Fact]
    public void Pages_go_back_until_the_mark_and_then_on_to_the_next_channel()
    {
        _plan.Add([new(Lobby, Start, Start + 50), new(Memes, Start, Start + 90)], New.Noon, Options);

        Assert.Equal(2, Apply(Page(Memes, Start + 91, false, Start + 80, Start + 90)));
        Assert.Equal(new(new(Memes), new(Start + 80), new(Start)), _plan.Status([]).Next);
        Assert.Equal(1, Apply(Page(Memes, Start + 80, true, Start + 7)));
        Assert.Equal(new(new(Lobby), new(Start + 51), new(Start)), _plan.Status([]).Next);
        Assert.Equal(0, Apply(Page(Lobby, Start + 51, true)));

        Assert.True(_plan.IsDone);
        var status = _plan.Status([]);
        Assert.Equal((null, 2, 3, 0, 0), (status.Next, status.ChannelsChecked, status.MessagesRecovered, status.ChannelsRefused, status.ChannelsCut));
    }

    [Fact]
    public void A_page_that_comes_twice_is_wanted_once()
    {
        _plan.Add([new(Lobby, Start, Start + 90)], New.Noon, Options);
        var page = Page(Lobby, Start + 91, false, Start + 80, Start + 90);

        Assert.Equal(2, Apply(page));
        Assert.Equal(0, Apply(page));
        Assert.Equal(2, _plan.Status([]).MessagesRecovered);
    }

    [Fact]
    public void What_the_gateway_has_brought_meanwhile_is_not_wanted_from_history()
    {
        _plan.Add([new(Lobby, Start, Start + 90)], New.Noon, Options);
        _plan.Saw(Lobby, Start + 85);
        _plan.Saw(Memes, Start + 80);

        Assert.Equal([Start + 80, Start + 90], _plan.Wanted(Page(Lobby, Start + 91, true, Start + 80, Start + 85, Start + 90)).Select(message => message.Message.Value));
    }

    [Fact]
    public void What_was_seen_before_the_gap_is_not_wanted()
    {
        _plan.Add([new(Lobby, Start + 10, Start + 90)], New.Noon, Options);

        Assert.Equal([Start + 11], _plan.Wanted(Page(Lobby, Start + 91, true, Start + 9, Start + 10, Start + 11)).Select(message => message.Message.Value));
    }

    [Fact]
    public void A_channel_whose_history_is_refused_is_left_and_told()
    {
        _plan.Add([new(Lobby, Start, Start + 90)], New.Noon, Options);

        Apply(new(new(Lobby), new(Start + 91), [], IsLast: true, Refused: true));

        Assert.True(_plan.IsDone);
        Assert.Equal((1, 1), (_plan.Status([]).ChannelsChecked, _plan.Status([]).ChannelsRefused));
    }

    [Fact]
    public void A_channel_with_more_messages_than_are_read_is_cut_and_told()
    {
        _plan.Add([new(Lobby, Start, Start + 90)], New.Noon, new() { ChannelMessages = 2 });

        Apply(Page(Lobby, Start + 91, false, Start + 80, Start + 90));

        Assert.True(_plan.IsDone);
        Assert.Equal(1, _plan.Status([]).ChannelsCut);
    }

    [Fact]
    public void History_older_than_the_limit_is_not_read_and_told()
    {
        var longAgo = Snowflake.At(New.Noon.AddHours(-Options.Hours - 5));
        _plan.Add([new(Lobby, longAgo, Start + 90), new(Memes, longAgo, longAgo + 90)], New.Noon, Options);

        Assert.Equal(new(new(Lobby), new(Start + 91), new(Snowflake.At(New.Noon.AddHours(-Options.Hours)))), _plan.Status([]).Next);
        Apply(Page(Lobby, Start + 91, true, Start + 90));

        Assert.True(_plan.IsDone);
        Assert.Equal(1, _plan.Status([]).ChannelsCut);
    }

    [Fact]
    public void A_second_gap_is_fetched_with_what_is_left_of_the_first()
    {
        _plan.Add([new(Lobby, Start, Start + 90)], New.Noon, Options);
        var early = Page(Lobby, Start + 91, true, Start + 80);
        _plan.Add([new(Lobby, Start + 100, Start + 200)], New.Noon.AddMinutes(1), Options);

        Assert.Equal(0, Apply(early));
        Assert.Equal(1, Apply(Page(Lobby, Start + 201, true, Start + 150)));
        Assert.Equal(1, Apply(early));

        Assert.True(_plan.IsDone);
        Assert.Equal((New.Noon.AddMinutes(-10), New.Noon.AddMinutes(1)), (_plan.Status([]).From, _plan.Status([]).To));
    }

    private int Apply(BackfillPage page)
    {
        var wanted = _plan.Wanted(page).Length;
        _plan.Applied(page, wanted);
        return wanted;
    }

    private static BackfillPage Page(ulong channel, ulong before, bool isLast, params ulong[] messages) => new(
        new(channel), new(before), [.. messages.Select(id => new MessagePosted { Message = new(id), Channel = new(channel), Author = New.User(), Content = "hello" })], isLast);
}
