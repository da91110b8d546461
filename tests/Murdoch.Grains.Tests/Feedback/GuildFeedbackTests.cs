using Murdoch.Grains.Interfaces.Feedback;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Violations;

namespace Murdoch.Grains.Tests.Feedback;

public sealed class GuildFeedbackTests(ModerationCluster cluster) : IClassFixture<ModerationCluster>
{
    private const string Invite = "join us at discord.gg/AbCdEf9";
    private const string Sentence = "everyone who comes to the raid tonight should bring some snorrk potions and be on time";
    private static readonly UserId Moderator = new(42);

    [Fact]
    public async Task A_text_that_a_moderator_allowed_passes_from_then_on_and_after_a_restart()
    {
        var guild = await Guild();
        var violation = await Violation(guild, "what a snorrk");

        var result = await guild.Grain.MarkFalsePositive(violation.Id, Moderator);

        Assert.Equal((MarkOutcome.Marked, ViolationMark.FalsePositive, AllowanceReach.SameLetters), (result.Outcome, result.Mark, result.Taught!.Reach));
        await guild.Receive(guild.Post("What a s.n.o.r.r.k!", guild.Members[1]));
        Assert.Equal(1, (await guild.Grain.GetOverview()).Hour.Violations);
        await guild.Grain.Checkpoint(guild.Session, guild.Sequence);
        await cluster.Deactivate(guild.Grain);
        await guild.Receive(guild.Post("what a snorrk", guild.Members[2]));
        Assert.Equal(1, (await guild.Grain.GetOverview()).Hour.Violations);
        var list = await guild.Grain.GetAllowances();
        Assert.Equal((2, Moderator, 0), (Assert.Single(list.Allowances).Spared, list.Allowances[0].By, list.Forgotten));
        await Violation(guild, "you snorrk");
    }

    [Fact]
    public async Task Nothing_is_lost_when_the_silo_dies_right_after_the_mark()
    {
        var guild = await Guild();
        var violation = await Violation(guild, "what a snorrk");

        await guild.Grain.MarkFalsePositive(violation.Id, Moderator);

        // What a new activation would start from, whether or not this one ever stops in order.
        var stored = await cluster.Get<Grains.Guilds.SnapshotStore>().Load(guild.Id, TestContext.Current.CancellationToken);
        var snapshot = cluster.Get<Orleans.Serialization.Serializer<Grains.Guilds.GuildSnapshot>>().Deserialize(stored!.State)!;
        Assert.Equal(violation.Id, Assert.Single(snapshot.Allowances).Violation);
    }

