using Murdoch.Grains.Analysis;
using Murdoch.Grains.Analysis.Model;
using Murdoch.Grains.Explanations;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Explanations;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Messages.Filters;
using Murdoch.Grains.Messages.Lists;
using Murdoch.Grains.Tests.Messages.Filters;

namespace Murdoch.Grains.Tests.Explanations;

public sealed class MessageExplainerTests
{
    private static readonly EmbeddedAnalyzer Embedded = new(new EmbeddedAnalyzerOptions(), TextModel.Embedded);
    private static readonly MessageExplainer Explainer = new("embedded", Embedded);

    [Theory]
    [InlineData("you are a b.a.d.w.o.r.d, friend", "b.a.d.w.o.r.d", "badword")]
    [InlineData("what a gl00p", "gl00p", "gloop")]
    [InlineData("well fi\u200Bzzle then", "fi\u200Bzzle", "fizzle")]
    [InlineData("oh sn**or**rk!", "sn**or**rk", "snorrk")]
    public void A_listed_word_is_shown_as_it_was_written_and_as_it_was_read(string text, string written, string read)
    {
        var rule = Decided(Explain(text));
        Assert.Equal(("listed-word", read), (rule.Rule, rule.Matched));
        Assert.Equal((0, text.IndexOf(written, StringComparison.Ordinal), written.Length, written, read), (rule.Place!.Text, rule.Place.Start, rule.Place.Length, rule.Place.Original, rule.Place.Normalised));
    }

    [Theory]
    [InlineData("so SPAM42 EGGS here", null)]
    [InlineData("so ｓｐａｍ４２eggs here", "ｓｐａｍ４２eggs")]
    [InlineData("so spam123eggs", "spam123eggs")]
    public void The_match_of_a_pattern_leads_back_to_what_was_written(string text, string? written) =>
        Assert.Equal(written, Explain(text).Rules.FirstOrDefault(rule => rule.Outcome == RuleOutcome.Decided && rule.Layer == DetectionLayer.Patterns)?.Place?.Original);

    [Theory]
    [InlineData("a badword and discord.gg/abcdefg")]
    [InlineData("@everyone free nitro https://dlscord-nitro.gift/x")]
    [InlineData("https://listed.example/a or snorrk")]
    [InlineData("good morning all")]
    [InlineData("")]
    public void The_rule_that_decided_is_the_one_that_judges_messages(string text)
    {
        var found = Given.Check(text, lists: Given.Words);
        Assert.Equal(found?.Rule, Explain(text).Rules.FirstOrDefault(rule => rule is { Outcome: RuleOutcome.Decided, Layer: DetectionLayer.Patterns })?.Rule);
    }

    [Fact]
    public void What_else_was_found_is_outweighed_and_every_other_rule_says_why_it_was_not()
    {
        var explanation = Explain("a badword and discord.gg/abcdefg");
        Assert.Equal(RuleOutcome.Outweighed, Assert.Single(explanation.Rules, rule => rule.Rule == "invite").Outcome);
        Assert.Equal(
            ["analysis", "caps-flood", "duplicate", "emoji-flood", "flood", "guild-invite", "guild-link", "guild-word", "invite", "listed-word", "mass-mention", "phishing-link", "text-flood", "zalgo"],
            explanation.Rules.Select(rule => rule.Rule).Distinct().Order(StringComparer.Ordinal));
        Assert.All(explanation.Rules, rule => Assert.Matches("[.][)]?$", rule.Why));
        Assert.Equal("It has 0 emoji; 25 are allowed.", explanation.Rules.Single(rule => rule.Rule == "emoji-flood").Why);
    }

    [Theory]
    [InlineData("such a badword", "listed-word", "badword", "The guild allows this word.")]
    [InlineData("come to discord.gg/partner", "invite", "partner", "The guild allows this invite.")]
    [InlineData("see https://listed.example/x", "phishing-link", "listed.example", "The guild allows this host.")]
    [InlineData("see https://github.com/x", "phishing-link", "github.com", "A well-known host, under its own name.")]
    public void What_a_guild_allows_is_said_to_be_spared(string text, string rule, string matched, string why)
    {
        var explanation = Explain(text, new() { Filter = new() { AllowedWords = ["badword"], AllowedInvites = ["partner"], AllowedHosts = ["listed.example"] } });
        var report = Assert.Single(explanation.Rules, report => report.Outcome == RuleOutcome.Spared && report.Rule == rule);
        Assert.Equal((matched, why), (report.Matched, report.Why));
        Assert.Null(explanation.Verdict.Rule);
    }

