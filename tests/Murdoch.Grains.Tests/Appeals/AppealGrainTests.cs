using Murdoch.Grains.Audit;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Appeals;
using Murdoch.Grains.Interfaces.Audit;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Members;
using Murdoch.Simulator.World;
using Murdoch.TestCluster.Discord;

namespace Murdoch.Grains.Tests.Appeals;

/// <summary>How members appeal and how it is decided, by a silo on SQLite against a simulated Discord.</summary>
public sealed class AppealGrainTests(ModerationCluster cluster) : IClassFixture<ModerationCluster>
{
    private static readonly UserId Reviewer = ModeratedGuild.Other;

    [Fact]
    public async Task An_appeal_is_shown_in_a_private_thread_with_the_member_s_words_as_they_are()
    {
        var guild = await Timed();

        var answer = await Appeal(guild).Open(guild.Member, "I said **nothing** @everyone ```x``` [here](https://evil.example)");

        Assert.True(answer.IsDone, answer.Problem);
        var thread = Assert.Single(Threads(guild));
        Assert.Equal((ChannelType.PrivateThread, "Appeal of case 1", false), (thread.Type, thread.Name, thread.Archived));
        Assert.Equal((AppealPlace.Thread, thread.Id), (answer.Appeal!.Place, answer.Appeal.Channel!.Value.Value));
        var shown = Assert.Single(await SeenMessage.In(cluster.Discord, thread.Id, TestContext.Current.CancellationToken));
        Assert.Equal("```\nI said **nothing** @everyone ˋˋˋxˋˋˋ [here](https://evil.example)\n```", shown.Fields["The member says"]);
        Assert.Equal(("Timeout for 10 minutes", "Did not stop.", "<@77>"), (shown.Fields["What was done"], shown.Fields["Why"], shown.Fields["By"]));
        Assert.Equal([("appeal:approve:1", false), ("appeal:deny:1", false)], shown.Buttons);
        Assert.Equal($"<@&{guild.Role.Id}>", shown.Content);
    }

    [Fact]
    public async Task Who_may_not_appeal_is_told_why_and_nothing_is_opened()
    {
        var guild = await Timed();
        await guild.Book.Undo((await guild.Order(ActionKind.Warn)).Number, new(ModeratedGuild.Moderator, CaseClosingKind.Undone, null));
        await guild.Order(ActionKind.RemoveTimeout);

        Assert.Equal("Only the member whom it concerns can appeal.", (await Appeal(guild).Open(New.User(), "Me too.")).Problem);
        Assert.Equal("It needs 1 to 1000 characters.", (await Appeal(guild).Open(guild.Member, " ")).Problem);
        Assert.Equal("It needs 1 to 1000 characters.", (await Appeal(guild).Open(guild.Member, new('x', 1_001))).Problem);
        Assert.Equal("It was taken back already.", (await Appeal(guild, 2).Open(guild.Member, "Please.")).Problem);
        Assert.Equal("It has itself taken something back.", (await Appeal(guild, 3).Open(guild.Member, "Please.")).Problem);
        Assert.Equal("There is no such case.", (await Appeal(guild, 9).Open(guild.Member, "Please.")).Problem);
        Assert.Empty(await guild.Book.GetAppeals(null, null, 10));
        Assert.Empty(Threads(guild));
    }

    [Fact]
    public async Task Of_two_who_open_at_once_one_does_and_there_is_one_thread()
    {
        var guild = await Timed();

        var answers = await Task.WhenAll(Appeal(guild).Open(guild.Member, "Please."), Appeal(guild).Open(guild.Member, "Please."));

        Assert.Contains("appealed already", Assert.Single(answers, answer => !answer.IsDone).Problem, StringComparison.Ordinal);
        Assert.Single(Threads(guild));
    }

