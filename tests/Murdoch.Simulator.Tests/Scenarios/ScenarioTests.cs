using Murdoch.Simulator.Scenarios;

namespace Murdoch.Simulator.Tests.Scenarios;

public sealed class ScenarioTests
{
    [Fact]
    public async Task The_same_seed_tells_the_same_story()
    {
        var stories = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            await using var stage = await Stage.SetAsync(o => o with { Guilds = 5, Members = 30 });
            var run = stage.Server.Scenarios.Start(new ScenarioOptions { Rate = 1_000_000, Messages = 400, Seed = 7, ViolatingShare = 0.1 });
            await run.Completion;
            stories.Add(string.Join('\n', run.Posted.Select(id => stage.World.FindMessage(id)!).Select(m => $"{m.Channel.Id} {m.Author.Id} {m.Label} {m.Content}")));
        }
        Assert.Equal(stories[0], stories[1]);
    }

    [Fact]
    public async Task Chat_is_varied_and_labels_its_violations()
    {
        await using var stage = await Stage.SetAsync(o => o with { Guilds = 10, Members = 50 });
        var run = stage.Server.Scenarios.Start(new ScenarioOptions { Rate = 1_000_000, Messages = 5_000, ViolatingShare = 0.02 });
        await run.Completion;
        var messages = run.Posted.Select(id => stage.World.FindMessage(id)!).ToList();
        Assert.Equal(5_000, messages.Count);
        Assert.InRange(messages.Count(m => m.Label!.Violating), 60, 140);
        Assert.InRange(messages.Where(m => !m.Label!.Violating).Select(m => m.Content).Distinct().Count(), 2_000, 5_000);
        Assert.All(messages.Where(m => !m.Label!.Violating), m => Assert.DoesNotContain("discord.gg", m.Content, StringComparison.Ordinal));
        Assert.Equal(["invite", "mention-spam", "phishing", "slur"], messages.Where(m => m.Label!.Violating).Select(m => m.Label!.Category).Distinct().Order());
        Assert.Equal(10, messages.Select(m => m.Guild!.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_raid_is_young_accounts_that_join_and_post_alike()
    {
        await using var stage = await Stage.SetAsync();
        var run = stage.Server.Scenarios.Start(new ScenarioOptions { Kind = "raid", Rate = 1_000_000, Messages = 60, RaidAccounts = 20 });
        await run.Completion;
        var authors = run.Posted.Select(id => stage.World.FindMessage(id)!.Author.Id).Distinct().ToList();
        Assert.Equal(20, authors.Count);
        Assert.All(authors, id => Assert.InRange((DateTimeOffset.UtcNow - Snowflake.TimeOf(id)).TotalHours, 2.9, 3.1));
        Assert.Equal(60, run.Report().Violating);
    }

    [Fact]
    public async Task A_quarrel_is_hostile_to_a_member_who_does_not_take_part_and_uses_no_listed_word()
    {
        await using var stage = await Stage.SetAsync();
        var run = stage.Server.Scenarios.Start(new ScenarioOptions { Kind = "quarrel", Rate = 1_000_000, Messages = 40 });
        await run.Completion;
        var messages = run.Posted.Select(id => stage.World.FindMessage(id)!).ToList();
        Assert.Equal(40, messages.Count);
        Assert.All(messages, message => Assert.Matches("<@[0-9]+>", message.Content));
        Assert.All(messages, message => Assert.DoesNotContain($"<@{message.Author.Id}>", message.Content, StringComparison.Ordinal));
        Assert.Equal(["harassment"], messages.Select(message => message.Label!.Category).Distinct());
        Assert.Equal(40, run.Report().Violating);
    }

    [Fact]
    public async Task A_flood_repeats_one_text_and_stops_when_its_author_is_timed_out()
    {
        await using var stage = await Stage.SetAsync();
        var run = stage.Server.Scenarios.Start(new ScenarioOptions { Kind = "flood", Rate = 1_000_000, Messages = 12 });
        await run.Completion;
        var messages = run.Posted.Select(id => stage.World.FindMessage(id)!).ToList();
        Assert.Single(messages.Select(m => m.Content).Distinct());
        Assert.Equal(9, run.Report().Violating); // the first three are not a flood yet
        stage.World.SetTimeout(stage.Guild.Id, messages[0].Author.Id, DateTimeOffset.UtcNow.AddHours(1), stage.Moderator.Id);
        var again = stage.Server.Scenarios.Start(new ScenarioOptions { Kind = "flood", Rate = 1_000_000, Messages = 12 });
        await again.Completion;
        Assert.Equal((0, 12), (again.Report().Posted, again.Report().Refused));
    }

    [Fact]
    public async Task The_report_compares_deletions_with_labels()
    {
        await using var stage = await Stage.SetAsync();
        var run = stage.Server.Scenarios.Start(new ScenarioOptions { Rate = 1_000_000, Messages = 100, ViolatingShare = 0.5 });
        await run.Completion;
        var messages = run.Posted.Select(id => stage.World.FindMessage(id)!).ToList();
        foreach (var message in messages.Where(m => m.Label!.Violating).Take(10).Concat(messages.Where(m => !m.Label!.Violating).Take(2)).ToList())
            Assert.Equal(204, (await stage.Rest.DeleteAsync($"/channels/{message.Channel.Id}/messages/{message.Id}")).Status);
        Assert.Equal((10, 2), (run.Report().ViolatingDeleted, run.Report().BenignDeleted));
    }

    [Fact]
    public void Violating_texts_are_plain_to_see()
    {
        var random = new Random(1);
        string[] signs = ["discord.gg/", "/invite/", "dlscord-", "steamcommunlty.com", "example-nitro.gift", "@everyone", "retard", "faggot", "tranny"];
        for (var i = 0; i < 500; i++)
        {
            var (text, label) = TextBank.Instance.Violating(random);
            Assert.True(label.Violating);
            Assert.Contains(signs, sign => text.Contains(sign, StringComparison.Ordinal));
            Assert.DoesNotContain(signs, sign => TextBank.Instance.Benign(random).Contains(sign, StringComparison.Ordinal));
        }
    }
}
