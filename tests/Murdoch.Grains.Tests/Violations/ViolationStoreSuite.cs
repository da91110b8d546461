using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Tests.Storage;
using Murdoch.Grains.Violations;

namespace Murdoch.Grains.Tests.Violations;

public sealed class SqliteViolationStoreTests(SqliteStores stores) : ViolationStoreSuite(stores), IClassFixture<SqliteStores>;

public sealed class PostgresViolationStoreTests(PostgresStores stores) : ViolationStoreSuite(stores), IClassFixture<PostgresStores>;

/// <summary>How violations are kept and what came of them, whatever the database.</summary>
public abstract class ViolationStoreSuite(StoreFixture stores)
{
    private ViolationStore Store => stores.Violations;

    [Fact]
    public async Task A_violation_is_read_as_it_was_written()
    {
        var violation = New.Violation() with
        {
            Member = new(ulong.MaxValue),
            Category = ViolationCategory.MentionSpam,
            Layer = DetectionLayer.Analysis,
            Severity = 0.25,
            Action = ActionKind.Timeout,
            ActionSeconds = 600,
            Outcome = ActionOutcome.DryRun,
            Deletion = ActionOutcome.Refused,
            Detail = "Missing permission — ask an admin.",
            Content = "hey @everyone 🎉",
            Late = true,
        };

        await Store.Write([violation]);

        Assert.Equal([violation], await Store.GetRecent(violation.Guild, 10, Cancellation));
    }

    [Fact]
    public async Task Text_that_no_database_keeps_is_made_fit_to_be_kept()
    {
        var violation = New.Violation() with { Reason = "half \uD83C of a pair", Content = "a\0b", Detail = "🎉 whole" };

        await Store.Write([violation]);

        Assert.Equal([violation with { Reason = "half \uFFFD of a pair", Content = "a\uFFFDb" }], await Store.GetRecent(violation.Guild, 10, Cancellation));
    }

    [Fact]
    public async Task Forms_of_one_violation_in_one_write_settle_in_their_order()
    {
        var pending = New.Violation();
        var settled = pending with { Action = ActionKind.Warn, Outcome = ActionOutcome.Done, Deletion = ActionOutcome.Done };

        Assert.Equal(1, await Store.Write([pending, settled, pending]));

        Assert.Equal([settled], await Store.GetRecent(pending.Guild, 10, Cancellation));
        Assert.Single(await stores.Cases.GetPage(pending.Guild, null, 10, null, Cancellation));
    }

    [Fact]
    public async Task Only_new_violations_are_counted_and_none_is_stored_twice()
    {
        var guild = New.Guild();
        var first = Enumerable.Range(0, 5).Select(_ => New.Violation(guild)).ToArray();
        var second = Enumerable.Range(0, 3).Select(_ => New.Violation(guild)).ToArray();

        Assert.Equal(5, await Store.Write(first));
        Assert.Equal(3, await Store.Write([.. first, .. second]));
        Assert.Equal(0, await Store.Write([.. first, .. second]));
        Assert.Equal(0, await Store.Write([]));
        Assert.Equal(8, await Store.Count(guild, ViolationFilter.All, Cancellation));
    }

    [Fact]
    public async Task A_name_that_is_found_again_at_another_time_is_the_same_violation()
    {
        var pending = New.Violation() with { Subject = ViolationSubject.Nickname, Message = default, Channel = default, Action = ActionKind.ResetNickname };
        var again = pending with { At = pending.At.AddSeconds(40), Outcome = ActionOutcome.Done, Deletion = ActionOutcome.Done };

        Assert.Equal(1, await Store.Write([pending]));
        Assert.Equal(0, await Store.Write([again]));

        Assert.Equal([again with { At = pending.At }], await Store.GetRecent(pending.Guild, 10, Cancellation));
    }

    [Fact]
    public async Task One_write_may_hold_many_guilds()
    {
        var violations = Enumerable.Range(0, 20).Select(_ => New.Violation()).ToArray();

        Assert.Equal(20, await Store.Write(violations));

        foreach (var violation in violations) Assert.Equal([violation], await Store.GetRecent(violation.Guild, 10, Cancellation));
    }

