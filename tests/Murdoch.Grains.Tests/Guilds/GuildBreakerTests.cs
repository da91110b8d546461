using Murdoch.Discord.Interactions;
using Murdoch.Grains.Commands;
using Murdoch.Grains.Commands.Guilds;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Breakers;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Tests.Guilds;

/// <summary>Rules that do too much at once, with a real silo, its database and the simulator.</summary>
public sealed class GuildBreakerTests(ModerationCluster cluster) : IClassFixture<ModerationCluster>
{
    private const int Limit = 3;
    private const string Rule = "invite";
    private static readonly UserId Editor = new(42);
    private static readonly UserId Other = new(43);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rule_that_acts_against_too_many_only_finds_and_the_owner_is_told_once()
    {
        var (guild, posts) = await Tripped();

        var breaker = Assert.Single(await guild.Grain.GetBreakers());
        Assert.Equal((Rule, BreakerStage.Open, 2), (breaker.Subject, breaker.Stage, breaker.Held));
        await ModerationCluster.Until(() => Told(guild).Length == 1, "the owner was told");
        Assert.Contains("acted against 4 members within a minute", Told(guild)[0], StringComparison.Ordinal);
        await Acted(guild, posts);
        foreach (var held in posts[Limit..])
        {
            Assert.False(guild.IsDeleted(held));
            Assert.Null(guild.Guild.Members[held.Author.Value].TimedOutUntil);
        }
        var violations = await guild.Grain.GetRecentViolations(50);
        Assert.Equal(5, violations.Length);
        Assert.All(violations.Where(violation => violation.At >= posts[Limit].Message.At && posts[Limit..].Any(post => post.Message == violation.Message)),
            violation => Assert.Equal((ActionOutcome.Skipped, ActionOutcome.Skipped), (violation.Outcome, violation.Deletion)));
        Assert.Single(Told(guild));
    }

    [Fact]
    public async Task Confirmed_it_carries_out_what_was_held_and_acts_again()
    {
        var (guild, posts) = await Tripped();

        var answer = await guild.Grain.ConfirmRule(Rule, Editor, null);

        Assert.Contains("2 verdicts that were held are carried out", answer.Text, StringComparison.Ordinal);
        await ModerationCluster.Until(() => posts.All(guild.IsDeleted) && posts.All(post => IsTimedOut(guild, post.Author)), "all are acted against");
        var later = guild.Post("join discord.gg/abcdef now", guild.Members[5]);
        await guild.Receive(later);
        await ModerationCluster.Until(() => guild.IsDeleted(later), "the rule acts again");
        await cluster.AdvanceUntil(async () => (await Book(guild).GetPage(null, 10, null)).Length == 6, "each has a case");
        await ModerationCluster.Until(async () => (await guild.Grain.GetRecentViolations(50)).All(violation => violation is { Outcome: ActionOutcome.Done, Detail: null }), "the violations say so");
    }

    [Fact]
    public async Task Rolled_back_what_it_did_is_undone_and_it_goes_on_finding_only()
    {
        var (guild, posts) = await Tripped();
        await Acted(guild, posts);

        var answer = await guild.Grain.RollBackRule(Rule, Editor, null);

        Assert.True(answer.IsDone, answer.Text);
        await cluster.AdvanceUntil(() => Task.FromResult(Told(guild).Any(told => told.Contains("3 cases are taken back", StringComparison.Ordinal))), "it is told what was taken back");
        Assert.All(posts, post => Assert.False(IsTimedOut(guild, post.Author)));
        Assert.All(await Book(guild).GetPage(null, 10, null), one => Assert.Equal((CaseClosingKind.RolledBack, Editor), (one.Closed!.Kind, one.Closed.By)));
        var later = guild.Post("join discord.gg/abcdef now", guild.Members[5]);
        await guild.Receive(later);
        Assert.Equal(ActionOutcome.Skipped, (await guild.Grain.GetRecentViolations(1))[0].Outcome);
        Assert.False(guild.IsDeleted(later));

        await guild.Grain.SetConfig(await guild.Grain.GetConfig() with { KeepContent = true }, Editor);

        Assert.Empty(await guild.Grain.GetBreakers());
    }

    [Fact]
    public async Task It_outlives_a_restart_with_what_is_held_and_is_not_told_again()
    {
        var (guild, posts) = await Tripped();
        await ModerationCluster.Until(() => Told(guild).Length == 1, "the owner was told");
        await Acted(guild, posts);
        await cluster.Deactivate(guild.Grain);

        var later = guild.Post("join discord.gg/abcdef now", guild.Members[5]);
        await guild.Receive(later);

        Assert.Equal(3, Assert.Single(await guild.Grain.GetBreakers()).Held);
        Assert.True((await guild.Grain.ConfirmRule(Rule, Editor, null)).IsDone);
        await ModerationCluster.Until(() => posts.Append(later).All(guild.IsDeleted), "what was held is carried out");
        Assert.Single(Told(guild));
    }

    [Fact]
    public async Task A_rollback_goes_on_after_a_restart()
    {
        var (guild, posts) = await Tripped();
        await Acted(guild, posts);
        cluster.Discord.Faults.Add(new() { Method = "PATCH", Path = $"^/guilds/{guild.Id}/members/", Status = 500, Remaining = 2 });
        await guild.Grain.RollBackRule(Rule, Editor, null);

        await cluster.Deactivate(guild.Grain);
        await guild.Grain.GetOverview();

        await cluster.AdvanceUntil(() => Task.FromResult(posts.All(post => !IsTimedOut(guild, post.Author))), "all is taken back");
    }