    [Fact]
    public async Task Marking_twice_changes_nothing_and_two_moderators_at_once_teach_once()
    {
        var guild = await Guild();
        var violation = await Violation(guild, "what a snorrk");

        var results = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => guild.Grain.MarkFalsePositive(violation.Id, new((ulong)i + 1))));

        Assert.Single(results, result => result.Outcome == MarkOutcome.Marked);
        Assert.All(results, result => Assert.Equal(results[0].Taught!.By, result.Taught!.By));
        Assert.Single((await guild.Grain.GetAllowances()).Allowances);
        var stored = Assert.Single(await guild.Grain.GetRecentViolations(10));
        Assert.Equal((ViolationMark.FalsePositive, results[0].Taught!.By), (stored.Mark, stored.MarkedBy));
    }

    [Fact]
    public async Task A_violation_that_is_not_there_teaches_nothing()
    {
        var guild = await Guild();
        var foreign = await Violation(await Guild(), "what a snorrk");

        foreach (var id in new[] { foreign.Id, New.Violation().Id, default })
        {
            Assert.Equal(new(MarkOutcome.UnknownViolation, ViolationMark.None), await guild.Grain.MarkFalsePositive(id, Moderator));
            Assert.Equal(new(MarkOutcome.UnknownViolation, ViolationMark.None), await guild.Grain.TakeBackMark(id, Moderator));
        }
        Assert.Empty((await guild.Grain.GetAllowances()).Allowances);
    }

    [Fact]
    public async Task A_mark_that_is_taken_back_or_turned_round_takes_back_what_it_taught()
    {
        var guild = await Guild();
        var violation = await Violation(guild, "what a snorrk");

        await guild.Grain.MarkFalsePositive(violation.Id, Moderator);
        Assert.Equal(new(MarkOutcome.Marked, ViolationMark.None), await guild.Grain.TakeBackMark(violation.Id, Moderator));
        Assert.Equal(MarkOutcome.Unchanged, (await guild.Grain.TakeBackMark(violation.Id, Moderator)).Outcome);
        await Violation(guild, "what a snorrk", author: 1);
        await guild.Grain.MarkFalsePositive(violation.Id, Moderator);
        Assert.Equal(new(MarkOutcome.Marked, ViolationMark.Confirmed), await guild.Grain.ConfirmViolation(violation.Id, Moderator));
        await Violation(guild, "what a snorrk", author: 2);

        Assert.Empty((await guild.Grain.GetAllowances()).Allowances);
    }

    [Fact]
    public async Task A_text_that_differs_in_little_passes_but_not_with_another_word_of_the_lists_or_a_link()
    {
        var guild = await Guild();
        var violation = await Violation(guild, Sentence);
        Assert.Equal(AllowanceReach.AlikeTexts, (await guild.Grain.MarkFalsePositive(violation.Id, Moderator)).Taught!.Reach);

        await guild.Receive(guild.Post(Sentence + " ok", guild.Members[1]));

        Assert.Equal(1, (await guild.Grain.GetOverview()).Hour.Violations);
        Assert.Equal("guild-word", (await Violation(guild, Sentence + " gloop", author: 2)).Rule);
        Assert.Equal("invite", (await Violation(guild, Sentence + " discord.gg/x1y2z3", author: 3)).Rule);
    }

    [Fact]
    public async Task An_invite_passes_sign_by_sign_alone()
    {
        var guild = await Guild();
        var violation = await Violation(guild, Invite);
        Assert.Equal(AllowanceReach.SameText, (await guild.Grain.MarkFalsePositive(violation.Id, Moderator)).Taught!.Reach);

        await guild.Receive(guild.Post(Invite, guild.Members[1]));

        Assert.Equal(1, (await guild.Grain.GetOverview()).Hour.Violations);
        await Violation(guild, Invite.ToLowerInvariant(), author: 2);
    }

    [Fact]
    public async Task Of_a_message_only_the_text_is_allowed_in_which_something_was_found()
    {
        var guild = await Guild();
        var embed = new MessageText(MessageTextKind.Embed, "a page about snorrk");
        var violation = await Violation(guild, "look at this", texts: embed);
        await guild.Grain.MarkFalsePositive(violation.Id, Moderator);

        await guild.Receive(guild.Post("and here is another one", guild.Members[1]) with { Texts = [embed] });

        Assert.Equal(1, (await guild.Grain.GetOverview()).Hour.Violations);
        await Violation(guild, "look at this", author: 2, texts: new MessageText(MessageTextKind.Embed, "another page about snorrk"));
    }

    [Fact]
    public async Task What_the_analyser_finds_is_learned_too()
    {
        const string Abuse = "you are an idiot";
        var guild = await Guild();
        await guild.Receive(guild.Post(Abuse, guild.Members[0]));
        await cluster.AdvanceUntil(async () => (await guild.Grain.GetRecentViolations(10)).Length == 1, "the analyser finds it");
        var violation = (await guild.Grain.GetRecentViolations(10))[0];
        Assert.Equal(DetectionLayer.Analysis, violation.Layer);
        await guild.Grain.MarkFalsePositive(violation.Id, Moderator);

        await guild.Receive(guild.Post("You are an IDIOT!!", guild.Members[1]), guild.Post("you are such a stupid moron", guild.Members[2]));

        await cluster.AdvanceUntil(async () => (await guild.Grain.GetRecentViolations(10)).Length > 1 && (await guild.Grain.GetOverview()).Buffered == 0, "the analyser finds the other one");
        Assert.Equal([guild.Members[2], guild.Members[0]], (await guild.Grain.GetRecentViolations(10)).Select(found => found.Member));
        Assert.Equal(1, Assert.Single((await guild.Grain.GetAllowances()).Allowances).Spared);
    }

    [Fact]
    public async Task A_raider_s_message_has_no_print_and_says_so()
    {
        var guild = await Guild();
        var raid = New.Violation(guild.Id) with { Rule = "raid", Category = ViolationCategory.Raid };
        await cluster.Violations.Write([raid]);

        var result = await guild.Grain.MarkFalsePositive(raid.Id, Moderator);

        Assert.Equal((MarkOutcome.Marked, ViolationMark.FalsePositive, null), (result.Outcome, result.Mark, result.Taught));
        Assert.StartsWith("This violation was recorded without a print", result.NotTaught, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rate_of_each_rule_counts_marks()
    {
        var guild = await Guild();
        for (var i = 0; i < 3; i++) await Violation(guild, $"what a snorrk number {(char)('a' + i)}", author: i);
        var violations = await guild.Grain.GetRecentViolations(10);
        await guild.Grain.MarkFalsePositive(violations[0].Id, Moderator);
        await guild.Grain.ConfirmViolation(violations[1].Id, Moderator);
        await cluster.AdvanceUntil(async () => await cluster.Violations.Count(guild.Id, ViolationFilter.All) == 3, "all are stored");

        var rule = Assert.Single(await guild.Grain.GetRuleFeedback(cluster.Time.GetUtcNow().AddDays(-1)));

        Assert.Equal(new("guild-word", 3, 1, 1), rule);
        Assert.Empty(await guild.Grain.GetRuleFeedback(cluster.Time.GetUtcNow().AddDays(1)));
    }

    private async Task<TestGuild> Guild()
    {
        var guild = cluster.NewGuild();
        await guild.Grain.SetConfig(new() { DryRun = true, Filter = new() { Words = ["snorrk", "gloop"] } }, Moderator);
        await guild.Receive(guild.Available());
        return guild;
    }

    /// <summary>Posts it and gives back what became of it.</summary>
    private static async Task<Violation> Violation(TestGuild guild, string text, int author = 0, params MessageText[] texts)
    {
        var message = guild.Post(text, guild.Members[author]) with { Texts = texts };
        await guild.Receive(message);
        return Assert.Single(await guild.Grain.GetRecentViolations(50), violation => violation.Message == message.Message);
    }
}
