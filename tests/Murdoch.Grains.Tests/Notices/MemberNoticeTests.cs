using Murdoch.Grains.Cases;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Notices;

namespace Murdoch.Grains.Tests.Notices;

/// <summary>What members are told directly of what was done to them.</summary>
public sealed class MemberNoticeTests(ModerationCluster cluster) : IClassFixture<ModerationCluster>
{
    [Theory]
    [InlineData(ActionKind.Warn, 0, "Please keep to the rules there")]
    [InlineData(ActionKind.Timeout, 600, "You may not write or speak for 10 minutes in A guild.")]
    [InlineData(ActionKind.Kick, 0, "You were removed in A guild.")]
    [InlineData(ActionKind.Ban, 0, "You were banned for good in A guild.")]
    public async Task A_member_is_told_of_every_step_of_the_ladder_once_with_a_way_to_appeal(ActionKind kind, int seconds, string expected)
    {
        var guild = await ModeratedGuild.Create(cluster, rungs: [new(kind, seconds)]);
        var message = guild.Guild.Post("join discord.gg/abcdef now", guild.Member);
        await guild.Guild.Receive(message);
        await cluster.AdvanceUntil(async () => (await guild.Book.GetPage(null, 10, null)).Length == 1, "there is a case");
        await ModerationCluster.Until(() => guild.Told(guild.Member).Length > 0, "the member is told");

        var notice = Assert.Single(await guild.Notices(guild.Member));
        Assert.Contains(expected, notice.Content, StringComparison.Ordinal);
        Assert.StartsWith("A message of yours in A guild was removed", notice.Content, StringComparison.Ordinal);
        var violation = (await guild.Guild.Grain.GetRecentViolations(1))[0].Id;
        Assert.Equal([($"appeal:{guild.Id}:v{violation}", false)], notice.Buttons);
        Assert.Equal(1, await guild.Book.FindByViolation(violation));
    }

    [Theory]
    [InlineData(ActionKind.Warn, 0, "The moderators of A guild warn you: Did not stop.")]
    [InlineData(ActionKind.Timeout, 5_400, "You may not write or speak for 1 hour 30 minutes in A guild by its moderators: Did not stop.")]
    [InlineData(ActionKind.Ban, 86_400, "You were banned for 1 day in A guild by its moderators: Did not stop.")]
    public async Task A_member_is_told_of_a_moderator_s_order(ActionKind kind, int seconds, string expected)
    {
        var guild = await ModeratedGuild.Create(cluster);
        await guild.Order(kind, seconds);
        await ModerationCluster.Until(() => guild.Told(guild.Member).Length > 0, "the member is told");

        var notice = Assert.Single(await guild.Notices(guild.Member));
        Assert.StartsWith(expected, notice.Content, StringComparison.Ordinal);
        Assert.Equal([($"appeal:{guild.Id}:1", false)], notice.Buttons);
    }

    [Theory]
    [InlineData(ActionKind.Kick)]
    [InlineData(ActionKind.Ban)]
    public async Task Who_goes_is_told_before_and_goes_although_they_cannot_be_told(ActionKind kind)
    {
        var guild = await ModeratedGuild.Create(cluster, members: 2);
        guild.Guild.Guild.Members[guild.Guild.Members[1].Value].User.DmsClosed = true;

        await guild.Order(kind);
        await guild.Order(kind, member: guild.Guild.Members[1]);

        Assert.Single(guild.Told(guild.Member));
        Assert.Empty(guild.Told(guild.Guild.Members[1]));
        Assert.All(guild.Guild.Members, member => Assert.False(guild.Guild.Guild.Members.ContainsKey(member.Value)));
    }

    [Fact]
    public async Task A_ban_does_not_wait_long_for_a_notice_that_hangs()
    {
        var guild = await ModeratedGuild.Create(cluster);
        cluster.Discord.Faults.Add(new() { Method = "POST", Path = "^/users/@me/channels", Delay = TimeSpan.FromHours(1), Remaining = 1 });

        var order = guild.Order(ActionKind.Ban);
        var began = cluster.Time.GetUtcNow();
        await cluster.AdvanceUntil(() => Task.FromResult(order.IsCompleted), "the ban is carried out");

        Assert.Single(guild.Guild.Guild.Bans);
        Assert.True(cluster.Time.GetUtcNow() - began < TimeSpan.FromMinutes(1));
        cluster.Discord.Faults.Clear();
    }

    [Fact]
    public async Task A_notice_of_a_ban_that_Discord_refuses_is_taken_back()
    {
        var guild = await ModeratedGuild.Create(cluster);
        cluster.Discord.Faults.Add(new() { Method = "PUT", Path = $"^/guilds/{guild.Id}/bans/", Status = 403, Remaining = 1 });

        var answer = await guild.Book.Order(new("refused ban", ModeratedGuild.Moderator, guild.Member, ActionKind.Ban, 0, "Did not stop."));

        Assert.Equal(ActionOutcome.Refused, answer.Case!.Outcome);
        Assert.Empty(guild.Told(guild.Member));
        Assert.Single(guild.Requests("DELETE", "/messages/"), request => request.EndsWith("204", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_ban_that_is_tried_again_says_so_once()
    {
        var guild = await ModeratedGuild.Create(cluster);
        cluster.Discord.Faults.Add(new() { Method = "PUT", Path = $"^/guilds/{guild.Id}/bans/", Status = 500, Remaining = 2 });
        await guild.Book.Order(new("repeated ban", ModeratedGuild.Moderator, guild.Member, ActionKind.Ban, 0, "Did not stop."));
        await cluster.Deactivate(guild.Book);

        await cluster.AdvanceUntil(() => Task.FromResult(guild.Guild.Guild.Bans.Count == 1), "the ban is carried out");

        Assert.Single(guild.Told(guild.Member));
    }

    [Fact]
    public void A_notice_names_the_dashboard_where_there_is_one_and_keeps_its_end_when_it_is_long()
    {
        var notice = MemberNotice.Of(new GuildId(1), "A guild", New.User(), New.Violation().Id, "A message was removed", ActionKind.Ban, 0, new string('x', 4_000));

        var text = notice.ToMessage("https://mod.example").Content!;

        Assert.EndsWith("You can do the same at https://mod.example, also while you cannot enter.", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 1, 2_000);
        Assert.DoesNotContain("http", notice.ToMessage(null).Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "1 second")]
    [InlineData(59, "59 seconds")]
    [InlineData(60, "1 minute")]
    [InlineData(3_661, "1 hour 1 minute")]
    [InlineData(86_401, "1 day 1 second")]
    [InlineData(2_419_200, "28 days")]
    public void Lengths_are_told_in_their_largest_units(int seconds, string expected) => Assert.Equal(expected, CaseWords.Length(seconds));
}
