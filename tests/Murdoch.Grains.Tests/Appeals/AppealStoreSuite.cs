using Murdoch.Grains.Appeals;
using Murdoch.Grains.Audit;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Appeals;
using Murdoch.Grains.Interfaces.Audit;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Tests.Storage;

namespace Murdoch.Grains.Tests.Appeals;

public sealed class SqliteAppealStoreTests(SqliteStores stores) : AppealStoreSuite(stores), IClassFixture<SqliteStores>;

public sealed class PostgresAppealStoreTests(PostgresStores stores) : AppealStoreSuite(stores), IClassFixture<PostgresStores>;

/// <summary>How appeals are kept, whatever the database.</summary>
public abstract class AppealStoreSuite(StoreFixture stores)
{
    private AppealStore Store => stores.Get<AppealStore>();

    [Fact]
    public async Task An_appeal_is_read_as_it_was_opened()
    {
        var (guild, member) = (New.Guild(), New.User());

        Assert.True(await Store.Open(guild, 5, member, "It was a quote.", New.Noon, New.Noon.AddDays(2)));

        var expected = new Appeal(guild, 5, 1, member, "It was a quote.", New.Noon, AppealState.Open, AppealPlace.Waiting, null, null, New.Noon.AddDays(2));
        Assert.Equal(expected, await Store.GetLast(guild, 5, Cancellation));
        Assert.Null(await Store.GetLast(guild, 6, Cancellation));
        Assert.Null(await Store.GetLast(New.Guild(), 5, Cancellation));
    }

    [Fact]
    public async Task One_appeal_against_a_case_is_open_at_a_time_whoever_opens_it_at_once()
    {
        var guild = New.Guild();

        var opened = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Store.Open(guild, 5, New.User(), "Please.", New.Noon, New.Noon))));

        Assert.Single(opened, isOpen => isOpen);
        Assert.True(await Store.Open(guild, 6, New.User(), "Please.", New.Noon, New.Noon));
        Assert.Equal(2, (await Store.GetPage(guild, null, null, 10, Cancellation)).Length);
    }

    [Fact]
    public async Task It_is_decided_once_with_its_entry_in_the_audit_log_and_then_it_can_be_opened_again()
    {
        var (guild, one, other) = (New.Guild(), New.User(), New.User());
        var appeal = await Open(guild);
        var entry = new AuditEntry(guild, New.Noon, one, AuditActions.AppealDenied, "case 5");

        Assert.True(await Store.Decide(appeal, AppealState.Denied, one, "No.", New.Noon.AddHours(1), entry));
        Assert.False(await Store.Decide(appeal, AppealState.Approved, other, "Yes.", New.Noon.AddHours(2), entry));

        var decided = (await Store.GetLast(guild, 5, Cancellation))!;
        Assert.Equal((AppealState.Denied, one, "No.", New.Noon.AddHours(1), false), (decided.State, decided.Reviewer!.Value, decided.DecidedReason, decided.DecidedAt!.Value, decided.IsSettled));
        Assert.Single(await stores.Get<AuditStore>().GetPage(guild, null, 10, Cancellation));
        Assert.True(await Store.Open(guild, 5, New.User(), "Again.", New.Noon.AddDays(8), New.Noon.AddDays(9)));
        Assert.Equal(2, (await Store.GetLast(guild, 5, Cancellation))!.Attempt);
        Assert.Single(await Store.GetPage(guild, AppealState.Open, null, 10, Cancellation));
        Assert.Equal(1, Assert.Single(await Store.GetPage(guild, null, New.Noon.AddDays(8), 10, Cancellation)).Attempt);
    }

    [Fact]
    public async Task What_is_left_to_do_is_due_until_it_is_done()
    {
        var guild = New.Guild();
        var appeal = await Open(guild);
        Assert.True(await IsDue(guild, New.Noon));

        await Store.Place(appeal, AppealPlace.Thread, 7, 8);
        Assert.False(await IsDue(guild, New.Noon));
        Assert.True(await IsDue(guild, appeal.RemindAt));

        await Store.Remind(appeal, appeal.RemindAt.AddDays(1));
        Assert.False(await IsDue(guild, appeal.RemindAt));

        await Store.Decide(appeal, AppealState.Approved, New.User(), null, New.Noon);
        Assert.True(await IsDue(guild, New.Noon));
        await Store.Settle(appeal);
        Assert.False(await IsDue(guild, DateTimeOffset.MaxValue));
        var settled = (await Store.GetLast(guild, 5, Cancellation))!;
        Assert.Equal((AppealPlace.Thread, new ChannelId(7), 8UL, true), (settled.Place, settled.Channel!.Value, settled.Message!.Value, settled.IsSettled));
    }

    [Fact]
    public async Task An_appeal_whose_case_was_taken_back_is_due()
    {
        var guild = New.Guild();
        var number = await stores.Cases.Add(new(guild, null, New.User(), New.User(), ActionKind.Ban, 0, "Said so.", New.Noon, CaseOrigin.Moderator));
        await Store.Open(guild, number, New.User(), "Please.", New.Noon, New.Noon.AddDays(2));
        await Store.Place((await Store.GetLast(guild, number, Cancellation))!, AppealPlace.Queue, null, null);
        Assert.False(await IsDue(guild, New.Noon));

        await stores.Cases.Close(guild, number, new(New.Noon, New.User(), CaseClosingKind.Undone, null, ActionOutcome.Done));

        Assert.True(await IsDue(guild, New.Noon));
    }

    private async Task<Appeal> Open(GuildId guild)
    {
        await Store.Open(guild, 5, New.User(), "Please.", New.Noon, New.Noon.AddDays(2));
        return (await Store.GetLast(guild, 5, Cancellation))!;
    }

    private async Task<bool> IsDue(GuildId guild, DateTimeOffset now) => (await Store.GetDue(now, 10_000, Cancellation)).Any(due => due.Guild == guild);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