    [Fact]
    public void A_phrase_that_makes_a_listed_word_innocent_is_named() =>
        Assert.Equal(RuleOutcome.Spared, Explain("my maine coon sleeps", lists: Given.BuiltIn).Rules.Single(rule => rule.Rule == "listed-word").Outcome);

    [Fact]
    public void Rules_that_the_guild_switched_off_say_so()
    {
        var explanation = Explain("a badword", new() { Filter = new() { ScanWords = false, EmojiLimit = 0, FloodLimit = 0 } });
        Assert.Equal(
            ["caps-flood", "emoji-flood", "flood", "guild-word", "listed-word"],
            explanation.Rules.Where(rule => rule.Outcome == RuleOutcome.Off).Select(rule => rule.Rule).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_rule_about_the_look_of_a_text_decides_without_a_place()
    {
        var rule = Decided(Explain(string.Concat(Enumerable.Repeat("🎉", 30))));
        Assert.Equal(("emoji-flood", null), (rule.Rule, rule.Place));
    }

    [Fact]
    public void Texts_beside_the_content_are_read_and_named()
    {
        var explanation = Explain(Given.Message("look") with { Texts = [new(MessageTextKind.Embed, "nice"), new(MessageTextKind.AttachmentName, "my-snorrk.png")] });
        Assert.Equal([null, MessageTextKind.Embed, MessageTextKind.AttachmentName], explanation.Texts.Select(text => text.Kind));
        Assert.Equal((2, "snorrk"), (Decided(explanation).Place!.Text, Decided(explanation).Place!.Original));
    }

    [Fact]
    public void The_model_names_the_words_that_decided_and_their_parts()
    {
        var explanation = Explain("you are a complete 1d1ot, honestly");
        Assert.Equal(("analysis", DetectionLayer.Analysis, ViolationCategory.Harassment), (explanation.Verdict.Rule, explanation.Verdict.Layer, explanation.Verdict.Category));
        var word = explanation.Opinion!.Words[0];
        Assert.Equal(("1d1ot,", "idiot", 19), (word.Place.Original, word.Place.Normalised, word.Place.Start));
        Assert.True(word.Odds > 0);
        Assert.NotEmpty(word.Parts);
        Assert.All(word.Parts, part => Assert.Contains(part, " idiot ", StringComparison.Ordinal));
        Assert.Equal(explanation.Opinion.Words.OrderByDescending(one => one.Odds > 0).Select(one => one.Odds > 0), explanation.Opinion.Words.Select(one => one.Odds > 0));
    }

    [Fact]
    public void What_layer_1_finds_comes_before_the_model()
    {
        var explanation = Explain("you are an idiot and a badword");
        Assert.Equal("listed-word", explanation.Verdict.Rule);
        Assert.Equal(RuleOutcome.Outweighed, explanation.Rules.Single(rule => rule.Rule == "analysis").Outcome);
    }

    [Fact]
    public void Each_rule_about_the_conversation_says_whether_it_applies()
    {
        var before = Enumerable.Range(0, 2).Select(at => Given.Message("you are trash, shut up", author: (ulong)(20 + at), seconds: at) with { RepliesTo = new(9) }).ToArray();
        var alone = Explain(Given.Message("you are useless trash", author: 30, seconds: 5) with { RepliesTo = new(9) });
        var explanation = Explain(Given.Message("you are useless trash", author: 30, seconds: 5) with { RepliesTo = new(9) }, context: before);
        Assert.Equal(["aimed-at-person", "pile-on"], explanation.Opinion!.Conversation.Where(test => test.Applies).Select(test => test.Rule));
        Assert.Equal(["aimed-at-person", "escalation", "friendly-banter", "pile-on"], explanation.Opinion.Conversation.Select(test => test.Rule).Order(StringComparer.Ordinal));
        Assert.True(explanation.Opinion.Severity > alone.Opinion!.Severity);
        Assert.Equal(2, explanation.Opinion.Context);
    }

    [Fact]
    public void Without_layer_3_and_with_one_outside_the_model_decides_nothing()
    {
        var none = new MessageExplainer("none", null).Explain(Given.Message("you are an idiot"), [], Given.Words, GuildRules.Usual);
        Assert.Equal((null, null), (none.Verdict.Rule, none.Opinion));
        Assert.Equal("There is no layer 3 (ANALYZER=none).", none.Rules.Single(rule => rule.Rule == "analysis").Why);

        var outside = new MessageExplainer("gemini", Embedded).Explain(Given.Message("you are an idiot"), [], Given.Words, GuildRules.Usual);
        Assert.Equal((null, RuleOutcome.NotAsked), (outside.Verdict.Rule, outside.Rules.Single(rule => rule.Rule == "analysis").Outcome));
        Assert.StartsWith("gemini decides in service and was not asked", outside.Rules.Single(rule => rule.Rule == "analysis").Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Whom_the_guild_leaves_alone_is_tested_and_named()
    {
        var config = new GuildConfig { ExemptRoles = [new(20)] };
        var standing = new GuildStanding(new(100), new("Guild", new(1), 3, [New.Role(100, 0), New.Role(20, 1)], [], new(2), []), config, moderatorRole: null);
        var explanation = Explainer.Explain(Given.Message("a badword") with { AuthorRoles = [20] }, [], Given.Words, new(GuildPatterns.None, config, standing));
        Assert.Equal("an exempt role", Assert.Single(explanation.Exemptions, test => test.Applies).Name);
        Assert.Equal(("listed-word", false, false), (explanation.Verdict.Rule, explanation.Verdict.Removes, explanation.Verdict.Sanctions));
        Assert.EndsWith("It is left alone: an exempt role.", explanation.Verdict.Why, StringComparison.Ordinal);

        var other = Explainer.Explain(Given.Message("a badword"), [], Given.Words, new(GuildPatterns.None, config, standing));
        Assert.Equal((true, true), (other.Verdict.Removes, other.Verdict.Sanctions));
        Assert.Equal(7, other.Exemptions.Length);
    }

    [Fact]
    public void On_a_dry_run_nothing_is_said_to_be_done()
    {
        var verdict = Explain("a badword", new() { DryRun = true }).Verdict;
        Assert.Equal(("listed-word", false, false), (verdict.Rule, verdict.Removes, verdict.Sanctions));
    }

    [Theory]
    [InlineData("badword ", 1_000)]
    [InlineData("b*d ", 2_000)]
    [InlineData("a\u0301\u0302\u0303", 2_000)]
    [InlineData("you idiot ", 800)]
    [InlineData("https://a.b.c/ ", 600)]
    [InlineData("\uD83D", 4_000)]
    public void A_hostile_text_gets_a_bounded_explanation(string part, int times)
    {
        var explanation = Explain(string.Concat(Enumerable.Repeat(part, times)));
        Assert.InRange(explanation.Rules.Length, 14, 60);
        Assert.InRange(explanation.Opinion!.Words.Length, 0, 8);
        Assert.All(explanation.Texts, text => Assert.InRange(text.Text.Length, 0, 8_192));
    }

    private static RuleReport Decided(MessageExplanation explanation) => Assert.Single(explanation.Rules, rule => rule.Outcome == RuleOutcome.Decided);

    private static MessageExplanation Explain(string text, GuildConfig? config = null, PatternLists? lists = null) => Explain(Given.Message(text), config, lists);

    private static MessageExplanation Explain(MessagePosted message, GuildConfig? config = null, PatternLists? lists = null, MessagePosted[]? context = null) =>
        Explainer.Explain(message, context ?? [], lists ?? Given.Words, new(GuildPatterns.Compile((config ?? new()).Filter).Patterns, config ?? new(), null));
}