    [Fact]
    public async Task Approval_takes_the_case_back_tells_the_member_and_closes_the_thread()
    {
        var guild = await Timed();
        await Appeal(guild).Open(guild.Member, "Please.");

        var answer = await Appeal(guild).Approve(Reviewer, "You are right.");

        Assert.True(answer.IsDone, answer.Problem);
        Assert.Equal((AppealState.Approved, true), (answer.Appeal!.State, answer.Appeal.IsSettled));
        var closed = (await guild.Book.Get(1))!.Case.Closed!;
        Assert.Equal((CaseClosingKind.AppealGranted, Reviewer, "You are right.", ActionOutcome.Done), (closed.Kind, closed.By, closed.Reason, closed.Outcome));
        Assert.Null(guild.Guild.Guild.Members[guild.Member.Value].TimedOutUntil);
        Assert.Equal(0, (await cluster.Get<MemberGrains>().Get(guild.Id, guild.Member).GetLadder(new())).Level);
        Assert.Equal("Your appeal was granted: Timeout for 10 minutes in A guild is taken back. You are right.", guild.Told(guild.Member)[^1].Content);
        var thread = Assert.Single(Threads(guild));
        Assert.True(thread is { Archived: true, Locked: true });
        var shown = Assert.Single(await SeenMessage.In(cluster.Discord, thread.Id, TestContext.Current.CancellationToken));
        Assert.Equal($"Approved by <@{Reviewer}>. You are right.", shown.Fields["Decision"]);
        Assert.All(shown.Buttons, button => Assert.True(button.Disabled));
        Assert.Equal([AuditActions.CaseUndone, AuditActions.AppealApproved], (await cluster.Get<AuditStore>().GetPage(guild.Id, null, 10, Cancellation)).Select(entry => entry.Action));
    }

