using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Murdoch.Discord.Rest;
using Murdoch.Discord.Rest.RateLimits;
using Murdoch.Simulator;
using Murdoch.Simulator.Faults;
using Murdoch.Simulator.World;

namespace Murdoch.Discord.Tests.Rest;

/// <summary>REST against the simulator: https://docs.discord.com/developers/reference.</summary>
public sealed class DiscordRestTests : IAsyncLifetime
{
    private SimulatorServer _discord = null!;
    private DiscordRest _rest = null!;

    private Guild Guild => _discord.World.Guilds.First();
    private Simulator.World.Channel Channel => Guild.Channels.Values.First(channel => channel.Type == ChannelType.Text);
    private Member[] Members => [.. Guild.Members.Values.Where(member => !member.User.Bot && member.User.Id != Guild.OwnerId && member.Roles.Count == 0)];
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _discord = await SimulatorServer.StartAsync(new() { Token = "test-token", Members = 40 });
        _rest = Client("test-token");
    }

    public async ValueTask DisposeAsync()
    {
        _rest.Dispose();
        await _discord.DisposeAsync();
    }

    [Fact]
    public async Task Eight_deletions_at_once_meet_no_rate_limit()
    {
        var messages = Enumerable.Range(0, 8).Select(i => Post($"text {i}")).ToArray();

        await Task.WhenAll(messages.Select(message => _rest.DeleteMessage(Channel.Id, message, "test", RequestPriority.Delete, Cancellation)));

        Assert.All(messages, message => Assert.NotNull(_discord.World.FindMessage(message)!.DeletedAt));
        Assert.DoesNotContain(_discord.Journal.Since(0), entry => entry.Status == 429);
    }

    [Fact]
    public async Task Many_messages_go_in_one_request()
    {
        var messages = Enumerable.Range(0, 20).Select(i => Post($"text {i}")).ToArray();

        await _rest.BulkDeleteMessages(Channel.Id, messages, "test", RequestPriority.Delete, Cancellation);

        Assert.All(messages, message => Assert.NotNull(_discord.World.FindMessage(message)!.DeletedAt));
    }

    [Fact]
    public async Task Timeout_kick_ban_and_unban_are_done()
    {
        var (first, second) = (Members[0].User.Id, Members[1].User.Id);
        var until = DateTimeOffset.UtcNow.AddMinutes(10);

        await _rest.ModifyMemberTimeout(Guild.Id, first, until, "test", RequestPriority.Timeout, Cancellation);
        Assert.InRange((_discord.World.GetMember(Guild.Id, first).TimedOutUntil!.Value - until).Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        await _rest.ModifyMemberTimeout(Guild.Id, first, null, "test", RequestPriority.Timeout, Cancellation);
        Assert.Null(_discord.World.GetMember(Guild.Id, first).TimedOutUntil);
        await _rest.RemoveMember(Guild.Id, first, "test", RequestPriority.Timeout, Cancellation);
        Assert.False(_discord.World.GetMember(Guild.Id, first).IsMember);
        await _rest.CreateBan(Guild.Id, second, 0, "test", RequestPriority.RaidBan, Cancellation);
        Assert.True(_discord.World.GetMember(Guild.Id, second).IsBanned);
        await _rest.RemoveBan(Guild.Id, second, "test", RequestPriority.Timeout, Cancellation);
        Assert.False(_discord.World.GetMember(Guild.Id, second).IsBanned);
    }

    [Fact]
    public async Task A_text_of_ours_pings_nobody()
    {
        _discord.World.SetBotRights(Guild.Id, Permissions.ModerationBot | Permissions.MentionEveryone);
        var sent = await _rest.CreateMessage(Channel.Id, "@everyone look", "a look around", RequestPriority.Notice, Cancellation);

        Assert.False(_discord.World.FindMessage(sent.Id)!.MentionsEveryone);
    }

    [Fact]
    public async Task The_reason_reaches_the_audit_log_whatever_it_holds()
    {
        await _rest.CreateBan(Guild.Id, Members[0].User.Id, 0, "raid 🚨 – " + new string('é', 600), RequestPriority.RaidBan, Cancellation);

        var reason = Guild.AuditLog.Last(entry => entry.TargetId == Members[0].User.Id || entry.Reason is not null).Reason!;
        Assert.StartsWith("raid 🚨 – é", reason, StringComparison.Ordinal);
        Assert.Equal(512, reason.Length);
    }

    [Theory]
    [InlineData("user")]
    [InlineData("global")]
    [InlineData("shared")]
    public async Task A_rate_limit_of_any_scope_is_waited_out(string scope)
    {
        _discord.Faults.Add(new RestFault { Method = "DELETE", Status = 429, Scope = scope, RetryAfterSeconds = 0.2, Remaining = 2 });
        var message = Post("text");

        await _rest.DeleteMessage(Channel.Id, message, null, RequestPriority.Delete, Cancellation);

        Assert.NotNull(_discord.World.FindMessage(message)!.DeletedAt);
    }

    [Fact]
    public async Task Failures_of_Discord_and_broken_connections_are_tried_again()
    {
        _discord.Faults.Add(new RestFault { Method = "DELETE", Status = 502, Remaining = 2 });
        _discord.Faults.Add(new RestFault { Method = "DELETE", Reset = true, Remaining = 1 });
        var message = Post("text");

        await _rest.DeleteMessage(Channel.Id, message, null, RequestPriority.Delete, Cancellation);

        Assert.NotNull(_discord.World.FindMessage(message)!.DeletedAt);
    }

    [Fact]
    public async Task What_fails_every_time_is_told()
    {
        _discord.Faults.Add(new RestFault { Method = "DELETE", Status = 500 });

        var exception = await Assert.ThrowsAsync<DiscordUnavailableException>(() => _rest.DeleteMessage(Channel.Id, Post("text"), null, RequestPriority.Delete, Cancellation));
        Assert.Contains("failed 5 times", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_no_is_final()
    {
        var refused = await Assert.ThrowsAsync<DiscordApiException>(() => _rest.RemoveMember(Guild.Id, Guild.OwnerId, null, RequestPriority.Timeout, Cancellation));
        var unknown = await Assert.ThrowsAsync<DiscordApiException>(() => _rest.DeleteMessage(Channel.Id, 12345, null, RequestPriority.Delete, Cancellation));

        Assert.Equal((HttpStatusCode.Forbidden, 50013), (refused.Status, refused.Code));
        Assert.Equal((HttpStatusCode.NotFound, 10008), (unknown.Status, unknown.Code));
    }

    [Fact]
    public async Task A_wrong_token_stops_everything_and_is_never_shown()
    {
        using var stranger = Client("wrong-secret");

        var first = await Assert.ThrowsAsync<DiscordApiException>(() => stranger.GetCurrentUser(Cancellation));
        var second = await Assert.ThrowsAsync<DiscordUnavailableException>(() => stranger.GetCurrentUser(Cancellation));

        Assert.True(stranger.IsTokenRefused);
        Assert.Equal(HttpStatusCode.Unauthorized, first.Status);
        Assert.DoesNotContain("wrong-secret", first + second.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_raid_in_one_guild_leaves_room_for_the_deletions_of_another()
    {
        await using var discord = await SimulatorServer.StartAsync(new() { Token = "test-token", Guilds = 2, Members = 300, RateLimitScale = 1_000 }, Cancellation);
        using var rest = Client("test-token", discord);
        var (raided, quiet) = (discord.World.Guilds.First(), discord.World.Guilds.Last());
        var channel = quiet.Channels.Values.First(channel => channel.Type == ChannelType.Text);
        var author = quiet.Members.Values.First(member => !member.User.Bot).User.Id;
        var messages = Enumerable.Range(0, 10).Select(i => discord.World.Post(channel.Id, author, $"text {i}").Id).ToArray();
        var raiders = raided.Members.Values.Where(member => !member.User.Bot && member.User.Id != raided.OwnerId && member.Roles.Count == 0).Select(member => member.User.Id).Take(200).ToArray();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var bans = Task.WhenAll(raiders.Select(raider => rest.CreateBan(raided.Id, raider, 0, "raid", RequestPriority.RaidBan, end.Token)));
        // The deletions come when the raid fills the line.
        while (Bans() < 40) await Task.Delay(TimeSpan.FromMilliseconds(5), Cancellation);
        var before = Bans();
        await Task.WhenAll(messages.Select(message => rest.DeleteMessage(channel.Id, message, null, RequestPriority.Delete.For(quiet.Id), Cancellation)));

        // Every fourth place is the deletions', so they are done before the raid is: that takes 160 bans more.
        Assert.InRange(Bans() - before, 0, 110);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bans);

        int Bans() => discord.Journal.Since(0).Count(entry => entry.What == "PUT");
    }

    private DiscordRest Client(string token, SimulatorServer? discord = null)
    {
        var options = new DiscordRestOptions { ApiUrl = (discord ?? _discord).ApiUrl, Token = token, RetryBase = TimeSpan.FromMilliseconds(20) };
        return new(options, new LocalRequestBudget(50, TimeProvider.System), TimeProvider.System, NullLogger<DiscordRest>.Instance);
    }

    private ulong Post(string content) => _discord.World.Post(Channel.Id, Members[0].User.Id, content).Id;
}
