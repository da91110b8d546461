using Murdoch.Discord.Model;
using Murdoch.Grains.Backfills;

namespace Murdoch.Grains.Tests.Backfills;

public sealed class ReadableChannelsTests
{
    private const ulong Guild = 1, Owner = 2, Bot = 3, BotRole = 4;
    private const ulong View = 1UL << 10, History = 1UL << 16, Connect = 1UL << 20, Administrator = 1UL << 3;
    private const ulong Channel = 50, Newest = 900;

    [Fact]
    public void A_channel_that_the_bot_sees_has_its_newest_message_as_head() => Assert.Equal([Newest], Heads(Text()));

    [Fact]
    public void A_channel_without_messages_has_no_head() => Assert.Empty(Heads(Text() with { LastMessageId = 0 }));

    [Theory]
    [InlineData(View)]
    [InlineData(History)]
    public void Without_one_of_both_permissions_there_is_nothing_to_read(ulong permissions) => Assert.Empty(Heads(permissions, Text()));

    [Fact]
    public void What_everyone_is_denied_a_role_may_be_allowed() =>
        Assert.Equal([Newest], Heads(Text(new OverwriteModel(Guild, false, 0, View), new OverwriteModel(BotRole, false, View, 0))));

    [Fact]
    public void What_a_role_is_allowed_the_bot_itself_may_be_denied() =>
        Assert.Empty(Heads(Text(new OverwriteModel(Guild, false, 0, View), new OverwriteModel(BotRole, false, View, 0), new OverwriteModel(Bot, true, 0, View))));

    [Fact]
    public void Overwrites_for_others_do_not_concern_the_bot() => Assert.Equal([Newest], Heads(Text(new OverwriteModel(77, false, 0, View), new OverwriteModel(Owner, true, 0, View))));

    [Fact]
    public void No_overwrite_keeps_an_administrator_out() => Assert.Equal([Newest], Heads(Administrator, Text(new OverwriteModel(Guild, false, 0, View))));

    [Fact]
    public void A_thread_is_read_where_its_channel_is()
    {
        var thread = new ChannelModel(60, "thread", 11, Channel, Newest + 1);

        Assert.Equal([Newest, Newest + 1], Heads(Text(), thread));
        Assert.Empty(Heads(Text(new OverwriteModel(Guild, false, 0, View)), thread));
    }

    [Fact]
    public void The_chat_of_a_voice_channel_needs_the_right_to_connect()
    {
        var voice = Text() with { Type = 2 };

        Assert.Empty(Heads(View | History, voice));
        Assert.Equal([Newest], Heads(View | History | Connect, voice));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(15)]
    [InlineData(16)]
    public void Categories_and_forums_have_no_messages_of_their_own(int type) => Assert.Empty(Heads(Administrator, Text() with { Type = type }));

    private static ChannelModel Text(params OverwriteModel[] overwrites) => new(Channel, "lobby", 0, 0, Newest, overwrites);

    private static ulong[] Heads(params ChannelModel[] channels) => Heads(View | History, channels);

    private static ulong[] Heads(ulong permissions, params ChannelModel[] channels) => [.. ReadableChannels.Heads(new(
        1, Guild, "guild", Owner, 3, [new(Guild, "@everyone", 0, 0), new(BotRole, "bot", permissions, 5)], channels, Bot, [BotRole])).Select(head => head.Newest.Value)];
}
