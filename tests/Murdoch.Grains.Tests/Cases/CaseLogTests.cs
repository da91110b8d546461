using Murdoch.Grains.Cases;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.TestCluster.Discord;

namespace Murdoch.Grains.Tests.Cases;

/// <summary>How moderators are told of cases in their log channel.</summary>
public sealed class CaseLogTests(ModerationCluster cluster) : IClassFixture<ModerationCluster>
{
    [Fact]
    public async Task An_order_is_told_with_who_why_and_what_came_of_it()
    {
        var guild = await ModeratedGuild.Create(cluster);
        await guild.Order(ActionKind.Timeout, 5_400);
        await guild.AllTold();

        var told = Assert.Single(await guild.Logged());
        Assert.Equal("Case 1: Timeout for 1 hour 30 minutes", told.Title);
        Assert.Equal(
            ($"<@{guild.Member}> ({guild.Member})", "<@77>", "Did not stop.", "Done"), (told.Fields["Member"], told.Fields["By"], told.Fields["Why"], told.Fields["Outcome"]));
        Assert.Equal([("case:undo:1", false), ("case:escalate:1", false)], told.Buttons);
        Assert.Equal(("", 0), (told.Content, told.Mentions.Length));
    }

    [Fact]
    public async Task A_violation_is_told_with_where_and_how_severe_and_its_content_only_if_it_was_kept()
    {
        var guild = await ModeratedGuild.Create(cluster);
        var violation = await guild.Sanction(severity: 0.6, content: "come to `discord.gg/abcdef` @everyone");
        await guild.Sanction(severity: 0.3);
        await guild.Book.Changed();
        await guild.AllTold();

        var told = await guild.Logged();
        Assert.Equal($"<#{violation.Channel}>, [message](https://discord.com/channels/{guild.Id}/{violation.Channel}/{violation.Message})", told[0].Fields["Where"]);
        Assert.Equal(("medium (0.60)", "layer 1, Invite", "Murdoch, by the rule invite"), (told[0].Fields["Severity"], told[0].Fields["Found by"], told[0].Fields["By"]));
        Assert.Equal("```\ncome to ˋdiscord.gg/abcdefˋ @everyone\n```", told[0].Fields["Written"]);
        Assert.Equal([("case:undo:1", false), ("case:escalate:1", false), ("case:false:1", false)], told[0].Buttons);
        Assert.DoesNotContain("Written", told[1].Fields.Keys);
        Assert.All(told, message => Assert.Empty(message.Content));
    }

