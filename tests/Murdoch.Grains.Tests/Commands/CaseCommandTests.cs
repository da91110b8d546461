using Murdoch.Grains.Members;

namespace Murdoch.Grains.Tests.Commands;

/// <summary>Cases by command and by button, as moderators' clients send it.</summary>
public sealed class CaseCommandTests(ModerationCluster cluster) : IClassFixture<ModerationCluster>
{
    [Fact]
    public async Task A_case_is_shown_noted_given_another_reason_and_taken_back()
    {
        var desk = await Desk.Open(cluster);
        await desk.Use(desk.Moderator, "timeout", Desk.User(desk.Member), ("duration", 3, "1h"), ("reason", 3, "Spam."));

        Assert.Equal("The note is on the case.", await desk.Use(desk.Other, "murdoch case note", ("number", 4, 1), ("text", 3, "Second time.")));
        Assert.Equal("The reason is changed.", await desk.Use(desk.Other, "murdoch case reason", ("number", 4, 1), ("text", 3, "Advertising.")));
        Assert.Equal("Case 1 is taken back.", await desk.Use(desk.Other, "murdoch case undo", ("number", 4, 1), ("text", 3, "Mistake.")));
        Assert.Equal($"Case 1 was taken back already, by <@{desk.Other}>.", await desk.Use(desk.Moderator, "murdoch case undo", ("number", 4, 1)));

        var shown = await desk.Use(desk.Moderator, "murdoch case view", ("number", 4, 1));
        Assert.All(["Advertising.", "Second time.", "changed the reason, which was: Spam.", "Mistake."], part => Assert.Contains(part, shown, StringComparison.Ordinal));
        Assert.Null(desk.Guild.Guild.Members[desk.Member.Value].TimedOutUntil);
        Assert.StartsWith($"<@{desk.Member}> has done nothing that was punished.", await desk.Use(desk.Moderator, "murdoch warnings", Desk.User(desk.Member)), StringComparison.Ordinal);
        Assert.Equal(["1"], await desk.Type(desk.Moderator, "murdoch case view", ("number", 4), "1"));
    }

    [Fact]
    public async Task A_case_that_is_not_there_or_of_another_guild_is_said_to_be_so()
    {
        var (desk, other) = (await Desk.Open(cluster), await Desk.Open(cluster));
        await other.Use(other.Moderator, "warn", Desk.User(other.Member));

        Assert.All(
            [
                await desk.Use(desk.Moderator, "murdoch case view", ("number", 4, 1)),
                await desk.Use(desk.Moderator, "murdoch case undo", ("number", 4, 1)),
                await desk.Use(desk.Moderator, "murdoch case note", ("number", 4, 1), ("text", 3, "Hm.")),
                await desk.ForgeButton(desk.Moderator, "case:undo:1"),
                await desk.ForgeButton(desk.Moderator, "case:escalate:1"),
            ],
            told => Assert.Equal("There is no case 1 in this guild.", told));
        Assert.Equal("This button names no case.", await desk.ForgeButton(desk.Moderator, "case:undo:one"));
        Assert.True((await other.Book.Get(1))!.Case.Stands);
    }

    [Fact]
    public async Task Two_who_press_undo_at_once_take_it_back_once()
    {
        var desk = await Desk.Open(cluster);
        await desk.Use(desk.Moderator, "timeout", Desk.User(desk.Member), ("duration", 3, "1h"));

        var told = await Task.WhenAll(desk.ForgeButton(desk.Moderator, "case:false:1"), desk.ForgeButton(desk.Other, "case:false:1"));

        Assert.Single(told, "Case 1 is taken back.");
        Assert.Single(told, answer => answer.StartsWith("Case 1 was taken back already", StringComparison.Ordinal));
        Assert.Equal(0, (await cluster.Get<MemberGrains>().Get(desk.Guild.Id, desk.Member).GetLadder(new())).Level);
    }

    [Fact]
    public async Task A_button_is_nothing_for_members_and_escalates_once_for_moderators()
    {
        var desk = await Desk.Open(cluster);
        await desk.Use(desk.Moderator, "warn", Desk.User(desk.Member));

        Assert.Equal("For this you need the permission Timeout Members here.", await desk.ForgeButton(desk.Member, "case:escalate:1"));
        Assert.Equal($"Case 2: the timeout (10m) of <@{desk.Member}> is done.", await desk.ForgeButton(desk.Moderator, "case:escalate:1"));
        Assert.Equal($"Case 2: the timeout (10m) of <@{desk.Member}> is done.", await desk.ForgeButton(desk.Other, "case:escalate:1"));
        Assert.Equal(2, (await desk.Book.GetPage(null, 10, null)).Length);
    }

    [Fact]
    public async Task A_member_is_cleared_and_their_cases_stay()
    {
        var desk = await Desk.Open(cluster);
        await desk.Use(desk.Moderator, "warn", Desk.User(desk.Member));
        Assert.Contains("level 1 of 5", await desk.Use(desk.Moderator, "murdoch warnings", Desk.User(desk.Member)), StringComparison.Ordinal);

        Assert.Contains("level 0 again", await desk.Use(desk.Moderator, "murdoch clear", Desk.User(desk.Member)), StringComparison.Ordinal);

        Assert.Contains("the warning", await desk.Use(desk.Moderator, "murdoch warnings", Desk.User(desk.Member)), StringComparison.Ordinal);
        Assert.Equal("That would be yourself.", await desk.Use(desk.Moderator, "murdoch clear", Desk.User(desk.Moderator)));
    }
}
