using Murdoch.Grains.Actions;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Audit;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Members;

namespace Murdoch.Grains.Tests.Cases;

/// <summary>Cases that moderators make and take back, by a silo on SQLite against a simulated Discord.</summary>
public sealed class CaseBookGrainTests(ModerationCluster cluster) : IClassFixture<ModerationCluster>
{
    private static readonly UserId Moderator = new(77);
    private static int _orders;

    [Theory]
    [InlineData(ActionKind.Warn, 0)]
    [InlineData(ActionKind.Timeout, 600)]
    [InlineData(ActionKind.Kick, 0)]
    [InlineData(ActionKind.Ban, 0)]
    public async Task An_order_is_carried_out_and_climbs_the_member_s_ladder(ActionKind kind, int seconds)
    {
        var guild = await NewGuild();

        var answer = await Book(guild).Order(Order(guild, kind, seconds));

        Assert.True(answer.IsDone, answer.Problem);
        Assert.Equal((1L, kind, ActionOutcome.Done, CaseOrigin.Moderator), (answer.Case!.Number, answer.Case.Kind, answer.Case.Outcome, answer.Case.Origin));
        Assert.Equal(1, await Level(guild));
        Assert.Equal(kind == ActionKind.Timeout, IsTimedOut(guild));
        Assert.Equal(kind is ActionKind.Kick or ActionKind.Ban, !guild.Guild.Members.ContainsKey(guild.Members[0].Value));
        Assert.Equal(kind == ActionKind.Ban, guild.Guild.Bans.ContainsKey(guild.Members[0].Value));
    }

    [Fact]
    public async Task An_order_that_is_sent_twice_is_carried_out_once()
    {
        var guild = await NewGuild();
        var order = Order(guild, ActionKind.Kick);

        var answers = await Task.WhenAll(Book(guild).Order(order), Book(guild).Order(order), Book(guild).Order(order));

        Assert.All(answers, answer => Assert.Equal(1, answer.Case!.Number));
        Assert.Equal(1, Requests("DELETE", $"/guilds/{guild.Id}/members/"));
        Assert.Equal(1, await Level(guild));
    }

    [Fact]
    public async Task What_Discord_refuses_is_said_and_costs_no_step()
    {
        var guild = await NewGuild();
        cluster.Discord.Faults.Add(new() { Method = "PUT", Path = $"^/guilds/{guild.Id}/bans/", Status = 403, Remaining = 1 });

        var answer = await Book(guild).Order(Order(guild, ActionKind.Ban));

        Assert.Equal(ActionOutcome.Refused, answer.Case!.Outcome);
        Assert.Contains("Discord refused", answer.Problem, StringComparison.Ordinal);
        Assert.Equal(0, await Level(guild));
    }

    [Fact]
    public async Task What_Discord_did_not_answer_is_done_later()
    {
        var guild = await NewGuild();
        cluster.Discord.Faults.Add(new() { Method = "PUT", Path = $"^/guilds/{guild.Id}/bans/", Status = 500, Remaining = 2 });
        var answer = await Book(guild).Order(Order(guild, ActionKind.Ban));
        Assert.Equal(ActionOutcome.Pending, answer.Case!.Outcome);

        await cluster.Deactivate(Book(guild));

        await cluster.AdvanceUntil(async () => (await Book(guild).Get(1))!.Case.Outcome == ActionOutcome.Done, "the ban is carried out");
        Assert.True(guild.Guild.Bans.ContainsKey(guild.Members[0].Value));
        Assert.Equal(1, await Level(guild));
    }

    [Theory]
    [InlineData(ActionKind.Timeout, 600)]
    [InlineData(ActionKind.Ban, 0)]
    public async Task Undoing_takes_back_the_effect_and_the_step(ActionKind kind, int seconds)
    {
        var guild = await NewGuild();
        await Book(guild).Order(Order(guild, kind, seconds));

        var answer = await Book(guild).Undo(1, new(Moderator, CaseClosingKind.Undone, "Wrong person."));

        Assert.True(answer.IsDone, answer.Problem);
        Assert.Equal((ActionOutcome.Done, "Wrong person."), (answer.Case!.Closed!.Outcome, answer.Case.Closed.Reason));
        Assert.False(answer.Case.Stands);
        Assert.Equal(0, await Level(guild));
        Assert.False(IsTimedOut(guild));
        Assert.Empty(guild.Guild.Bans);
    }

    [Fact]
    public async Task Of_two_who_undo_at_once_one_is_told_that_it_was_done()
    {
        var guild = await NewGuild();
        await Book(guild).Order(Order(guild, ActionKind.Timeout, 600));

        var answers = await Task.WhenAll(
            Book(guild).Undo(1, new(Moderator, CaseClosingKind.Undone, null)), Book(guild).Undo(1, new(new(78), CaseClosingKind.Undone, null)));

        Assert.Single(answers, answer => answer.IsDone);
        Assert.Contains("taken back already", Assert.Single(answers, answer => !answer.IsDone).Problem, StringComparison.Ordinal);
        Assert.Equal(0, await Level(guild));
    }

    [Fact]
    public async Task Undoing_an_older_timeout_leaves_the_newer_one()
    {
        var guild = await NewGuild();
        await Book(guild).Order(Order(guild, ActionKind.Timeout, 600));
        await Book(guild).Order(Order(guild, ActionKind.Timeout, 3_600));

        var answer = await Book(guild).Undo(1, new(Moderator, CaseClosingKind.Undone, null));

        Assert.Equal("A later case of the same kind still stands.", answer.Case!.Closed!.Detail);
        Assert.True(IsTimedOut(guild));
        Assert.Equal(1, await Level(guild));
    }

