using Murdoch.Grains.Cases;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Raids;
using Murdoch.Simulator.World;

namespace Murdoch.Grains.Tests.Raids;

/// <summary>Raids from the first sign until everything is put back, with a real silo, its database and the simulator.</summary>
public sealed class GuildRaidTests(ModerationCluster cluster) : IClassFixture<ModerationCluster>
{
    private const string RaidText = "everybody leave this dead place and come to https://ours.example";
    private static readonly UserId Moderator = new(42);

    private DiscordWorld World => cluster.Discord.World;
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_new_accounts_close_the_guild_and_ten_quiet_minutes_open_it_as_it_was()
    {
        var guild = await Raided();
        await ModerationCluster.Until(() => guild.Guild.VerificationLevel == 3 && guild.Guild.InvitesDisabledUntil is not null && Told(guild) == 1, "the guild was closed and its owner told");
        Assert.Equal(6, (await guild.Grain.GetRaid()).Suspects.Length);

        cluster.Time.Advance(TimeSpan.FromMinutes(9));
        await guild.Grain.Tick();
        Assert.NotNull((await guild.Grain.GetRaid()).Since);
        await cluster.AdvanceUntil(async () => (await guild.Grain.GetRaid()).Since is null, "raid mode ended");

        Assert.Equal((1, null, 2), (guild.Guild.VerificationLevel, guild.Guild.InvitesDisabledUntil, Told(guild)));
        var raid = Assert.Single(await Store.Recent(guild.Id, 10, Cancellation));
        Assert.Equal((6, 0, 0), (raid.Suspects, raid.Messages, raid.Banned));
        Assert.NotNull(raid.EndedAt);
    }

    [Fact]
    public async Task Similar_messages_of_several_members_go_all_of_them_and_what_others_say_stays()
    {
        var guild = cluster.NewGuild(members: 14);
        await guild.Receive(guild.Available());
        var raid = guild.Members[..11].Select((member, i) => guild.Post($"{RaidText} {i}", member)).ToArray();
        var other = guild.Post("what on earth is going on in here", guild.Members[12]);

        await guild.Receive([.. raid[..10]]);
        Assert.Null((await guild.Grain.GetRaid()).Since);
        await guild.Receive(other, raid[10]);
        await ModerationCluster.Until(() => raid.All(guild.IsDeleted), "all that was written alike was deleted");
        var late = guild.Post($"{RaidText}!!", guild.Members[13]);
        await guild.Receive(late);
        await ModerationCluster.Until(() => guild.IsDeleted(late), "what came later was deleted too");

        Assert.False(guild.IsDeleted(other));
        var status = await guild.Grain.GetRaid();
        Assert.Equal(guild.Members[..11].Append(guild.Members[13]).ToHashSet(), status.Suspects.Where(suspect => suspect.Posted).Select(suspect => suspect.User).ToHashSet());
        Assert.All(await guild.Grain.GetRecentViolations(50), violation => Assert.Equal("raid", violation.Rule));
        Assert.Equal(12, status.Messages);
    }

    [Fact]
    public async Task A_crowd_that_greets_somebody_is_watched_and_left_to_speak()
    {
        var guild = cluster.NewGuild(members: 14);
        await guild.Receive(guild.Available());
        var greetings = guild.Members.Select(member => guild.Post("happy new year everyone!", member)).ToArray();

        await guild.Receive([.. greetings]);

        Assert.NotNull((await guild.Grain.GetRaid()).Since);
        Assert.Empty((await guild.Grain.GetRaid()).Suspects);
        Assert.Empty(await guild.Grain.GetRecentViolations(50));
    }

    [Fact]
    public async Task What_strangers_say_alike_goes_whatever_it_is()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(guild.Available());
        var raiders = Enumerable.Range(0, 11).Select(_ => new UserId(World.Join(guild.Guild.Id, accountAge: TimeSpan.FromHours(2))!.User.Id)).ToArray();
        var posts = raiders.Select(raider => guild.Post("we are here to stay forever", raider)).ToArray();

        await guild.Receive([.. posts]);

