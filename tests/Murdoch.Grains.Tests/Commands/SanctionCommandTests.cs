using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Cases;

namespace Murdoch.Grains.Tests.Commands;

/// <summary>What moderators do to members by hand, as their clients send it.</summary>
public sealed class SanctionCommandTests(ModerationCluster cluster) : IClassFixture<ModerationCluster>
{
    [Fact]
    public async Task A_timeout_is_done_recorded_and_answered_only_to_who_asked()
    {
        var desk = await Desk.Open(cluster);

        var interaction = await desk.Send(desk.Moderator, "timeout", Desk.User(desk.Member), ("duration", 3, "2h30m"), ("reason", 3, "Did not stop."));

        Assert.Equal($"Case 1: the timeout (2h 30m) of <@{desk.Member}> is done.", Desk.Text(interaction));
        Assert.Equal(64, interaction.Original!.Flags & 64);
        Assert.Equal(cluster.Time.GetUtcNow().AddMinutes(150), desk.Guild.Guild.Members[desk.Member.Value].TimedOutUntil!.Value, TimeSpan.FromSeconds(2));
        var one = (await desk.Book.Get(1))!.Case;
        Assert.Equal((desk.Moderator, desk.Member, 9_000, "Did not stop.", CaseOrigin.Moderator), (one.Moderator, one.Member, one.Seconds, one.Reason, one.Origin));
    }

    [Fact]
    public async Task A_member_is_warned_kicked_banned_and_let_in_again()
    {
        var desk = await Desk.Open(cluster);

        Assert.Equal($"Case 1: the warning of <@{desk.Member}> is done.", await desk.Use(desk.Moderator, "warn", Desk.User(desk.Member)));
        Assert.Equal($"Case 2: the kick of <@{desk.Member}> is done.", await desk.Use(desk.Moderator, "kick", Desk.User(desk.Member)));
        Assert.Equal($"Case 3: the ban (7d) of <@{desk.Member}> is done.", await desk.Use(desk.Moderator, "ban", Desk.User(desk.Member), ("duration", 3, "7d"), ("delete", 4, 1)));
        Assert.True(desk.Guild.Guild.Bans.ContainsKey(desk.Member.Value));
        Assert.Equal($"Case 4: the end of the ban of <@{desk.Member}> is done.", await desk.Use(desk.Moderator, "unban", Desk.User(desk.Member)));

        Assert.Empty(desk.Guild.Guild.Bans);
        Assert.Equal([ActionKind.Unban, ActionKind.Ban, ActionKind.Kick, ActionKind.Warn], (await desk.Book.GetPage(null, 10, desk.Member)).Select(one => one.Kind));
    }

    [Fact]
    public async Task Whoever_may_not_is_told_so_whatever_their_client_sends()
    {
        var desk = await Desk.Open(cluster);

        Assert.Equal("For this you need the permission Timeout Members here.", await desk.Forge(desk.Guild.Members[1], "timeout", Desk.User(desk.Member), ("duration", 3, "1h")));
        Assert.Equal("For this you need the permission Ban Members here.", await desk.Forge(desk.Other, "ban", Desk.User(desk.Member)));
        Assert.Equal("For this you need the permission Manage Server here.", await desk.Use(desk.Moderator, "murdoch config"));
        Assert.Empty(await desk.Book.GetPage(null, 10, null));
    }

    [Fact]
    public async Task The_hierarchy_is_kept_and_explained()
    {
        var desk = await Desk.Open(cluster);

        Assert.Equal("That would be yourself.", await desk.Use(desk.Moderator, "warn", Desk.User(desk.Moderator)));
        Assert.Equal("They own the guild.", await desk.Use(desk.Moderator, "ban", Desk.User(desk.Owner)));
        Assert.Equal("That would be me.", await desk.Use(desk.Moderator, "kick", Desk.User(new(cluster.Discord.World.Bot.Id))));
        Assert.Equal("Your highest role is not above theirs.", await desk.Use(desk.Other, "timeout", Desk.User(desk.Moderator), ("duration", 3, "1h")));
        Assert.Empty(await desk.Book.GetPage(null, 10, null));
    }

    [Theory]
    [InlineData("29d")]
    [InlineData("soon")]
    [InlineData("0s")]
    [InlineData("99999999999w")]
    public async Task A_length_that_is_none_is_refused(string length)
    {
        var desk = await Desk.Open(cluster);

        Assert.StartsWith("A timeout lasts 1 second to 28 days", await desk.Use(desk.Moderator, "timeout", Desk.User(desk.Member), ("duration", 3, length[..Math.Min(30, length.Length)])), StringComparison.Ordinal);
        Assert.Empty(await desk.Book.GetPage(null, 10, null));
    }

    [Fact]
    public async Task Options_of_wrong_types_and_members_who_left_change_nothing()
    {
        var desk = await Desk.Open(cluster);
        cluster.Discord.World.Leave(desk.Guild.Id.Value, desk.Member.Value);

        Assert.Equal($"<@{desk.Member}> is no member here any more.", await desk.Use(desk.Moderator, "kick", Desk.User(desk.Member)));
        Assert.Equal("Say who is meant.", await desk.Forge(desk.Moderator, "kick"));
        Assert.Equal("Say who is meant.", await desk.Forge(desk.Moderator, "kick", ("user", 6, 12.5)));
        Assert.StartsWith("This is not known any more.", await desk.Forge(desk.Moderator, "no-such-command"), StringComparison.Ordinal);
        Assert.Empty(await desk.Book.GetPage(null, 10, null));
    }

    [Fact]
    public async Task Lengths_are_suggested_while_they_are_typed()
    {
        var desk = await Desk.Open(cluster);

        Assert.Equal(["10m", "1h", "1d"], await desk.Type(desk.Moderator, "timeout", ("duration", 3), "1", Desk.User(desk.Member)));
        Assert.Equal(["1h 30m"], await desk.Type(desk.Moderator, "timeout", ("duration", 3), "90m", Desk.User(desk.Member)));
    }

    [Fact]
    public async Task A_guild_s_own_moderators_role_may_moderate()
    {
        var desk = await Desk.Open(cluster);
        await desk.Guild.Grain.SetConfig(new() { ModeratorRole = new(desk.RolesOf(desk.Other)[0]) }, desk.Owner);

        Assert.Equal($"Case 1: the kick of <@{desk.Member}> is done.", await desk.Forge(desk.Other, "kick", Desk.User(desk.Member)));
    }
}
