using Murdoch.Grains.Feedback;
using Murdoch.Grains.Interfaces.Feedback;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Tests.Feedback;

public sealed class GuildAllowancesTests
{
    private const string Sentence = "everyone who comes to the raid tonight should bring some snorrk potions and be on time";
    private const string Alike = "everyone who comes to the raid tonight should bring some snorrk potions and be on time ok";
    private static readonly GuildId Guild = new(100);
    private readonly GuildAllowances _allowances = new();

    [Fact]
    public void Alike_texts_are_spared_when_the_same_rule_finds_the_same_and_nothing_worse()
    {
        Allow(Sentence, "listed-word", ViolationCategory.Slur, "snorrk");

        Assert.True(Spare(Alike, "listed-word", ViolationCategory.Slur, "snorrk"));
        Assert.False(Spare(Alike, "listed-word", ViolationCategory.Slur, "gloop"));
        Assert.False(Spare(Alike, "guild-word", ViolationCategory.Custom, "snorrk"));
        Assert.False(Spare(Alike, "listed-word", ViolationCategory.Slur, "snorrk", severity: 0.7));
        Assert.Equal(1, _allowances.ToArray().Single().Spared);
    }

    [Fact]
    public void The_same_letters_are_spared_by_every_rule_about_words()
    {
        Allow("what a snorrk", "listed-word", ViolationCategory.Slur, "snorrk");

        Assert.True(Spare("What a s.n.o.r.r.k!", "guild-word", ViolationCategory.Custom, "other"));
        Assert.True(Spare("what a snorrk", "analysis", ViolationCategory.Harassment, null, severity: 0.95));
        Assert.False(Spare("what a snorrk", "duplicate", ViolationCategory.Flood, "duplicate"));
        Assert.False(Spare("what a snorrk you are", "listed-word", ViolationCategory.Slur, "snorrk"));
    }

    [Theory]
    [InlineData("phishing-link", ViolationCategory.Phishing)]
    [InlineData("invite", ViolationCategory.Invite)]
    [InlineData("analysis", ViolationCategory.Phishing)]
    public void Links_and_invites_are_spared_sign_by_sign_alone(string rule, ViolationCategory category)
    {
        Allow("join us at discord.gg/AbCdEf", rule, category, "AbCdEf");

        Assert.True(Spare("join us at discord.gg/AbCdEf", rule, category, "AbCdEf"));
        Assert.False(Spare("join us at discord.gg/abcdef", rule, category, "abcdef"));
        Assert.False(Spare("join us at discord gg/AbCdEf", rule, category, "AbCdEf"));
    }

    [Fact]
    public void Words_that_were_allowed_do_not_carry_a_link()
    {
        Allow("get it here snorrk example com", "listed-word", ViolationCategory.Slur, "snorrk");

        Assert.False(Spare("get it here: snorrk.example.com", "phishing-link", ViolationCategory.Phishing, "snorrk.example.com"));
    }

    [Fact]
    public void That_a_flood_was_harmless_says_nothing_of_its_words()
    {
        Allow("snorrk", "duplicate", ViolationCategory.Flood, "duplicate");

        Assert.True(Spare("snorrk", "duplicate", ViolationCategory.Flood, "duplicate"));
        Assert.False(Spare("snorrk", "listed-word", ViolationCategory.Slur, "snorrk"));
    }

    [Fact]
    public void The_oldest_makes_room_and_is_counted()
    {
        for (var i = 0; i <= GuildAllowances.Limit; i++) Allow($"what a snorrk number {i}", "listed-word", ViolationCategory.Slur, "snorrk");

        Assert.Equal((GuildAllowances.Limit, 1), (_allowances.ToArray().Length, (int)_allowances.Forgotten));
        Assert.False(Spare("what a snorrk number 0", "listed-word", ViolationCategory.Slur, "snorrk"));
        Assert.True(Spare("what a snorrk number 1", "listed-word", ViolationCategory.Slur, "snorrk"));
    }

    [Fact]
    public void What_is_taken_back_is_not_spared_any_more()
    {
        var taught = Allow("what a snorrk", "listed-word", ViolationCategory.Slur, "snorrk");

        Assert.True(_allowances.Remove(taught.Violation));
        Assert.False(_allowances.Remove(taught.Violation));
        Assert.False(Spare("what a snorrk", "listed-word", ViolationCategory.Slur, "snorrk"));
        Assert.True(_allowances.IsEmpty);
    }

    private Allowance Allow(string text, string rule, ViolationCategory category, string? matched)
    {
        var print = TextPrints.Of(Guild, text, matched);
        var allowance = new Allowance(New.Violation().Id, print, rule, category, 0.6, New.User(), New.Noon, GuildAllowances.ReachOf(category, in print));
        _allowances.Add(allowance);
        return allowance;
    }

    private bool Spare(string text, string rule, ViolationCategory category, string? matched, double severity = 0.6) =>
        _allowances.Spare(TextPrints.Of(Guild, text, matched), rule, category, severity);
}
