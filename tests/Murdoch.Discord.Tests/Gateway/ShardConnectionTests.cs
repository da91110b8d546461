using Murdoch.Discord.Gateway;
using Murdoch.Discord.Model;
using Murdoch.Simulator;
using Murdoch.Simulator.World;

namespace Murdoch.Discord.Tests.Gateway;

/// <summary>The gateway's rules against the simulator: https://docs.discord.com/developers/events/gateway.</summary>
public sealed class ShardConnectionTests : IAsyncLifetime
{
    private const string Token = "test-token";
    private SimulatorServer _discord = null!;
    private TestShard _shard = null!;

    private Guild Guild => _discord.World.Guilds.First();
    private Simulator.World.Channel Channel => Guild.Channels.Values.First(channel => channel.Type == ChannelType.Text);
    private ulong Author => Guild.Members.Values.First(member => !member.User.Bot && member.User.Id != Guild.OwnerId && member.Roles.Count == 0).User.Id;

    public async ValueTask InitializeAsync()
    {
        _discord = await SimulatorServer.StartAsync(new() { Token = Token, IdentifyWindow = TimeSpan.FromMilliseconds(1), HeartbeatInterval = TimeSpan.FromMilliseconds(150), Members = 100 });
        _shard = TestShard.Start(_discord.GatewayUrl, Token);
        Assert.Equal("ready", await _shard.Next());
    }

