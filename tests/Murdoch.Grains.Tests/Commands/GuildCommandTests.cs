using Murdoch.Grains.Commands.Guilds;
using Murdoch.Grains.Interfaces.Audit;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Tests.Commands;

/// <summary>A guild configured and looked at from Discord, as its moderators' clients send it.</summary>
public sealed class GuildCommandTests(ModerationCluster cluster) : IClassFixture<ModerationCluster>
{
    [Fact]
    public async Task A_setting_is_shown_set_and_checked()
    {
        var desk = await Desk.Open(cluster);

        Assert.Contains("mention-limit", await desk.Use(desk.Owner, "murdoch config"), StringComparison.Ordinal);
        Assert.StartsWith("**mention-limit** is 8", await desk.Use(desk.Owner, "murdoch config", ("setting", 3, "mention-limit")), StringComparison.Ordinal);
        Assert.Equal($"**mention-limit** is now 3, it was 8. Set by <@{desk.Owner}>.", await desk.Use(desk.Owner, "murdoch config", ("setting", 3, "mention-limit"), ("value", 3, "3")));
        Assert.Equal("**mention-limit** takes a whole number. It stays 3.", await desk.Use(desk.Owner, "murdoch config", ("setting", 3, "mention-limit"), ("value", 3, "many")));
        Assert.StartsWith("It stays as it was. The sanction threshold is", await desk.Use(desk.Owner, "murdoch config", ("setting", 3, "sanction-threshold"), ("value", 3, "7")), StringComparison.Ordinal);
        Assert.StartsWith("There is no setting `colour`.", await desk.Use(desk.Owner, "murdoch config", ("setting", 3, "colour")), StringComparison.Ordinal);
        Assert.Equal(["on", "off"], await desk.Type(desk.Owner, "murdoch config", ("value", 3), "o", ("setting", 3, "dry-run")));

        Assert.Equal(3, (await desk.Guild.Grain.GetConfig()).Filter.MentionLimit);
        var entry = Assert.Single(await cluster.Grains.GetGrain<IAuditGrain>(desk.Guild.Id.Key).GetPage(null, 10));
        Assert.Equal((desk.Owner, "config.changed", "mention-limit: 8", "mention-limit: 3"), (entry.Actor, entry.Action, entry.Before, entry.After));
    }

    [Fact]
    public void Every_setting_can_be_typed_as_it_is_shown()
    {
        var config = new GuildConfig { LogChannel = new(5), Filter = new() { Words = ["one", "two"] } };

        Assert.All(GuildSetting.All, setting => Assert.Equal(setting.Show(config), setting.Show(setting.Set(config, setting.Show(config))!)));
        Assert.All(GuildSetting.All, setting => Assert.InRange($"{setting.Name}: {setting.Description}".Length, 1, 100));
    }

    [Fact]
    public async Task Changes_made_at_once_are_all_kept()
    {
        var desk = await Desk.Open(cluster);

        await Task.WhenAll(
            desk.Use(desk.Owner, "murdoch config", ("setting", 3, "mention-limit"), ("value", 3, "3")),
            desk.Use(desk.Owner, "murdoch config", ("setting", 3, "emoji-limit"), ("value", 3, "9")),
            desk.Use(desk.Owner, "murdoch exempt add", ("channel", 7, $"{desk.Guild.Channel.Id}")));

        var config = await desk.Guild.Grain.GetConfig();
        Assert.Equal((3, 9, new ChannelId(desk.Guild.Channel.Id)), (config.Filter.MentionLimit, config.Filter.EmojiLimit, Assert.Single(config.ExemptChannels)));
    }

