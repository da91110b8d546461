using Murdoch.Grains.Backtests;
using Murdoch.Grains.Interfaces.Backtests;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Messages.Filters;
using Murdoch.Grains.Tests.Messages.Filters;

namespace Murdoch.Grains.Tests.Backtests;

public sealed class DraftTrialTests
{
    [Fact]
    public void Rules_are_counted_before_and_after_and_what_changes_is_shown()
    {
        var trial = Trial(new(), new() { Words = ["lovely"], AllowedInvites = ["partner1"] });
        string[] texts = ["a badword", "what a lovely day", "discord.gg/partner1", "discord.gg/another1", "lovely badword", "nothing"];
        for (var at = 0; at < texts.Length; at++) trial.Try(Given.Message(texts[at], seconds: at));
        var report = trial.Report(kept: 0, exempt: 2, ["a problem"]);

        Assert.Equal([new("guild-word", 0, 1, 1, 0), new("invite", 2, 1, 0, 1), new RuleChange("listed-word", 2, 2, 0, 0)], report.Rules);
        Assert.Equal([(null, "guild-word", "lovely"), ("invite", null, "partner1")], report.Examples.OrderBy(example => example.Message.Value).Select(example => (example.RuleBefore, example.RuleAfter, example.Matched)));
        Assert.Equal((6, 2, TimeSpan.FromSeconds(5)), (report.Messages, report.Exempt, report.To - report.From));
        Assert.Equal(["a problem"], report.Problems);
    }

    [Fact]
    public void Examples_are_few_and_short_and_the_newest()
    {
        var trial = Trial(new(), new() { Words = ["lovely"] });
        for (var at = 0; at < 500; at++) trial.Try(Given.Message($"lovely {at} {string.Join(' ', Enumerable.Range(1_000, 100))}", author: (ulong)at + 1, seconds: at));
        var report = trial.Report(0, 0, []);
        Assert.Equal(500, Assert.Single(report.Rules).Newly);
        Assert.Equal(["499", "498", "497", "496", "495"], report.Examples.Select(example => example.Text.Split(' ')[1]));
        Assert.All(report.Examples, example => Assert.Equal(201, example.Text.Length));
    }

    [Fact]
    public void Floods_are_counted_with_each_ones_own_limits()
    {
        var trial = Trial(new() { FloodLimit = 100 }, new() { FloodLimit = 3 });
        for (var at = 0; at < 6; at++) trial.Try(Given.Message($"message number {(char)('a' + at)}", seconds: at));
        Assert.Equal(new RuleChange("flood", 0, 3, 3, 0), Assert.Single(trial.Report(0, 0, []).Rules));
    }

    [Fact]
    public void Without_messages_there_is_no_time_and_nothing_else() =>
        Assert.Equal((null, null, 0), Trial(new(), new()).Report(0, 0, []) is var report ? (report.From, report.To, report.Messages + report.Rules.Length + report.Examples.Length) : default);

    private static DraftTrial Trial(FilterConfig inForce, FilterConfig draft) => new(Rules(inForce), Rules(draft));

    private static TriedRules Rules(FilterConfig config) => new(Given.Words, GuildPatterns.Compile(config).Patterns, config, countsMessages: true);
}
