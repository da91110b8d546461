using Murdoch.Grains.Buffers;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Tests.Buffers;

public sealed class ConversationHistoryTests
{
    private readonly ConversationHistory _history = new(perChannel: 3);

    [Fact]
    public void It_gives_the_last_messages_of_the_channels_concerned_oldest_first()
    {
        _history.Add([Say("a1", 1), Say("b1", 2), Say("a2", 1), Say("a3", 1), Say("c1", 3), Say("a4", 1)]);

        Assert.Equal(["b1", "a2", "a3", "a4"], Before([Say("now", 1), Say("now", 2)]));
        Assert.Empty(Before([Say("now", 4)]));
    }

    [Fact]
    public void What_stands_beside_counts_among_the_last_messages()
    {
        _history.Add([Say("a1", 1), Say("a2", 1), Say("a3", 1)]);

        Assert.Equal(["a2", "a3", "moderator"], _history.Before([Say("now", 1)], [Say("moderator", 1), Say("elsewhere", 2)]).Select(message => message.Content));
    }

    [Fact]
    public void The_channel_that_was_quiet_for_longest_makes_room()
    {
        for (ulong channel = 1; channel <= ConversationHistory.MaxChannels; channel++) _history.Add([Say($"in {channel}", channel)]);
        _history.Add([Say("again in 1", 1), Say("one more", 999)]);

        Assert.Empty(Before([Say("now", 2)]));
        Assert.Equal(["in 1", "again in 1"], Before([Say("now", 1)]));
        Assert.Equal(["one more"], Before([Say("now", 999)]));
    }

    [Fact]
    public void Zero_messages_of_context_keep_nothing()
    {
        var none = new ConversationHistory(0);
        none.Add([Say("a", 1)]);

        Assert.Empty(none.Before([Say("now", 1)], null));
    }

    private IEnumerable<string> Before(MessagePosted[] messages) => _history.Before(messages, null).Select(message => message.Content);

    private static MessagePosted Say(string content, ulong channel) => New.Message(content, channel: new ChannelId(channel));
}
