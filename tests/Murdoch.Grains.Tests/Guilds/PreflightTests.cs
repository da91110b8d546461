using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Tests.Guilds;

public sealed class PreflightTests
{
    private const ulong All = Permissions.ViewChannel | Permissions.SendMessages | Permissions.EmbedLinks | Permissions.ReadMessageHistory | Permissions.ManageMessages | Permissions.ManageNicknames
        | Permissions.ManageThreads | Permissions.ManageGuild | Permissions.ViewAuditLog | Permissions.ModerateMembers | Permissions.KickMembers | Permissions.BanMembers;
    private const ulong BotRole = 10, General = 200, Log = 201;
    private static readonly GuildId Guild = new(100);
    private static readonly UserId Bot = new(2);

    [Fact]
    public void A_guild_that_gives_everything_has_no_problems()
    {
        var report = Report(Layout(All), new() { LogChannel = new(Log) });

        Assert.Empty(report.Problems);
        Assert.Contains("Messages can be deleted.", report.Fine);
        Assert.Contains($"I can write in <#{Log}>.", report.Fine);
    }

    [Theory]
    [InlineData(Permissions.ViewChannel, "Messages cannot be read: I lack the permission View Channel.")]
    [InlineData(Permissions.ReadMessageHistory, "What was written while I was away cannot be read: I lack the permission Read Message History.")]
    [InlineData(Permissions.ManageMessages, "Messages cannot be deleted: I lack the permission Manage Messages.")]
    [InlineData(Permissions.ModerateMembers, "Members cannot be timed out, as the ladder says: I lack the permission Timeout Members.")]
    [InlineData(Permissions.KickMembers, "Members cannot be kicked, as the ladder says: I lack the permission Kick Members.")]
    [InlineData(Permissions.BanMembers, "Members cannot be banned, as the configuration says: I lack the permission Ban Members.")]
    [InlineData(Permissions.ManageNicknames, "Nicknames cannot be taken away: I lack the permission Manage Nicknames.")]
    [InlineData(Permissions.ManageThreads, "Threads cannot be deleted or renamed: I lack the permission Manage Threads.")]
    [InlineData(Permissions.ManageGuild, "Raid mode cannot close the server: I lack the permission Manage Server.")]
    [InlineData(Permissions.ViewAuditLog, "What moderators do by hand cannot become cases: I lack the permission View Audit Log.")]
    public void Each_missing_permission_is_named_with_what_fails(ulong missing, string expected) =>
        Assert.Equal(expected, Assert.Single(Report(Layout(All & ~missing)).Problems).Text);

    [Fact]
    public void What_is_not_configured_needs_no_permission()
    {
        var config = new GuildConfig { Ladder = new() { Rungs = [new(ActionKind.Warn, 0)] }, Raids = new() { Enabled = false } };

        Assert.Empty(Report(Layout(All & ~(Permissions.ModerateMembers | Permissions.KickMembers | Permissions.BanMembers | Permissions.ManageGuild)), config).Problems);
        Assert.Empty(Report(Layout(0), new() { Enabled = false }).Problems);
    }

    [Fact]
    public void An_administrator_and_an_owner_may_everything()
    {
        Assert.Empty(Report(Layout(Permissions.Administrator)).Problems);
        Assert.Empty(Report(Layout(0) with { Owner = Bot }).Problems);
    }

    [Fact]
    public void Roles_that_the_bot_does_not_reach_are_named_and_those_that_are_exempt_are_not()
    {
        var layout = Layout(All);
        layout = layout with { Roles = [.. layout.Roles, New.Role(30, 9), New.Role(9, 5), New.Role(31, 5), New.Role(32, 3), New.Role(33, 8, Permissions.ManageMessages), New.Role(34, 7)] };

        var problem = Assert.Single(Report(layout, new() { ExemptRoles = [new(34)] }).Problems);

        Assert.StartsWith("Members with role 30, role 9 cannot be sanctioned", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_ten_of_many_roles_are_named()
    {
        var layout = Layout(All);
        layout = layout with { Roles = [.. layout.Roles, .. Enumerable.Range(0, 40).Select(i => New.Role(30 + (ulong)i, 9))] };

        Assert.Contains("role 39 and 30 more cannot", Assert.Single(Report(layout).Problems).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_configured_and_gone_is_named()
    {
        var config = new GuildConfig { LogChannel = new(999), ModeratorRole = new(998), ExemptRoles = [new(997), new(BotRole)], ExemptChannels = [new(996), new(995), new(General)] };

        Assert.Equal(
            [
                "Moderators cannot be told anything: the log channel does not exist any more. Until there is one I write to the owner.",
                "The moderator role does not exist any more: nobody is called, and nobody is a moderator by it.",
                "A role that the configuration exempts does not exist any more: 997.",
                "2 channels that the configuration exempts do not exist any more, or cannot be seen by me: 996, 995.",
            ],
            Report(Layout(All), config).Problems.Select(problem => problem.Text));
    }

    [Theory]
    [InlineData(100, Permissions.SendMessages, 0, "there I lack Send Messages.")]
    [InlineData(BotRole, Permissions.EmbedLinks | Permissions.ViewChannel, 0, "there I lack View Channel and Embed Links.")]
    [InlineData(2, Permissions.SendMessages, 0, "there I lack Send Messages.")]
    [InlineData(100, Permissions.SendMessages, Permissions.SendMessages, null)]
    public void A_log_channel_that_the_bot_cannot_use_is_named(ulong whose, ulong denied, ulong allowedToRole, string? expected)
    {
        var problems = Report(Layout(All, Log, new(whose, 0, denied), new(BotRole, allowedToRole, whose == BotRole ? denied : 0)), new() { LogChannel = new(Log) }).Problems;

        if (expected is null) Assert.Empty(problems);
        else Assert.EndsWith(expected, Assert.Single(problems).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Channels_where_messages_cannot_be_deleted_are_problems_and_hidden_ones_are_noted()
    {
        Assert.Equal(
            "Messages cannot be deleted in #channel 200: the channel's permissions take Manage Messages from me.",
            Assert.Single(Report(Layout(All, General, new ChannelOverwrite(100, 0, Permissions.ManageMessages))).Problems).Text);

        var hidden = Report(Layout(All, General, new ChannelOverwrite(100, 0, Permissions.ViewChannel)));
        Assert.Empty(hidden.Problems);
        Assert.Contains("I do not see #channel 200, so nothing is moderated there.", hidden.Notes);
    }

    [Fact]
    public void Of_overwrites_only_those_are_kept_that_concern_the_bot()
    {
        ChannelOverwrite[] overwrites = [new(100, 1, 0), new(77, 1, 0), new(BotRole, 1, 0), new(2, 1, 0)];

        Assert.Equal([100, BotRole, 2], BotPermissions.Concerning(Guild, Bot, [BotRole], overwrites)!.Select(overwrite => overwrite.Id));
        Assert.Null(BotPermissions.Concerning(Guild, Bot, [BotRole], [new(77, 1, 0)]));
    }

    private static PreflightReport Report(GuildLayout layout, GuildConfig? config = null) => new Preflight(Guild, layout, config ?? new(), moderatorRole: null).Report();

    private static GuildLayout Layout(ulong botPermissions, ulong channel = 0, params ChannelOverwrite[] overwrites) => new(
        "A guild", new(1), 3, [New.Role(100, 0), New.Role(BotRole, 5, botPermissions)],
        [.. new[] { General, Log }.Select(id => new GuildChannel(new(id), $"channel {id}", 0, default, id == channel ? overwrites : null))], Bot, [BotRole]);
}