    [Fact]
    public async Task Of_two_who_press_at_once_one_does_it_and_the_other_is_told()
    {
        var (guild, _) = await Tripped();
        var number = (await guild.Grain.GetBreakers())[0].Number;

        var answers = await Task.WhenAll(
            Press(new ConfirmRuleButton(), guild, Editor, $"{Rule}", $"{number}"), Press(new RollBackRuleButton(), guild, Other, $"{Rule}", $"{number}"));

        Assert.Single(answers, answer => answer is Answer.Changed);
        var told = Assert.IsType<Answer.Told>(Assert.Single(answers, answer => answer is not Answer.Changed));
        Assert.Contains("has decided that already", told.Message.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_owner_decides_by_direct_message_and_nobody_else_does()
    {
        var (guild, _) = await Tripped();
        var permissions = cluster.Get<CommandPermissions>();
        var owner = Call(guild, new(guild.Guild.OwnerId), [$"{guild.Id}", Rule], inGuild: false);

        Assert.NotNull(await permissions.Problem(new ConfirmRuleButton(), Call(guild, Other, [$"{guild.Id}", Rule], inGuild: false)));
        Assert.Null(await permissions.Problem(new ConfirmRuleButton(), owner));
        Assert.IsType<Answer.Changed>(await new ConfirmRuleButton().Run(owner, Cancellation));

        Assert.Equal(BreakerStage.Confirmed, Assert.Single(await guild.Grain.GetBreakers()).Stage);
    }

    [Theory]
    [InlineData]
    [InlineData("")]
    [InlineData("no-such-rule", "17")]
    public async Task A_button_that_names_nothing_changes_nothing(params string[] arguments)
    {
        var (guild, _) = await Tripped();

        Assert.IsType<Answer.Told>(await Press(new RollBackRuleButton(), guild, Editor, arguments));

        Assert.Equal(BreakerStage.Open, Assert.Single(await guild.Grain.GetBreakers()).Stage);
    }

    [Fact]
    public async Task A_guild_where_few_offend_is_untouched()
    {
        var guild = await NewGuild();
        var posts = guild.Members[..Limit].Select(member => guild.Post("join discord.gg/abcdef now", member)).ToArray();
        await guild.Receive([.. posts]);
        cluster.Time.Advance(TimeSpan.FromSeconds(61));
        var later = guild.Members[Limit..].Select(member => guild.Post("join discord.gg/abcdef now", member)).ToArray();
        await guild.Receive([.. later]);

        await ModerationCluster.Until(() => posts.Concat(later).All(guild.IsDeleted), "all is deleted");
        Assert.Empty(await guild.Grain.GetBreakers());
        Assert.Empty(Told(guild));
    }

    [Fact]
    public async Task In_a_raid_rules_go_on()
    {
        var guild = await NewGuild();
        await guild.Grain.StartRaid(Editor);
        var posts = guild.Members.Select(member => guild.Post("join discord.gg/abcdef now", member)).ToArray();
        await guild.Receive([.. posts]);

        await ModerationCluster.Until(() => posts.All(guild.IsDeleted), "all is deleted");
        Assert.Empty(await guild.Grain.GetBreakers());
    }

    [Fact]
    public async Task In_a_dry_run_nothing_is_stopped()
    {
        var guild = await NewGuild();
        await guild.Grain.SetConfig(await guild.Grain.GetConfig() with { DryRun = true }, Editor);
        await guild.Receive([.. guild.Members.Select(member => guild.Post("join discord.gg/abcdef now", member))]);

        Assert.Empty(await guild.Grain.GetBreakers());
    }

    /// <summary>Three are timed out, the fourth stops the rule, and a fifth comes after.</summary>
    private async Task<(TestGuild Guild, MessagePosted[] Posts)> Tripped()
    {
        var guild = await NewGuild();
        var posts = guild.Members[..5].Select(member => guild.Post("join discord.gg/abcdef now", member)).ToArray();
        await guild.Receive([.. posts]);
        return (guild, posts);
    }

    private async Task<TestGuild> NewGuild()
    {
        var guild = cluster.NewGuild(members: 6);
        await guild.Receive(guild.Available());
        await guild.Grain.SetConfig(new GuildConfig { Ladder = new() { Rungs = [new(ActionKind.Timeout, 600)] }, Breaker = new() { Members = Limit } }, Editor);
        return guild;
    }

    private static Task Acted(TestGuild guild, MessagePosted[] posts) =>
        ModerationCluster.Until(() => posts[..Limit].All(post => guild.IsDeleted(post) && IsTimedOut(guild, post.Author)), "the first three are acted against");

    private static bool IsTimedOut(TestGuild guild, UserId member) => guild.Guild.Members[member.Value].TimedOutUntil is not null;

    private ICaseBookGrain Book(TestGuild guild) => cluster.Grains.GetGrain<ICaseBookGrain>(guild.Id.Key);

    private Task<Answer> Press(IComponentHandler button, TestGuild guild, UserId user, params string[] arguments) => button.Run(Call(guild, user, arguments, inGuild: true), Cancellation);

    private CommandCall Call(TestGuild guild, UserId user, string[] arguments, bool inGuild) => new(
        new()
        {
            GuildId = inGuild ? guild.Id.Value : 0,
            Type = InteractionType.Component,
            User = new(user.Value, "somebody", "Somebody", null, false),
            Message = new(1, 2, 3, 0),
        },
        guild.Id, cluster.Grains, arguments);

    /// <summary>Without the question for a log channel, which comes with a guild's first case.</summary>
    private string[] Told(TestGuild guild) => [.. cluster.Discord.World.DirectMessages
        .Where(message => message.Channel.Recipient?.Id == guild.Guild.OwnerId && !message.Content.StartsWith("I moderate A guild", StringComparison.Ordinal)).Select(message => message.Content)];
}
