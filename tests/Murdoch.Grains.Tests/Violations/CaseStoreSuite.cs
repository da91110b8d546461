using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Tests.Storage;
using Murdoch.Grains.Violations;

namespace Murdoch.Grains.Tests.Violations;

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

        var entry = new CaseEntry(violation.Guild, violation.Id, violation.Member, null, ActionKind.Timeout, 600, violation.Reason, violation.At);
        Assert.Equal([new(1, entry, null)], await Store.GetPage(violation.Guild, null, 10, null, Cancellation));
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
        Assert.Equal(new(2, entry, null), await Store.Get(guild, 2, Cancellation));
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

        Assert.True(await Store.Close(guild, number, New.Noon.AddHours(1)));
        Assert.False(await Store.Close(guild, number, New.Noon.AddHours(2)));
        Assert.False(await Store.Close(guild, number + 1, New.Noon));
        Assert.Equal(New.Noon.AddHours(1), (await Store.Get(guild, number, Cancellation))!.ClosedAt);
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

    private static Violation Sanctioned(GuildId guild) => New.Violation(guild) with { Action = ActionKind.Timeout, ActionSeconds = 600, Outcome = ActionOutcome.Done };

    private static CaseEntry ByModerator(GuildId guild) => new(guild, null, New.User(), New.User(), ActionKind.Ban, 0, "Said so.", New.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