    [Fact]
    public async Task High_severity_calls_the_moderators_once()
    {
        var guild = await ModeratedGuild.Create(cluster);
        await guild.Sanction(severity: 0.7);
        await guild.Book.Changed();
        await guild.AllTold();
        await guild.Book.SetReason(1, ModeratedGuild.Moderator, "Spelt out.");
        await guild.AllTold();

        var told = Assert.Single(await guild.Logged());
        Assert.Equal($"<@&{guild.Role.Id}>", told.Content);
        Assert.Equal("Spelt out.", told.Fields["Why"]);
        var sent = cluster.Discord.Journal.Since(0).Where(entry => entry.Path?.Contains($"/channels/{guild.Log.Id}/messages", StringComparison.Ordinal) == true).ToArray();
        Assert.Contains($"\"roles\":[\"{guild.Role.Id}\"]", Assert.Single(sent, entry => entry.What == "POST").Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("\"roles\"", Assert.Single(sent, entry => entry.What == "PATCH").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_taken_back_changes_its_message_and_switches_the_buttons_off()
    {
        var guild = await ModeratedGuild.Create(cluster);
        await guild.Order(ActionKind.Timeout, 600);
        await guild.AllTold();
        var before = Assert.Single(await guild.Logged());

        await guild.Book.Undo(1, new(ModeratedGuild.Other, CaseClosingKind.Undone, "Wrong person."));
        await guild.AllTold();

        var told = Assert.Single(await guild.Logged());
        Assert.Equal(before.Id, told.Id);
        Assert.Equal("By <@78>. Wrong person.", told.Fields["Taken back"]);
        Assert.All(told.Buttons, button => Assert.True(button.Disabled));
    }

    [Fact]
    public async Task A_crash_between_sending_and_storing_tells_nothing_twice_and_shows_what_changed_since()
    {
        var guild = await ModeratedGuild.Create(cluster);
        await guild.Order(ActionKind.Warn);
        await guild.AllTold();
        cluster.Execute($"UPDATE cases SET logged = 0, log_channel_id = NULL, log_message_id = NULL, reason = 'Newer.', revision = revision + 1 WHERE guild_id = {guild.Id.Key}");

        await cluster.Deactivate(guild.Book);
        cluster.Time.Advance(TimeSpan.FromMilliseconds(1));
        await guild.Book.Changed();
        await guild.AllTold();

        Assert.Equal("Newer.", Assert.Single(await guild.Logged()).Fields["Why"]);
    }

    [Fact]
    public async Task Nothing_is_told_where_everybody_reads_it_and_the_owner_hears_of_that_once()
    {
        var guild = await ModeratedGuild.Create(cluster);
        cluster.Discord.World.SetOverwrite(guild.Log.Id, guild.Id.Value, null);

        await guild.Order(ActionKind.Warn);
        await guild.AllTold();
        await cluster.Deactivate(guild.Book);
        await guild.Order(ActionKind.Warn);
        await guild.AllTold();

        Assert.Empty(await guild.Logged());
        Assert.Contains("Everybody can read it.", Assert.Single(guild.ToldOwner()).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thread_is_as_public_as_its_channel_and_another_guild_s_channel_is_no_place()
    {
        var (guild, other) = (await ModeratedGuild.Create(cluster), await ModeratedGuild.Create(cluster));
        var world = cluster.Discord.World;
        var open = world.StartThread(guild.Guild.Channel.Id, guild.Guild.Guild.OwnerId, "log")!;
        var hidden = world.StartThread(guild.Log.Id, guild.Guild.Guild.OwnerId, "log")!;

        await Log(open.Id);
        Assert.Contains("Everybody can read it.", guild.ToldOwner()[^1].Content, StringComparison.Ordinal);
        await Log(other.Log.Id);
        Assert.Contains("another guild", guild.ToldOwner()[^1].Content, StringComparison.Ordinal);
        await Log(hidden.Id);
        Assert.Equal(2, guild.ToldOwner().Length);
        Assert.Contains(await SeenMessage.In(cluster.Discord, hidden.Id, TestContext.Current.CancellationToken), message => message.Title == "Case 3: Warning");
        Assert.Empty(await other.Logged());

        async Task Log(ulong channel)
        {
            await guild.Guild.Grain.SetConfig(await guild.Guild.Grain.GetConfig() with { LogChannel = new(channel) }, ModeratedGuild.Moderator);
            await guild.Order(ActionKind.Warn);
            await guild.AllTold();
        }
    }

    [Fact]
    public void Eleven_within_a_minute_are_a_burst()
    {
        var burst = new CaseBurst();
        for (var index = 0; index < 10; index++)
        {
            Assert.False(burst.Is(1, New.Noon));
            burst.Told(New.Noon);
        }

        Assert.True(burst.Is(1, New.Noon.AddSeconds(59)));
        Assert.False(burst.Is(0, New.Noon.AddSeconds(59)));
        Assert.False(burst.Is(10, New.Noon.AddSeconds(60)));
        Assert.True(burst.Is(11, New.Noon.AddSeconds(60)));
    }

    [Fact]
    public async Task A_channel_that_was_made_public_is_noticed_within_a_minute()
    {
        var guild = await ModeratedGuild.Create(cluster);
        await guild.Order(ActionKind.Warn);
        await guild.AllTold();
        cluster.Discord.World.SetOverwrite(guild.Log.Id, guild.Id.Value, null);
        cluster.Time.Advance(TimeSpan.FromMinutes(1));

        await guild.Order(ActionKind.Warn);
        await guild.AllTold();

        Assert.Single(await guild.Logged());
    }

    [Fact]
    public async Task Without_a_log_channel_the_owner_is_asked_once()
    {
        var guild = await ModeratedGuild.Create(cluster, hasLog: false);
        await guild.Order(ActionKind.Warn);
        await guild.AllTold();
        await cluster.Deactivate(guild.Book);
        await guild.Order(ActionKind.Warn);
        await guild.AllTold();

        Assert.Contains("/murdoch setup", Assert.Single(guild.ToldOwner()).Content, StringComparison.Ordinal);
        Assert.DoesNotContain(guild.Id, await cluster.Get<CaseStore>().GuildsUntold(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_guild_without_a_log_channel_asks_its_book_once_for_violations()
    {
        var guild = await ModeratedGuild.Create(cluster, members: 2, hasLog: false);
        await guild.Guild.Receive(guild.Guild.Post("join discord.gg/abcdef now", guild.Guild.Members[0]));
        await cluster.AdvanceUntil(() => Task.FromResult(guild.ToldOwner().Length == 1), "the owner is asked");
        await guild.AllTold();

        await guild.Guild.Receive(guild.Guild.Post("join discord.gg/abcdef now", guild.Guild.Members[1]));
        await cluster.AdvanceUntil(async () => (await guild.Book.GetPage(null, 10, null)).Length == 2, "the second case is stored");

        Assert.DoesNotContain(guild.Id, await cluster.Get<CaseStore>().GuildsUntold(TestContext.Current.CancellationToken));
        Assert.Single(guild.ToldOwner());
    }

    [Fact]
    public async Task A_sanction_is_told_within_seconds_where_there_is_a_log_channel()
    {
        var guild = await ModeratedGuild.Create(cluster);
        await guild.Guild.Receive(guild.Guild.Post("join discord.gg/abcdef now", guild.Member));
        await ModerationCluster.Until(() => guild.Told(guild.Member).Length == 1, "the member is warned");
        var began = cluster.Time.GetUtcNow();

        await cluster.AdvanceUntil(async () => (await guild.Logged()).Length == 1, "the case is told");

        Assert.InRange((cluster.Time.GetUtcNow() - began).TotalSeconds, 0, 10);
        Assert.Equal("Case 1: Warning", (await guild.Logged())[0].Title);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task What_Discord_did_not_take_is_told_later(int status)
    {
        var guild = await ModeratedGuild.Create(cluster);
        cluster.Discord.Faults.Add(new() { Method = "POST", Path = $"^/channels/{guild.Log.Id}/messages", Status = status, Remaining = 2 });
        await guild.Order(ActionKind.Warn);
        await ModerationCluster.Until(() => guild.Requests("POST", $"/channels/{guild.Log.Id}/messages").Length == 2, "both attempts have failed");
        Assert.Empty(await guild.Logged());

        await cluster.AdvanceUntil(async () => (await guild.Logged()).Length == 1, "the sweep has told it");
    }

    [Fact]
    public async Task A_channel_that_is_refused_or_gone_is_told_to_the_owner_and_tried_no_more()
    {
        var guild = await ModeratedGuild.Create(cluster);
        cluster.Discord.Faults.Add(new() { Method = "POST", Path = $"^/channels/{guild.Log.Id}/messages", Status = 403 });
        await guild.Order(ActionKind.Warn);
        await guild.AllTold();
        cluster.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Single(guild.Requests("POST", $"/channels/{guild.Log.Id}/messages"));

        await guild.Guild.Grain.SetConfig((await guild.Guild.Grain.GetConfig()) with { LogChannel = new(New.Snowflake()) }, ModeratedGuild.Moderator);
        await guild.Order(ActionKind.Warn);
        await guild.AllTold();

        Assert.Equal(2, guild.ToldOwner().Length);
        Assert.Contains("does not exist any more", guild.ToldOwner()[1].Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_burst_is_one_message_that_goes_on()
    {
        var guild = await ModeratedGuild.Create(cluster);
        for (var index = 0; index < 40; index++) await guild.Sanction(severity: index == 7 ? 0.9 : 0.5);
        await guild.Book.Changed();
        await guild.AllTold();

        var told = Assert.Single(await guild.Logged());
        Assert.Equal(("40 cases in a short time", "40 (1 to 40)", $"<@&{guild.Role.Id}>"), (told.Title, told.Fields["Timeout, invite"], told.Content));

        await guild.Sanction();
        await guild.Order(ActionKind.Warn);
        await cluster.AdvanceUntil(async () => (await guild.Logged())[0].Title == "42 cases in a short time", "later ones join it");
        await guild.Book.Undo(41, new(ModeratedGuild.Moderator, CaseClosingKind.Undone, null));
        await cluster.AdvanceUntil(async () => (await cluster.Get<CaseStore>().GetUnlogged(guild.Id, 1)).Length == 0, "all is told");
        Assert.Single(await guild.Logged());
        Assert.Equal("1 (42 to 42)", (await guild.Logged())[0].Fields["Warning, moderator"]);

        cluster.Time.Advance(TimeSpan.FromSeconds(61));
        await guild.Order(ActionKind.Warn);
        await guild.AllTold();
        Assert.Equal("Case 43: Warning", (await guild.Logged())[^1].Title);
    }

    [Fact]
    public async Task A_summary_is_updated_every_five_seconds_at_most()
    {
        var guild = await ModeratedGuild.Create(cluster);
        for (var index = 0; index < 11; index++) await guild.Sanction();
        await guild.Book.Changed();
        await guild.AllTold();
        var edits = guild.Requests("PATCH", $"/channels/{guild.Log.Id}/messages").Length;

        for (var index = 0; index < 5; index++)
        {
            await guild.Sanction();
            await guild.Book.Changed();
        }
        await cluster.AdvanceUntil(async () => (await guild.Logged())[0].Title == "16 cases in a short time", "all are in it");

        Assert.InRange(guild.Requests("PATCH", $"/channels/{guild.Log.Id}/messages").Length - edits, 1, 2);
    }

    [Fact]
    public async Task A_case_whose_message_was_deleted_is_not_told_again()
    {
        var guild = await ModeratedGuild.Create(cluster);
        await guild.Order(ActionKind.Timeout, 600);
        await guild.AllTold();
        cluster.Discord.World.Delete(Assert.Single(await guild.Logged()).Id);

        await guild.Book.Undo(1, new(ModeratedGuild.Moderator, CaseClosingKind.Undone, null));
        await guild.AllTold();

        Assert.Empty(await guild.Logged());
        Assert.Empty(guild.ToldOwner());
    }
}
