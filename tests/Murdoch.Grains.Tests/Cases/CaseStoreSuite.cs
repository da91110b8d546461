using Murdoch.Grains.Audit;
using Murdoch.Grains.Cases;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Audit;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Tests.Storage;

namespace Murdoch.Grains.Tests.Cases;

public sealed class SqliteCaseStoreTests(SqliteStores stores) : CaseStoreSuite(stores), IClassFixture<SqliteStores>;

public sealed class PostgresCaseStoreTests(PostgresStores stores) : CaseStoreSuite(stores), IClassFixture<PostgresStores>;

/// <summary>How cases are numbered and kept, whatever the database.</summary>
public abstract class CaseStoreSuite(StoreFixture stores)
{
    private CaseStore Store => stores.Cases;

    [Fact]
    public async Task A_sanction_that_was_carried_out_becomes_a_case()
    {
        var violation = Sanctioned(New.Guild());

        await stores.Violations.Write([violation]);

        var expected = new ModerationCase(
            violation.Guild, 1, violation.Id, violation.Member, null, ActionKind.Timeout, 600, violation.Reason, violation.At, CaseOrigin.Violation, ActionOutcome.Done);
        Assert.Equal([expected], await Store.GetPage(violation.Guild, null, 10, null, Cancellation));
    }

    [Theory]
    [InlineData(ActionKind.Timeout, ActionOutcome.Pending)]
    [InlineData(ActionKind.Timeout, ActionOutcome.Refused)]
    [InlineData(ActionKind.Timeout, ActionOutcome.DryRun)]
    [InlineData(ActionKind.Delete, ActionOutcome.Done)]
    public async Task What_did_nothing_to_the_member_is_no_case(ActionKind action, ActionOutcome outcome)
    {
        var violation = New.Violation() with { Action = action, Outcome = outcome };

        await stores.Violations.Write([violation]);

        Assert.Empty(await Store.GetPage(violation.Guild, null, 10, null, Cancellation));
    }

    [Fact]
    public async Task A_replayed_violation_adds_no_second_case()
    {
        var violation = Sanctioned(New.Guild());
        await stores.Violations.Write([violation with { Outcome = ActionOutcome.Pending }]);
        await stores.Violations.Write([violation]);
        await stores.Violations.Write([violation with { Outcome = ActionOutcome.Pending }]);
        await stores.Violations.Write([violation with { Detail = "Told again." }]);

        Assert.Equal(1, Assert.Single(await Store.GetPage(violation.Guild, null, 10, null, Cancellation)).Number);
    }

    [Fact]
    public async Task Numbers_have_neither_gaps_nor_doubles_whoever_writes_at_once()
    {
        var (one, other) = (New.Guild(), New.Guild());
        var writes = Enumerable.Range(0, 200).Select(index => Task.Run<Task>(() => (index % 4) switch
        {
            0 => stores.Violations.Write([Sanctioned(one), Sanctioned(other)]),
            1 => Store.Add(ByModerator(one)),
            2 => Store.Add(ByModerator(other)),
            _ => stores.Violations.Write([Sanctioned(other), Sanctioned(one)]),
        })).ToArray();
        await Task.WhenAll(writes.Select(write => write.Unwrap()));

        foreach (var guild in new[] { one, other })
            Assert.Equal(Enumerable.Range(1, 150).Reverse().Select(number => (long)number), (await Store.GetPage(guild, null, 1_000, null, Cancellation)).Select(entry => entry.Number));
    }

    [Fact]
    public async Task A_case_says_its_number_and_is_found_by_it()
    {
        var guild = New.Guild();
        await Store.Add(ByModerator(guild));
        var entry = ByModerator(guild);

        Assert.Equal(2, await Store.Add(entry));
        var expected = new ModerationCase(
            guild, 2, null, entry.Member, entry.Moderator, ActionKind.Ban, 0, "Said so.", New.Noon, CaseOrigin.Moderator, ActionOutcome.Done);
        Assert.Equal(expected, await Store.Get(guild, 2, Cancellation));
        Assert.Null(await Store.Get(guild, 3, Cancellation));
        Assert.Null(await Store.Get(New.Guild(), 2, Cancellation));
    }

    [Fact]
    public async Task A_case_for_a_violation_that_has_one_keeps_its_number()
    {
        var guild = New.Guild();
        var entry = ByModerator(guild) with { Violation = New.Violation(guild).Id };
        var number = await Store.Add(entry);
        await Store.Add(ByModerator(guild));

        Assert.Equal(number, await Store.Add(entry));
        Assert.Equal(2, (await Store.GetPage(guild, null, 10, null, Cancellation)).Length);
    }

