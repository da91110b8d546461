using Murdoch.Grains.Feedback;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Feedback;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Tests.Storage;
using Murdoch.Grains.Violations;

namespace Murdoch.Grains.Tests.Feedback;

public sealed class SqliteMarkStoreTests(SqliteStores stores) : MarkStoreSuite(stores), IClassFixture<SqliteStores>;

public sealed class PostgresMarkStoreTests(PostgresStores stores) : MarkStoreSuite(stores), IClassFixture<PostgresStores>;

/// <summary>How marks are kept, whatever the database.</summary>
public abstract class MarkStoreSuite(StoreFixture stores)
{
    private MarkStore Marks => stores.Get<MarkStore>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_print_and_a_mark_are_read_as_they_were_written()
    {
        var violation = New.Violation() with { Print = TextPrints.Of(new(1), "what a snorrk", "snorrk") };
        var marked = violation with { Mark = ViolationMark.FalsePositive, MarkedBy = new(ulong.MaxValue), MarkedAt = New.Noon };
        await stores.Violations.Write([violation]);

        Assert.Equal(violation, await Marks.Find(violation.Guild, violation.Id, Cancellation));
        Assert.True(await Marks.Write(marked));
        Assert.Equal(marked, await Marks.Find(violation.Guild, violation.Id, Cancellation));
        Assert.Equal([marked], await stores.Violations.GetRecent(violation.Guild, 10, Cancellation));
        Assert.True(await Marks.Write(violation));
        Assert.Equal(violation, await Marks.Find(violation.Guild, violation.Id, Cancellation));
    }

    [Fact]
    public async Task What_comes_of_a_violation_later_leaves_its_mark_alone()
    {
        var pending = New.Violation();
        await stores.Violations.Write([pending]);
        await Marks.Write(pending with { Mark = ViolationMark.Confirmed, MarkedBy = new(7), MarkedAt = New.Noon });

        await stores.Violations.Write([pending with { Action = ActionKind.Warn, Outcome = ActionOutcome.Done, Deletion = ActionOutcome.Done }]);

        var found = await Marks.Find(pending.Guild, pending.Id, Cancellation);
        Assert.Equal((ViolationMark.Confirmed, ActionOutcome.Done), (found!.Mark, found.Outcome));
    }

    [Fact]
    public async Task A_violation_that_is_not_there_or_of_another_guild_is_not_found()
    {
        var violation = New.Violation();
        await stores.Violations.Write([violation]);

        Assert.Null(await Marks.Find(New.Guild(), violation.Id, Cancellation));
        Assert.Null(await Marks.Find(violation.Guild, New.Violation().Id, Cancellation));
        Assert.False(await Marks.Write(violation with { Guild = New.Guild(), Mark = ViolationMark.FalsePositive }));
        Assert.False(await Marks.Write(New.Violation() with { Mark = ViolationMark.FalsePositive }));
        Assert.Equal(ViolationMark.None, (await Marks.Find(violation.Guild, violation.Id, Cancellation))!.Mark);
    }

    [Fact]
    public async Task Each_rule_has_its_own_rate()
    {
        var guild = New.Guild();
        await Add(guild, "noisy", ViolationMark.FalsePositive, 3);
        await Add(guild, "noisy", ViolationMark.Confirmed, 1);
        await Add(guild, "noisy", ViolationMark.None, 4);
        await Add(guild, "quiet", ViolationMark.None, 2);
        await Add(New.Guild(), "noisy", ViolationMark.FalsePositive, 5);
        await stores.Violations.Write([New.Violation(guild, New.Noon.AddDays(-1)) with { Rule = "old" }]);

        var rules = await Marks.GetRuleFeedback(guild, New.Noon, Cancellation);

        Assert.Equal([new("noisy", 8, 3, 1), new("quiet", 2, 0, 0)], rules);
        Assert.Equal([0.375, 0], rules.Select(rule => rule.FalsePositiveRate));
        Assert.Empty(await Marks.GetRuleFeedback(New.Guild(), New.Noon, Cancellation));
    }

    [Fact]
    public async Task Marked_texts_are_read_page_by_page_over_all_guilds_or_one()
    {
        var (one, other) = (New.Guild(), New.Guild());
        var kept = new List<Violation>();
        for (var i = 0; i < 7; i++)
        {
            // Over months, three to an instant, so that pages end within one.
            var violation = New.Violation(i % 2 == 0 ? one : other, New.Noon.AddMonths(i / 3)) with { Content = $"text {i}", Mark = ViolationMark.FalsePositive };
            await stores.Violations.Write([violation, New.Violation(one) with { Content = "not marked" }]);
            await Marks.Write(violation);
            kept.Add(violation);
        }
        await Add(one, "rule", ViolationMark.FalsePositive, 1);

        var read = new List<Violation>();
        ViolationCursor? cursor = null;
        do
        {
            read.AddRange(await Marks.GetLabelled(null, cursor, 3, Cancellation));
            cursor = read.Count > 0 ? ViolationCursor.Behind(read[^1]) : null;
        }
        while (read.Count % 3 == 0 && read.Count < 100);

        Assert.Equal(kept.OrderBy(violation => violation.At).ThenBy(violation => violation.Id.ToString(), StringComparer.Ordinal), read.Where(row => row.Guild == one || row.Guild == other));
        Assert.Equal(4, (await Marks.GetLabelled(one, null, 10, Cancellation)).Length);
    }

    private async Task Add(GuildId guild, string rule, ViolationMark mark, int count)
    {
        var violations = Enumerable.Range(0, count).Select(_ => New.Violation(guild) with { Rule = rule, Mark = mark }).ToArray();
        await stores.Violations.Write(violations);
        foreach (var violation in violations) await Marks.Write(violation);
    }
}