    public async ValueTask DisposeAsync()
    {
        await _shard.DisposeAsync();
        await _discord.DisposeAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1001)]
    [InlineData(4000)]
    [InlineData(4001)]
    [InlineData(4002)]
    [InlineData(4008)]
    public async Task After_these_the_session_is_resumed_and_what_was_missed_comes_once(int? code)
    {
        Post("before");
        await _shard.Message(message => message.Content == "before");
        _discord.Faults.KillSockets(closeCode: code);
        Post("meanwhile");

        Assert.StartsWith("resumed", await _shard.Next(), StringComparison.Ordinal);
        Post("after");
        await _shard.Message(message => message.Content == "after");
        Assert.Equal(["before", "meanwhile", "after"], _shard.Messages.Select(message => message.Content));
        Assert.Equal(1, _shard.Identifies);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(4003)]
    [InlineData(4005)]
    [InlineData(4007)]
    [InlineData(4009)]
    public async Task After_these_the_session_is_given_up_and_a_new_one_started(int code)
    {
        var first = _shard.Session!.SessionId;
        _discord.Faults.KillSockets(closeCode: code);

        Assert.Equal("lost", await _shard.Next());
        Assert.Equal("ready", await _shard.Next());
        Assert.NotEqual(first, _shard.Session.SessionId);
        Assert.Equal(2, _shard.Identifies);
    }

    [Theory]
    [InlineData(4004, "DISCORD_TOKEN")]
    [InlineData(4010, "DISCORD_SHARDS")]
    [InlineData(4011, "DISCORD_SHARDS")]
    [InlineData(4012, "update Murdoch")]
    [InlineData(4013, "update Murdoch")]
    [InlineData(4014, "developer portal")]
    public async Task After_these_the_shard_stops_and_says_what_to_do(int code, string advice)
    {
        _discord.Faults.KillSockets(closeCode: code);

        var stopped = await Assert.ThrowsAsync<GatewayStoppedException>(() => _shard.Running.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.Equal(code, stopped.CloseCode);
        Assert.Contains(advice, stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reconnect_is_obeyed_and_the_session_goes_on()
    {
        _discord.Faults.Reconnect();

        Assert.StartsWith("resumed", await _shard.Next(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "resumed")]
    [InlineData(false, "lost")]
    public async Task Invalid_session_says_whether_the_session_goes_on(bool resumable, string expected)
    {
        _discord.Faults.InvalidateSessions(resumable);

        Assert.StartsWith(expected, await _shard.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_does_not_acknowledge_is_left_and_resumed()
    {
        _discord.Faults.WithholdHeartbeatAcks = true;
        Assert.StartsWith("resumed", await _shard.Next(), StringComparison.Ordinal);
        _discord.Faults.WithholdHeartbeatAcks = false;

        Assert.Equal(1, _shard.Identifies);
        Assert.Contains(_discord.Journal.Since(0), entry => entry.What == "disconnected" && entry.Detail is { } detail && detail.Contains("4901", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_receiver_that_is_full_is_no_dead_connection()
    {
        _shard.HoldBack();
        for (var i = 0; i < 50; i++) Post($"text {i}");
        await Task.Delay(TimeSpan.FromMilliseconds(700), TestContext.Current.CancellationToken);
        _shard.GoOn();

        await _shard.Message(message => message.Content == "text 49");
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"text {i}"), _shard.Messages.Select(message => message.Content));
        Assert.DoesNotContain(_discord.Journal.Since(0), entry => entry.What == "disconnected");
    }

    [Fact]
    public async Task Stopping_leaves_the_session_to_whoever_comes_next()
    {
        Post("first");
        await _shard.Message(message => message.Content == "first");
        var session = _shard.Session! with { Sequence = _shard.Connection.LastSequence };
        await _shard.Stop();
        Post("second");

        await using var next = TestShard.Start(_discord.GatewayUrl, Token, session);
        Assert.Equal("resumed 1", await next.Next());
        Assert.Equal(["second"], next.Messages.Select(message => message.Content));
        Assert.Equal(0, next.Identifies);
    }

    [Fact]
    public async Task Two_that_hold_the_same_session_do_not_fight_for_it()
    {
        var never = TimeSpan.FromDays(20);
        await using var first = TestShard.Start(_discord.GatewayUrl, Token, reconnect: never);
        Assert.Equal("ready", await first.Next());

        await using var second = TestShard.Start(_discord.GatewayUrl, Token, first.Session! with { Sequence = first.Connection.LastSequence }, reconnect: never);
        Assert.StartsWith("resumed", await second.Next(), StringComparison.Ordinal);
        // Each comes back at once a first time; who is put out again soon after waits.
        Assert.StartsWith("resumed", await first.Next(), StringComparison.Ordinal);
        Assert.StartsWith("resumed", await second.Next(), StringComparison.Ordinal);
        Assert.True(SpinWait.SpinUntil(() => first.Connection.State == ShardState.Waiting, TimeSpan.FromSeconds(20)));
        Assert.Equal(3, _discord.Journal.Since(0).Count(entry => entry.What == "resumed" && entry.Session == first.Session!.SessionId));
    }

    [Fact]
    public async Task A_resume_address_that_is_gone_is_no_end()
    {
        var session = _shard.Session! with { ResumeUrl = "ws://127.0.0.1:1/gone", Sequence = _shard.Connection.LastSequence };
        await _shard.Stop();

        await using var next = TestShard.Start(_discord.GatewayUrl, Token, session);
        Assert.Equal("lost", await NextBut(next, "resumed"));
    }

    [Theory]
    [InlineData(GatewayCompression.None)]
    [InlineData(GatewayCompression.ZlibStream)]
    public async Task A_frame_in_three_pieces_is_one_message(GatewayCompression compression)
    {
        await using var other = TestShard.Start(_discord.GatewayUrl, Token, compression: compression);
        Assert.Equal("ready", await other.Next());
        _discord.Faults.SplitNextFrame();
        Post("in pieces");
        Post("whole");

        await other.Message(message => message.Content == "whole");
        Assert.Equal(["in pieces", "whole"], other.Messages.Select(message => message.Content));
    }

    [Fact]
    public void A_guild_is_reduced_to_who_outranks_whom()
    {
        var available = _shard.Dispatches.OfType<GuildAvailable>().Single();

        Assert.Equal((Guild.Id, Guild.Name, Guild.OwnerId, 100), (available.GuildId, available.Name, available.OwnerId, available.MemberCount));
        Assert.Equal(Guild.Roles.Values.OrderBy(role => role.Id).Select(role => (role.Id, (ulong)role.Permissions, role.Position)),
            available.Roles.OrderBy(role => role.Id).Select(role => (role.Id, role.Permissions, role.Position)));
        Assert.Equal(Guild.Channels.Keys.Order(), available.Channels.Select(channel => channel.Id).Order());
        Assert.Equal(Guild.Members[_discord.World.Bot.Id].Roles.Order(), available.BotRoles.Order());
    }

    [Fact]
    public async Task An_edit_is_told_from_a_new_message()
    {
        var id = Post("first thought");
        _discord.World.Edit(id, "second thought");

        var edit = await _shard.Message(message => message.IsUpdate);
        Assert.Equal((id, "second thought", Channel.Id, Guild.Id, Author), (edit.MessageId, edit.Content, edit.ChannelId, edit.GuildId, edit.AuthorId));
    }

    private static async Task<string> NextBut(TestShard shard, string other)
    {
        // Discord may take the resume at the general address as well; both ways the shard is back.
        var next = await shard.Next();
        return next.StartsWith(other, StringComparison.Ordinal) ? "lost" : next;
    }

    private ulong Post(string content) => _discord.World.Post(Channel.Id, Author, content).Id;
}