    [Fact]
    public async Task Denial_keeps_the_case_and_it_can_be_appealed_again_after_a_week()
    {
        var guild = await Timed();
        await Appeal(guild).Open(guild.Member, "Please.");

        var answer = await Appeal(guild).Deny(Reviewer, "It stays.");

        Assert.Equal((AppealState.Denied, true), (answer.Appeal!.State, answer.Appeal.IsSettled));
        Assert.True((await guild.Book.Get(1))!.Case.Stands);
        Assert.Equal("Your appeal was denied: Timeout for 10 minutes in A guild stays. It stays.", guild.Told(guild.Member)[^1].Content);
        Assert.Contains("You can appeal again", (await Appeal(guild).Open(guild.Member, "But.")).Problem, StringComparison.Ordinal);
        Assert.Contains("You can appeal again", await Appeal(guild).GetObstacle(guild.Member), StringComparison.Ordinal);

        cluster.Time.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));

        Assert.Null(await Appeal(guild).GetObstacle(guild.Member));
        var again = await Appeal(guild).Open(guild.Member, "But.");
        Assert.Equal((null, 2), (again.Problem, again.Appeal!.Attempt));
        Assert.Contains(Threads(guild), thread => thread.Name == "Appeal 2 of case 1");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public async Task A_denial_gives_a_reason(string reason)
    {
        var guild = await Timed();
        await Appeal(guild).Open(guild.Member, "Please.");

        Assert.Equal("It needs 1 to 1000 characters.", (await Appeal(guild).Deny(Reviewer, reason)).Problem);
        Assert.Equal(AppealState.Open, (await Appeal(guild).Get())!.State);
    }

    [Fact]
    public async Task Who_made_the_case_does_not_decide_where_somebody_else_can()
    {
        var guild = await Timed();
        await Appeal(guild).Open(guild.Member, "Please.");
        await guild.Book.Observed([new(91, Reviewer, New.User(), ActionKind.Kick, 0, null, cluster.Time.GetUtcNow())]);

        var answer = await Appeal(guild).Approve(ModeratedGuild.Moderator, null);

        Assert.Equal("You made this case: another moderator has to decide.", answer.Problem);
        Assert.True((await Appeal(guild).Approve(Reviewer, null)).IsDone);
    }

    [Fact]
    public async Task The_only_moderator_decides_and_nobody_about_their_own_appeal()
    {
        var guild = await Timed();
        await Appeal(guild).Open(guild.Member, "Please.");

        Assert.Equal("Nobody decides about their own appeal.", (await Appeal(guild).Approve(guild.Member, null)).Problem);
        Assert.True((await Appeal(guild).Approve(ModeratedGuild.Moderator, null)).IsDone);
    }

    [Fact]
    public async Task Of_two_reviewers_who_press_at_once_one_decides()
    {
        var guild = await Timed();
        await Appeal(guild).Open(guild.Member, "Please.");

        var answers = await Task.WhenAll(Appeal(guild).Approve(Reviewer, "Yes."), Appeal(guild).Deny(new(79), "No."));

        Assert.Single(answers, answer => answer.IsDone);
        Assert.Contains("has decided already", Assert.Single(answers, answer => !answer.IsDone).Problem, StringComparison.Ordinal);
        Assert.Single(guild.Told(guild.Member), message => message.Content.StartsWith("Your appeal was", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_nobody_has_appealed_against_cannot_be_decided()
    {
        var guild = await Timed();

        Assert.Equal("Nobody has appealed against this case.", (await Appeal(guild).Approve(Reviewer, null)).Problem);
        Assert.Equal("There is no case 9 in this guild.", (await Appeal(guild, 9).Deny(Reviewer, "No.")).Problem);
    }

    [Fact]
    public async Task Where_threads_are_refused_it_is_shown_in_the_log_channel()
    {
        var guild = await Timed();
        cluster.Discord.Faults.Add(new() { Method = "POST", Path = $"^/channels/{guild.Log.Id}/threads", Status = 403 });

        var answer = await Appeal(guild).Open(guild.Member, "Please.");

        Assert.Equal((AppealPlace.Channel, guild.Log.Id), (answer.Appeal!.Place, answer.Appeal.Channel!.Value.Value));
        Assert.Contains(await guild.Logged(), message => message.Title == "Appeal of case 1");
        await Appeal(guild).Deny(Reviewer, "No.");
        Assert.All((await guild.Logged()).Single(message => message.Title == "Appeal of case 1").Buttons, button => Assert.True(button.Disabled));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_a_log_channel_or_with_a_public_one_it_waits_in_the_queue(bool hasLog)
    {
        var guild = await ModeratedGuild.Create(cluster, hasLog: hasLog);
        cluster.Discord.World.SetOverwrite(guild.Log.Id, guild.Id.Value, null);
        await guild.Order(ActionKind.Timeout, 600);

        var answer = await Appeal(guild).Open(guild.Member, "Please.");

        Assert.Equal(AppealPlace.Queue, answer.Appeal!.Place);
        Assert.Empty(Threads(guild));
        Assert.Equal("Please.", Assert.Single(await guild.Book.GetAppeals(AppealState.Open, null, 10)).Text);
        Assert.True((await Appeal(guild).Approve(Reviewer, null)).IsDone);
    }

    [Fact]
    public async Task What_was_interrupted_after_the_thread_was_made_goes_on_in_it()
    {
        var guild = await Timed();
        var failing = new Murdoch.Simulator.Faults.RestFault { Method = "POST", Path = @"^/channels/\d+/messages", Status = 500 };
        cluster.Discord.Faults.Add(failing);
        var answer = await Appeal(guild).Open(guild.Member, "Please.");
        Assert.Equal((null, AppealPlace.Waiting), (answer.Problem, answer.Appeal!.Place));
        cluster.Discord.Faults.Clear();

        await cluster.Deactivate(Appeal(guild));
        await cluster.AdvanceUntil(async () => (await Appeal(guild).Get())!.Place == AppealPlace.Thread, "the appeal is shown");

        Assert.Single(await SeenMessage.In(cluster.Discord, Assert.Single(Threads(guild)).Id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_was_interrupted_after_the_decision_is_finished_and_said_once()
    {
        var guild = await Timed();
        await Appeal(guild).Open(guild.Member, "Please.");
        var thread = Assert.Single(Threads(guild));
        cluster.Discord.Faults.Add(new() { Method = "PATCH", Path = $"^/channels/{thread.Id}$", Status = 500 });
        var answer = await Appeal(guild).Approve(Reviewer, "Yes.");
        Assert.Equal((null, AppealState.Approved, false), (answer.Problem, answer.Appeal!.State, answer.Appeal.IsSettled));
        Assert.Contains("has decided already", (await Appeal(guild).Deny(new(79), "No.")).Problem, StringComparison.Ordinal);
        cluster.Discord.Faults.Clear();

        await cluster.Deactivate(Appeal(guild));
        await cluster.AdvanceUntil(async () => (await Appeal(guild).Get())!.IsSettled, "the decision is carried out");

        Assert.True(thread.Archived);
        Assert.Single(guild.Told(guild.Member), message => message.Content.StartsWith("Your appeal was", StringComparison.Ordinal));
        Assert.Single(await cluster.Get<AuditStore>().GetPage(guild.Id, null, 10, Cancellation), entry => entry.Action == AuditActions.AppealApproved);
    }

    [Fact]
    public async Task Reviewers_are_reminded_after_two_days_and_then_every_day()
    {
        var guild = await Timed();
        await Appeal(guild).Open(guild.Member, "Please.");
        var thread = Assert.Single(Threads(guild));
        cluster.Time.Advance(TimeSpan.FromHours(47));
        Assert.Single(await SeenMessage.In(cluster.Discord, thread.Id, TestContext.Current.CancellationToken));
        await cluster.Deactivate(Appeal(guild));

        cluster.Time.Advance(TimeSpan.FromHours(1));
        await cluster.AdvanceUntil(async () => (await SeenMessage.In(cluster.Discord, thread.Id, TestContext.Current.CancellationToken)).Length == 2, "reviewers are reminded");
        cluster.Time.Advance(TimeSpan.FromHours(24));
        await cluster.AdvanceUntil(async () => (await SeenMessage.In(cluster.Discord, thread.Id, TestContext.Current.CancellationToken)).Length == 3, "reviewers are reminded again");

        Assert.StartsWith($"<@&{guild.Role.Id}> Appeal of case 1 waits", (await SeenMessage.In(cluster.Discord, thread.Id, TestContext.Current.CancellationToken))[^1].Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_is_taken_back_meanwhile_ends_its_appeal()
    {
        var guild = await Timed();
        await Appeal(guild).Open(guild.Member, "Please.");
        await guild.Book.Undo(1, new(ModeratedGuild.Moderator, CaseClosingKind.Undone, null));

        await cluster.AdvanceUntil(async () => await Appeal(guild).Get() is { State: AppealState.Moot, IsSettled: true }, "the appeal is over");

        Assert.Contains("taken back before anybody decided", guild.Told(guild.Member)[^1].Content, StringComparison.Ordinal);
        Assert.True(Assert.Single(Threads(guild)).Locked);
        Assert.False((await Appeal(guild).Approve(Reviewer, null)).IsDone);
    }

    [Fact]
    public async Task A_banned_member_appeals_and_is_unbanned_although_they_cannot_be_told()
    {
        var guild = await ModeratedGuild.Create(cluster);
        await guild.Order(ActionKind.Ban);
        await Appeal(guild).Open(guild.Member, "Please.");

        var answer = await Appeal(guild).Approve(Reviewer, null);

        Assert.True(answer is { IsDone: true, Appeal.IsSettled: true }, answer.Problem);
        Assert.Empty(guild.Guild.Guild.Bans);
    }

    private async Task<ModeratedGuild> Timed()
    {
        var guild = await ModeratedGuild.Create(cluster);
        await guild.Order(ActionKind.Timeout, 600);
        return guild;
    }

    private IAppealGrain Appeal(ModeratedGuild guild, long number = 1) => cluster.Grains.GetAppeal(guild.Id, number);

    private Channel[] Threads(ModeratedGuild guild)
    {
        lock (cluster.Discord.World.Gate) return [.. guild.Guild.Guild.Channels.Values.Where(channel => channel.IsThread).OrderBy(channel => channel.Id)];
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