    [Fact]
    public async Task What_came_of_a_violation_is_written_over_it_and_nothing_else()
    {
        var violation = New.Violation();
        await Store.Write([violation]);
        var settled = violation with { Action = ActionKind.Timeout, ActionSeconds = 600, Outcome = ActionOutcome.Done, Deletion = ActionOutcome.Failed, Detail = "Discord did not answer." };

        await Store.Write([settled with { Reason = "Another reason.", Severity = 0.9, Rule = "another" }]);

        Assert.Equal([settled], await Store.GetRecent(violation.Guild, 10, Cancellation));
    }

    [Fact]
    public async Task An_old_form_does_not_take_back_what_was_settled()
    {
        var pending = New.Violation();
        var settled = pending with { Action = ActionKind.Kick, Outcome = ActionOutcome.Done, Deletion = ActionOutcome.Refused, Detail = "Missing permission." };
        await Store.Write([settled]);

        Assert.Equal(0, await Store.Write([pending]));

        Assert.Equal([settled], await Store.GetRecent(pending.Guild, 10, Cancellation));
    }

    [Fact]
    public async Task Deletion_and_sanction_settle_one_after_the_other()
    {
        var pending = New.Violation();
        await Store.Write([pending]);
        await Store.Write([pending with { Deletion = ActionOutcome.Done }]);
        await Store.Write([pending with { Action = ActionKind.Warn, Outcome = ActionOutcome.Done }]);

        Assert.Equal([pending with { Action = ActionKind.Warn, Outcome = ActionOutcome.Done, Deletion = ActionOutcome.Done }], await Store.GetRecent(pending.Guild, 10, Cancellation));
    }

    [Fact]
    public async Task Pages_follow_one_another_without_gap_or_repetition()
    {
        var guild = New.Guild();
        // Three to each instant, so that pages end within one.
        var violations = Enumerable.Range(0, 25).Select(index => New.Violation(guild, New.Noon.AddMinutes(index / 3))).ToArray();
        await Store.Write(violations);

        var read = new List<Violation>();
        ViolationCursor? cursor = null;
        int length;
        do
        {
            var page = await Store.GetPage(guild, cursor, 4, ViolationFilter.All, Cancellation);
            length = page.Length;
            read.AddRange(page);
            // What comes in meanwhile is newer and belongs to no page that follows.
            await Store.Write([New.Violation(guild, New.Noon.AddHours(1))]);
            cursor = ViolationCursor.Behind(read[^1]);
        }
        while (length == 4);

        Assert.Equal(violations.OrderByDescending(violation => violation.At).ThenByDescending(violation => violation.Id.ToString(), StringComparer.Ordinal), read);
    }

    [Fact]
    public async Task Filters_narrow_pages_and_counts_alike()
    {
        var guild = New.Guild();
        var (member, channel) = (New.User(), New.Message().Channel);
        var match = New.Violation(guild, New.Noon) with
        {
            Member = member,
            Channel = channel,
            Severity = 0.5,
            Layer = DetectionLayer.Buffer,
            Category = ViolationCategory.Flood,
        };
        Violation[] others =
        [
            With(match, 1) with { Member = New.User() }, With(match, 2) with { Channel = New.Message().Channel }, With(match, 3) with { Severity = 0.39 },
            With(match, 4) with { Severity = 0.7 }, With(match, 5) with { Layer = DetectionLayer.Patterns }, With(match, 6) with { Category = ViolationCategory.Spam },
            With(match, 7) with { At = New.Noon.AddMilliseconds(-1) }, With(match, 8) with { At = New.Noon.AddHours(1) }, With(match, 9) with { Guild = New.Guild() },
        ];
        await Store.Write([match, .. others]);
        var filter = new ViolationFilter
        {
            Member = member,
            Channel = channel,
            SeverityFrom = SeverityLevels.Medium,
            SeverityBelow = SeverityLevels.High,
            Layer = DetectionLayer.Buffer,
            Category = ViolationCategory.Flood,
            From = New.Noon,
            To = New.Noon.AddHours(1),
        };

        Assert.Equal([match], await Store.GetPage(guild, null, 100, filter, Cancellation));
        Assert.Equal(1, await Store.Count(guild, filter, Cancellation));
        Assert.Equal(8, await Store.Count(guild, filter with { SeverityBelow = null, SeverityFrom = null, Member = null, Channel = null, Layer = null, Category = null, From = null }, Cancellation));
    }

    private static Violation With(Violation violation, int number) => violation with { Id = ViolationId.Of(violation.Guild, violation.Message, $"rule {number}") };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