    [Fact]
    public async Task A_new_guild_is_set_up_in_dry_run_until_it_is_let_act()
    {
        var desk = await Desk.Open(cluster);
        var opened = await desk.Send(desk.Owner, "murdoch setup");
        Assert.True((await desk.Guild.Grain.GetConfig()).DryRun);
        var page = opened.Original!.Id;
        var role = desk.RolesOf(desk.Moderator)[0];

        await desk.Press(desk.Owner, page, "setup:role", [$"{role}"]);
        await desk.Press(desk.Owner, page, "setup:channel", [$"{desk.Guild.Channel.Id}"]);
        await desk.Press(desk.Owner, page, "setup:strictness", ["strict"]);
        Assert.Equal("For this you need the permission Manage Server here.", await desk.ForgeButton(desk.Moderator, "setup:act:on"));
        await desk.Press(desk.Owner, page, "setup:act:on");

        var config = await desk.Guild.Grain.GetConfig();
        Assert.Equal((new RoleId(role), new ChannelId(desk.Guild.Channel.Id), false, 80), (config.ModeratorRole, config.LogChannel, config.DryRun, config.Filter.CapsPercent));
        Assert.Equal("strict", Strictness.Of(config)?.Name);
    }

    [Fact]
    public async Task The_guild_s_rules_are_filled_in_shown_and_cleared()
    {
        var desk = await Desk.Open(cluster);
        var form = await desk.Send(desk.Owner, "murdoch rules upload");
        Assert.Equal(9, form.CallbackType);
        var rules = "1. Be **kind**. " + new string('x', 3_980);

        Assert.StartsWith("The rules are set", await desk.Fill(desk.Owner, UploadRulesCommand.Form, UploadRulesCommand.Text, rules), StringComparison.Ordinal);
        Assert.Contains("Be **kind**", await desk.Use(desk.Moderator, "murdoch rules view"), StringComparison.Ordinal);
        Assert.Equal(rules, (await desk.Guild.Grain.GetConfig()).Rules);
        await desk.Use(desk.Owner, "murdoch rules clear");
        Assert.Null((await desk.Guild.Grain.GetConfig()).Rules);
    }

    [Fact]
    public async Task Exemptions_are_added_listed_and_removed()
    {
        var desk = await Desk.Open(cluster);
        var role = desk.RolesOf(desk.Other)[0];

        Assert.Equal($"<@&{role}> is left alone from now on.", await desk.Use(desk.Owner, "murdoch exempt add", ("role", 8, $"{role}")));
        Assert.Contains($"<@&{role}>", await desk.Use(desk.Owner, "murdoch exempt list"), StringComparison.Ordinal);
        Assert.Equal($"<@&{role}> is moderated like everything else.", await desk.Use(desk.Owner, "murdoch exempt remove", ("role", 8, $"{role}")));
        Assert.Equal("Name a role or a channel.", await desk.Use(desk.Owner, "murdoch exempt add"));
        Assert.StartsWith("That would be everyone.", await desk.Use(desk.Owner, "murdoch exempt add", ("role", 8, $"{desk.Guild.Id}")), StringComparison.Ordinal);
        Assert.Empty((await desk.Guild.Grain.GetConfig()).ExemptRoles);
    }

    [Fact]
    public async Task Raid_mode_is_switched_on_and_off()
    {
        var desk = await Desk.Open(cluster);

        Assert.Equal("There is no raid mode to end.", await desk.Use(desk.Moderator, "murdoch raid off"));
        Assert.Contains("Raid mode", await desk.Use(desk.Moderator, "murdoch raid on"), StringComparison.Ordinal);
        await ModerationCluster.Until(() => desk.Guild.Guild.InvitesDisabledUntil is not null, "invites are paused");
        Assert.StartsWith("Raid mode ends.", await desk.Use(desk.Moderator, "murdoch raid off"), StringComparison.Ordinal);
        await ModerationCluster.Until(() => desk.Guild.Guild.InvitesDisabledUntil is null, "invites are back");
        Assert.Equal("This button names no raid.", await desk.ForgeButton(desk.Moderator, "raid:ban:now"));
        Assert.Equal("That raid is over.", await desk.ForgeButton(desk.Moderator, "raid:ban:1:5"));
    }

    [Fact]
    public async Task Numbers_are_shown()
    {
        var desk = await Desk.Open(cluster);
        desk.Guild.Post("hello", desk.Member);

        await ModerationCluster.Until(async () => (await desk.Use(desk.Moderator, "murdoch stats")).Contains("1 messages", StringComparison.Ordinal), "the message is counted");
    }
}