    [Fact]
    public async Task Escalating_takes_the_next_step_once()
    {
        var guild = await NewGuild();
        await Book(guild).Order(Order(guild, ActionKind.Warn));

        await Task.WhenAll(Book(guild).Escalate(1, Moderator), Book(guild).Escalate(1, new(78)));

        var escalated = (await Book(guild).Get(2))!.Case;
        Assert.Equal((ActionKind.Timeout, 600, (long?)1), (escalated.Kind, escalated.Seconds, escalated.Parent));
        Assert.Equal(2, Assert.Single((await Book(guild).Get(1))!.Children));
        Assert.Equal(2, (await Book(guild).GetPage(null, 10, null)).Length);
        Assert.Equal(2, await Level(guild));
        var entry = Assert.Single(await cluster.Grains.GetGrain<IAuditGrain>(guild.Id.Key).GetPage(null, 10));
        Assert.Equal((AuditActions.CaseEscalated, "case 1", "Timeout for 10 minutes"), (entry.Action, entry.Target, entry.After));
    }

    [Fact]
    public async Task What_one_rule_did_is_taken_back_together()
    {
        var guild = await NewGuild(members: 5);
        await guild.Grain.SetConfig(new GuildConfig { Ladder = new() { Rungs = [new(ActionKind.Timeout, 600)] } }, Moderator);
        await guild.Receive([.. guild.Members.Select(member => guild.Post("join discord.gg/abcdef now", member))]);
        await ModerationCluster.Until(() => guild.Members.All(member => guild.Guild.Members[member.Value].TimedOutUntil is not null), "all are timed out");
        await cluster.AdvanceUntil(async () => (await Book(guild).GetPage(null, 10, null)).Length == 5, "there are cases");

        var answer = await Book(guild).UndoRule("invite", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, new(Moderator, CaseClosingKind.RolledBack, null));

        Assert.Equal([1, 2, 3, 4, 5], answer.Undone.Order());
        Assert.Empty(answer.Left);
        Assert.All(guild.Members, member => Assert.Null(guild.Guild.Members[member.Value].TimedOutUntil));
    }

    [Fact]
    public async Task What_people_did_in_Discord_is_a_case_once_and_ends_a_ban_for_a_time()
    {
        var guild = await NewGuild();
        await Book(guild).Order(Order(guild, ActionKind.Ban, 600));
        var observed = new ObservedAction(91, new(78), guild.Members[0], ActionKind.Ban, 0, null, cluster.Time.GetUtcNow());

        await Book(guild).Observed([observed]);
        await Book(guild).Observed([observed]);

        var cases = await Book(guild).GetPage(null, 10, guild.Members[0]);
        Assert.Equal([CaseOrigin.Discord, CaseOrigin.Moderator], cases.Select(one => one.Origin));
        Assert.Equal(new UserId(78), cases[0].Moderator);
        Assert.Empty(await cluster.Get<ExpiryStore>().TakeDue(cluster.Time.GetUtcNow().AddDays(1), 100, TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [InlineData(ActionKind.Timeout, 0, "Spam", "28 days")]
    [InlineData(ActionKind.Timeout, 2_419_201, "Spam", "28 days")]
    [InlineData(ActionKind.Ban, -1, "Spam", "366 days")]
    [InlineData(ActionKind.Delete, 0, "Spam", "nothing")]
    [InlineData(ActionKind.Warn, 0, " ", "1000")]
    public async Task An_order_that_makes_no_sense_is_refused_and_opens_no_case(ActionKind kind, int seconds, string reason, string expected)
    {
        var guild = await NewGuild();

        var answer = await Book(guild).Order(Order(guild, kind, seconds) with { Reason = reason });

        Assert.Contains(expected, answer.Problem, StringComparison.Ordinal);
        Assert.Empty(await Book(guild).GetPage(null, 10, null));
    }

    [Fact]
    public async Task A_case_that_is_not_there_is_said_to_be_so()
    {
        var guild = await NewGuild();
        var book = Book(guild);

        Assert.Null(await book.Get(9));
        Assert.All(
            [await book.Undo(9, new(Moderator, CaseClosingKind.Undone, null)), await book.Escalate(9, Moderator), await book.AddNote(9, Moderator, "Hm."), await book.SetReason(9, Moderator, "Hm.")],
            answer => Assert.Equal("There is no case 9 in this guild.", answer.Problem));
    }

    private async Task<TestGuild> NewGuild(int members = 1)
    {
        var guild = cluster.NewGuild(members);
        await guild.Receive(guild.Available());
        return guild;
    }

    private ICaseBookGrain Book(TestGuild guild) => cluster.Grains.GetGrain<ICaseBookGrain>(guild.Id.Key);

    private static ModeratorOrder Order(TestGuild guild, ActionKind kind, int seconds = 0) =>
        new($"order {Interlocked.Increment(ref _orders)}", Moderator, guild.Members[0], kind, seconds, "Did not stop.");

    private async Task<int> Level(TestGuild guild) => (await cluster.Get<MemberGrains>().Get(guild.Id, guild.Members[0]).GetLadder(new())).Level;

    private static bool IsTimedOut(TestGuild guild) => guild.Guild.Members.TryGetValue(guild.Members[0].Value, out var member) && member.TimedOutUntil is not null;

    private int Requests(string method, string path) => cluster.Discord.Journal.Since(0).Count(entry => entry is { Kind: "rest" } && entry.What == method && entry.Path!.Contains(path, StringComparison.Ordinal));
}
