using Murdoch.Grains.Interfaces.Backtests;
using Murdoch.Grains.Interfaces.Explanations;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Tests.Guilds;

/// <summary>What a guild is asked about its rules, and that asking changes nothing.</summary>
public sealed class GuildQuestionTests(ModerationCluster cluster) : IClassFixture<ModerationCluster>
{
    private static readonly UserId Editor = new(42);

    [Fact]
    public async Task Explaining_a_message_counts_records_and_does_nothing()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(guild.Available(), guild.Post("hello", guild.Members[1]));
        var before = await guild.Grain.GetOverview();
        var violating = guild.Post("join us at discord.gg/raiders1", guild.Members[0]);

        for (var times = 0; times < 20; times++)
        {
            var explanation = await guild.Grain.Explain(violating);
            Assert.Equal(("invite", true, true), (explanation.Verdict.Rule, explanation.Verdict.Removes, explanation.Verdict.Sanctions));
            Assert.Equal("discord.gg", explanation.Rules[0].Place!.Original);
        }

        Assert.Equal(before, await guild.Grain.GetOverview());
        Assert.Empty(await guild.Grain.GetRecentViolations(10));
        Assert.False(guild.IsDeleted(violating));
        // Nor is it taken for one that was judged, or for part of a flood.
        await guild.Receive(violating);
        Assert.Equal("invite", Assert.Single(await guild.Grain.GetRecentViolations(10)).Rule);
    }

    [Fact]
    public async Task A_message_is_explained_by_the_guilds_own_rules_standing_and_conversation()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(guild.Available(), guild.Post("morning all", guild.Members[1]), guild.Post("how was the match", guild.Members[2]));
        await guild.Grain.SetConfig(new() { Filter = new() { Words = ["snorrk"] }, DryRun = true }, Editor);

        var explanation = await guild.Grain.Explain(guild.Post("what a s.n.o.r.r.k", guild.Members[0]));
        Assert.Equal(("guild-word", false), (explanation.Verdict.Rule, explanation.Verdict.Removes));
        Assert.Equal(2, explanation.Opinion!.Context);
        Assert.Equal("s.n.o.r.r.k", explanation.Rules[0].Place!.Original);

        var owner = await guild.Grain.Explain(guild.Post("snorrk", new(guild.Guild.OwnerId)));
        Assert.Equal("the guild's owner", Assert.Single(owner.Exemptions, test => test.Applies).Name);
    }

    [Fact]
    public async Task A_text_that_nobody_has_written_can_be_tried()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(guild.Available());
        var explanation = await guild.Grain.Explain(new() { Message = default, Channel = new(guild.Channel.Id), Author = guild.Members[0], Content = "you are an idiot" });
        Assert.Equal((RuleOutcome.Decided, "analysis"), (explanation.Rules[0].Outcome, explanation.Rules[0].Rule));
    }

    [Fact]
    public async Task A_draft_is_tried_on_what_the_guild_still_holds()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(guild.Available(), guild.Post("a lovely morning", guild.Members[1]), guild.Post("good luck", guild.Members[2]), guild.Post("lovely words of the owner", new(guild.Guild.OwnerId)));
        await guild.Grain.SetConfig(new() { KeepContent = true }, Editor);
        await guild.Receive(guild.Post("come to discord.gg/partner1", guild.Members[3]));

        var report = await guild.Grain.Backtest(new() { Words = ["lovely", "(oops"], AllowedInvites = ["partner1"] });
        Assert.Equal([new("guild-word", 0, 1, 1, 0), new RuleChange("invite", 1, 0, 0, 1)], report.Rules);
        Assert.Equal((3, 1, 1), (report.Messages, report.Kept, report.Exempt));
        Assert.Equal(["come to discord.gg/partner1", "a lovely morning"], report.Examples.Select(example => example.Text));
        Assert.Contains("pattern 2 ((oops), at position ", Assert.Single(report.Problems), StringComparison.Ordinal);
        Assert.Empty((await guild.Grain.GetConfig()).Filter.Words);
    }

    [Fact]
    public async Task Removed_messages_whose_content_is_not_kept_are_not_tried()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(guild.Available(), guild.Post("come to discord.gg/partner1", guild.Members[3]));
        var report = await guild.Grain.Backtest(new());
        Assert.Equal((0, 0), (report.Messages, report.Kept));
        Assert.Null(report.From);
    }
}