        await ModerationCluster.Until(() => posts.All(guild.IsDeleted), "all of it was deleted");
    }

    [Fact]
    public async Task A_moderator_who_repeats_what_the_raid_says_is_left_alone()
    {
        var guild = cluster.NewGuild(members: 12);
        var staff = World.CreateRole(guild.Guild.Id, "staff", Simulator.World.Permissions.ManageMessages);
        await guild.Receive(guild.Available());
        await guild.Receive([.. guild.Members[..11].Select(member => guild.Post(RaidText, member))]);
        var quoted = guild.Post(RaidText, guild.Members[11], staff.Id);

        await guild.Receive(quoted);
        await ModerationCluster.Until(async () => (await guild.Grain.GetRecentViolations(50)).Length == 11, "the raid was recorded");

        Assert.False(guild.IsDeleted(quoted));
        Assert.DoesNotContain((await guild.Grain.GetRaid()).Suspects, suspect => suspect.User == guild.Members[11]);
    }

    [Fact]
    public async Task What_somebody_changed_during_the_raid_is_theirs_to_keep()
    {
        var guild = await Raided();
        await ModerationCluster.Until(() => Told(guild) == 1, "the guild was closed");
        World.SetVerification(guild.Guild.Id, 4);

        await guild.Grain.EndRaid(Moderator);
        await ModerationCluster.Until(async () => (await guild.Grain.GetRaid()).Since is null, "raid mode ended");

        Assert.Equal((4, null), (guild.Guild.VerificationLevel, guild.Guild.InvitesDisabledUntil));
    }

    [Fact]
    public async Task A_raid_outlives_the_activation_that_noticed_it()
    {
        var guild = await Raided();
        await ModerationCluster.Until(() => Told(guild) == 1, "the guild was closed");
        await cluster.Deactivate(guild.Grain);
        cluster.Time.Advance(TimeSpan.FromMinutes(11));

        // What was due while the guild was away is done when it is back.
        Assert.NotNull((await guild.Grain.GetRaid()).Since);
        await cluster.AdvanceUntil(async () => (await guild.Grain.GetRaid()).Since is null, "raid mode ended");

        Assert.Equal((1, null), (guild.Guild.VerificationLevel, guild.Guild.InvitesDisabledUntil));
    }

    [Fact]
    public async Task Five_thousand_raiders_are_banned_in_twenty_five_requests()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(guild.Available());
        var raiders = Join(guild, 5_000);
        foreach (var some in raiders.Chunk(500)) await guild.Receive([.. some]);

        await guild.Grain.BanSuspects([.. raiders.Select(raider => raider.User)], Moderator);
        await ModerationCluster.Until(async () => (await guild.Grain.GetRaid()) is { BansPending: 0, Banned: 5_000 }, "all are banned");

        Assert.Equal(5_000, guild.Guild.Bans.Count);
        Assert.Equal(25, cluster.Discord.Journal.Since(0).Count(entry => entry is { Kind: "rest", What: "POST", Status: 200 } && entry.Path == $"/guilds/{guild.Guild.Id}/bulk-ban"));
    }

    [Fact]
    public async Task Suspects_are_banned_two_hundred_at_a_time_and_each_that_fails_is_named()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(guild.Available());
        var raiders = Join(guild, 450);
        await guild.Receive([.. raiders]);
        var above = World.CreateRole(guild.Guild.Id, "above", position: 90);
        World.SetRoles(guild.Guild.Id, raiders[7].User.Value, [above.Id], guild.Guild.OwnerId);
        var preview = await guild.Grain.GetRaid();
        Assert.Equal(450, preview.Suspects.Length);

        await guild.Grain.BanSuspects([.. preview.Suspects.Select(suspect => suspect.User)], Moderator);
        await ModerationCluster.Until(async () => (await guild.Grain.GetRaid()) is { BansPending: 0, Banned: > 0 }, "the suspects were banned");

        var status = await guild.Grain.GetRaid();
        Assert.Equal(449, status.Banned);
        Assert.Equal([raiders[7].User], status.Failed);
        Assert.Equal(449, guild.Guild.Bans.Count);
        Assert.Equal(3, cluster.Discord.Journal.Since(0).Count(entry => entry is { Kind: "rest", What: "POST" } && entry.Path == $"/guilds/{guild.Guild.Id}/bulk-ban"));
        await ModerationCluster.Until(async () => (await Cases.GetPage(guild.Id, null, 500, cancellationToken: Cancellation)).Length == 449, "each ban has its case");
        Assert.All(await Cases.GetPage(guild.Id, null, 500, cancellationToken: Cancellation), one => Assert.Equal(Moderator, one.Moderator));
    }

    [Fact]
    public async Task A_guild_that_gives_the_bot_no_right_is_told_so_and_asked_once()
    {
        var guild = cluster.NewGuild();
        World.SetBotRights(guild.Guild.Id, Simulator.World.Permissions.ModerationBot & ~Simulator.World.Permissions.ManageGuild);
        await guild.Receive(guild.Available());
        await guild.Receive([.. Join(guild, 6)]);
        await ModerationCluster.Until(() => Told(guild) == 1, "the owner was told");

        Assert.Contains("403", (await guild.Grain.GetRaid()).Problem, StringComparison.Ordinal);
        Assert.Equal(1, cluster.Discord.Journal.Since(0).Count(entry => entry is { Kind: "rest", What: "PUT" } && entry.Path == $"/guilds/{guild.Guild.Id}/incident-actions"));
        await guild.Grain.EndRaid(Moderator);
        await ModerationCluster.Until(async () => (await guild.Grain.GetRaid()).Since is null, "raid mode ended");
    }

    [Fact]
    public async Task What_could_be_closed_only_in_part_is_opened_again()
    {
        var guild = cluster.NewGuild();
        cluster.Discord.Faults.Add(new() { Method = "PATCH", Path = $"^/guilds/{guild.Guild.Id}$", Status = 400 });
        await guild.Receive(guild.Available());
        await guild.Receive([.. Join(guild, 6)]);
        await ModerationCluster.Until(() => Told(guild) == 1, "the owner was told");
        Assert.NotNull(guild.Guild.InvitesDisabledUntil);
        Assert.Contains("400", (await guild.Grain.GetRaid()).Problem, StringComparison.Ordinal);

        await guild.Grain.EndRaid(Moderator);
        await ModerationCluster.Until(async () => (await guild.Grain.GetRaid()).Since is null, "raid mode ended");

        Assert.Equal((1, null), (guild.Guild.VerificationLevel, guild.Guild.InvitesDisabledUntil));
    }

    [Fact]
    public async Task In_a_dry_run_a_raid_is_recorded_and_nothing_is_done()
    {
        var guild = cluster.NewGuild(members: 11);
        await guild.Receive(guild.Available());
        await guild.Grain.SetConfig(await guild.Grain.GetConfig() with { DryRun = true }, Moderator);
        var raid = guild.Members.Select(member => guild.Post(RaidText, member)).ToArray();

        await guild.Receive([.. raid]);
        await ModerationCluster.Until(async () => (await Store.Recent(guild.Id, 10, Cancellation)).Length == 1, "the raid was recorded");

        Assert.Equal(11, (await guild.Grain.GetRecentViolations(50)).Length);
        Assert.DoesNotContain(raid, guild.IsDeleted);
        Assert.Equal((1, null, 0), (guild.Guild.VerificationLevel, guild.Guild.InvitesDisabledUntil, Told(guild)));
    }

    [Fact]
    public async Task A_guild_may_have_suspects_banned_without_a_moderators_word()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(guild.Available());
        var config = await guild.Grain.GetConfig();
        await guild.Grain.SetConfig(config with { Raids = config.Raids with { BanSuspects = true } }, Moderator);

        await guild.Receive([.. Join(guild, 6)]);

        await ModerationCluster.Until(() => guild.Guild.Bans.Count == 6, "the suspects were banned");
    }

    private RaidStore Store => cluster.Get<RaidStore>();
    private CaseStore Cases => cluster.Get<CaseStore>();

    private async Task<TestGuild> Raided()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(guild.Available());
        await guild.Receive([.. Join(guild, 6)]);
        return guild;
    }

    private MemberJoined[] Join(TestGuild guild, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new MemberJoined(new(World.Join(guild.Guild.Id, accountAge: TimeSpan.FromHours(2))!.User.Id), null, cluster.Time.GetUtcNow()))];

    private int Told(TestGuild guild) => World.DirectMessages.Count(message => message.Channel.Recipient?.Id == guild.Guild.OwnerId && message.Content.Contains("Raid mode", StringComparison.Ordinal));
}