    [Fact]
    public async Task A_case_closes_once()
    {
        var guild = New.Guild();
        var number = await Store.Add(ByModerator(guild));

        var closing = new CaseClosing(New.Noon.AddHours(1), New.User(), CaseClosingKind.Undone, "A mistake.", ActionOutcome.Pending);

        Assert.True(await Store.Close(guild, number, closing));
        Assert.False(await Store.Close(guild, number, closing with { By = New.User() }));
        Assert.False(await Store.Close(guild, number + 1, closing));
        Assert.Equal(closing, (await Store.Get(guild, number, Cancellation))!.Closed);
        Assert.Contains(guild, await Store.GuildsUnfinished(Cancellation));

        await Store.SettleClosing(guild, number, ActionOutcome.Done, "The ban was over.");
        await Store.SettleClosing(guild, number, ActionOutcome.Failed, "Told again.");

        Assert.Equal(closing with { Outcome = ActionOutcome.Done, Detail = "The ban was over." }, (await Store.Get(guild, number, Cancellation))!.Closed);
        Assert.DoesNotContain(guild, await Store.GuildsUnfinished(Cancellation));
    }

    [Fact]
    public async Task A_cause_has_one_case_however_often_it_is_told()
    {
        var (guild, other) = (New.Guild(), New.Guild());
        var entry = ByModerator(guild) with { Cause = "interaction 7", Outcome = ActionOutcome.Pending };

        var numbers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Store.Add(entry))));

        Assert.All(numbers, number => Assert.Equal(1, number));
        Assert.Equal(1, await Store.Add(entry with { Guild = other }));
        Assert.Equal(2, await Store.Add(entry with { Cause = "interaction 8" }));
    }

    [Fact]
    public async Task An_outcome_is_settled_once()
    {
        var guild = New.Guild();
        var number = await Store.Add(ByModerator(guild) with { Outcome = ActionOutcome.Pending });
        Assert.Contains(guild, await Store.GuildsUnfinished(Cancellation));

        await Store.Settle(guild, number, ActionOutcome.Refused, "The bot may not ban.");
        await Store.Settle(guild, number, ActionOutcome.Done, null);

        var settled = (await Store.Get(guild, number, Cancellation))!;
        Assert.Equal((ActionOutcome.Refused, "The bot may not ban.", false), (settled.Outcome, settled.Detail, settled.Stands));
    }

    [Fact]
    public async Task Notes_and_earlier_reasons_stay_in_order()
    {
        var (guild, author) = (New.Guild(), New.User());
        var number = await Store.Add(ByModerator(guild));

        Assert.True(await Store.AddNote(guild, number, new(New.Noon, author, "Talked to them.")));
        Assert.True(await Store.SetReason(guild, number, author, "Spam.", New.Noon.AddMinutes(1)));
        Assert.False(await Store.SetReason(guild, number, author, "Spam.", New.Noon.AddMinutes(2)));
        Assert.False(await Store.AddNote(guild, number + 1, new(New.Noon, author, "Nowhere.")));
        var child = await Store.Add(ByModerator(guild) with { Parent = number });

        var details = (await Store.GetDetails(guild, number, Cancellation))!;
        Assert.Equal("Spam.", details.Case.Reason);
        Assert.Equal([new(New.Noon, author, "Talked to them."), new CaseNote(New.Noon.AddMinutes(1), author, "Said so.", IsReason: true)], details.Notes);
        Assert.Equal([child], details.Children);
    }

    [Fact]
    public async Task What_a_rule_or_a_moderator_did_is_found_by_time_as_long_as_it_stands()
    {
        var guild = New.Guild();
        for (var hour = 0; hour < 4; hour++) await stores.Violations.Write([Sanctioned(guild, New.Noon.AddHours(hour))]);
        var byHand = ByModerator(guild);
        await Store.Add(byHand);
        await Store.Close(guild, 2, new(New.Noon, New.User(), CaseClosingKind.Undone, null, ActionOutcome.Done));

        Assert.Equal((long[])[3, 1], await Store.StandingOfRule(guild, "invite", New.Noon, New.Noon.AddHours(2), 10, Cancellation));
        Assert.Equal((long[])[3], await Store.StandingOfRule(guild, "invite", New.Noon, New.Noon.AddHours(2), 1, Cancellation));
        Assert.Empty(await Store.StandingOfRule(guild, "slur", New.Noon, New.Noon.AddHours(2), 10, Cancellation));
        Assert.Equal((long[])[5], await Store.StandingOfModerator(guild, byHand.Moderator!.Value, New.Noon, New.Noon, 10, Cancellation));
    }

    [Fact]
    public async Task A_case_is_to_be_told_of_again_after_every_change()
    {
        var guild = New.Guild();
        var number = await Store.Add(ByModerator(guild));
        var first = Assert.Single(await Store.GetUnlogged(guild, 10, Cancellation));
        await Store.Logged(guild, number, first.Revision, 5, 6);
        Assert.Empty(await Store.GetUnlogged(guild, 10, Cancellation));

        await Store.SetReason(guild, number, New.User(), "Spam.", New.Noon);

        var again = Assert.Single(await Store.GetUnlogged(guild, 10, Cancellation));
        Assert.Equal(((ulong?)5, (ulong?)6, "Spam."), (again.LogChannel, again.LogMessage, again.Case.Reason));
        await Store.NotLogged(guild);
        Assert.Empty(await Store.GetUnlogged(guild, 10, Cancellation));
    }

    [Fact]
    public async Task Cases_of_violations_are_to_be_told_only_where_somebody_is_to_hear_of_them()
    {
        var (told, untold) = (Sanctioned(New.Guild()), Sanctioned(New.Guild()));

        await Task.WhenAll(stores.Violations.Write([told]), stores.Violations.Write([untold], isTold: false));

        var guilds = await Store.GuildsUntold(Cancellation);
        Assert.Contains(told.Guild, guilds);
        Assert.DoesNotContain(untold.Guild, guilds);
        Assert.Equal(1, await Store.FindByViolation(untold.Guild, untold.Id, Cancellation));
        Assert.Null(await Store.FindByViolation(told.Guild, untold.Id, Cancellation));
    }

    [Fact]
    public async Task A_summary_counts_its_cases_by_kind_and_rule()
    {
        var guild = New.Guild();
        for (var index = 0; index < 3; index++) await stores.Violations.Write([Sanctioned(guild) with { Severity = 0.5 + index / 10.0 }]);
        await Store.Add(ByModerator(guild));
        await Store.Logged(guild, 1, 1, 5, 6);
        Assert.Equal(0.7, await Store.HighestUntoldSeverity(guild, Cancellation), 3);

        await Store.Summarise(guild, 5, 7);
        await Store.Close(guild, 2, new(New.Noon, New.User(), CaseClosingKind.Undone, null, ActionOutcome.Done));

        Assert.Equal(
            [new(ActionKind.Timeout, "invite", 2, 1, 2, 3, 0.7), new SummaryLine(ActionKind.Ban, "moderator", 1, 0, 4, 4, 0)], await Store.GetSummary(guild, 7, Cancellation));
        Assert.All(await Store.GetUnlogged(guild, 10, Cancellation), open => Assert.Equal(((ulong?)7, true), (open.LogMessage, open.InSummary)));
        Assert.Equal(3, (await Store.GetUnlogged(guild, 10, Cancellation)).Length);
        Assert.Equal(0, await Store.HighestUntoldSeverity(guild, Cancellation));

        await Store.Logged(guild, 2, 2, 5, 7, summary: true);
        await Store.NotLogged(guild, 3, 1);
        Assert.Equal(4, Assert.Single(await Store.GetUnlogged(guild, 10, Cancellation)).Case.Number);
    }

    [Fact]
    public async Task Another_moderator_is_known_by_what_they_did()
    {
        var guild = New.Guild();
        var entry = ByModerator(guild);
        var number = await Store.Add(entry);
        Assert.False(await Store.HasOtherModerator(guild, entry.Moderator!.Value, Cancellation));
        Assert.True(await Store.HasOtherModerator(guild, New.User(), Cancellation));

        await Store.Close(guild, number, new(New.Noon, New.User(), CaseClosingKind.Undone, null, ActionOutcome.Done));

        Assert.True(await Store.HasOtherModerator(guild, entry.Moderator!.Value, Cancellation));
    }

    [Fact]
    public async Task What_changes_a_case_is_in_the_audit_log_once()
    {
        var guild = New.Guild();
        var entry = ByModerator(guild) with { Cause = "escalated 1" };
        var audit = new AuditEntry(guild, New.Noon, entry.Moderator, AuditActions.CaseEscalated, "case 1", Cause: "escalated 1");
        var number = await Store.Add(entry, audit);
        await Store.Add(entry, audit);
        var closing = new CaseClosing(New.Noon, New.User(), CaseClosingKind.Undone, null, ActionOutcome.Done);
        var undone = new AuditEntry(guild, New.Noon, closing.By, AuditActions.CaseUndone, "case 1");
        await Store.Close(guild, number, closing, undone);
        await Store.Close(guild, number, closing, undone);

        Assert.Equal([AuditActions.CaseUndone, AuditActions.CaseEscalated], (await stores.Get<AuditStore>().GetPage(guild, null, 10, Cancellation)).Select(one => one.Action));
    }

    [Fact]
    public async Task A_member_s_cases_come_page_by_page()
    {
        var guild = New.Guild();
        var member = New.User();
        for (var index = 0; index < 6; index++) await Store.Add(ByModerator(guild) with { Member = index % 2 == 0 ? member : New.User() });

        var page = await Store.GetPage(guild, null, 2, member, Cancellation);

        Assert.Equal([5, 3], page.Select(entry => entry.Number));
        Assert.Equal([1], (await Store.GetPage(guild, page[^1].Number, 2, member, Cancellation)).Select(entry => entry.Number));
    }

    private static Violation Sanctioned(GuildId guild, DateTimeOffset? at = null) => New.Violation(guild, at) with { Action = ActionKind.Timeout, ActionSeconds = 600, Outcome = ActionOutcome.Done };

    private static CaseEntry ByModerator(GuildId guild) => new(guild, null, New.User(), New.User(), ActionKind.Ban, 0, "Said so.", New.Noon, CaseOrigin.Moderator);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
