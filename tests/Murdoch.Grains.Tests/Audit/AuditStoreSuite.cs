using Murdoch.Grains.Audit;
using Murdoch.Grains.Interfaces.Audit;
using Murdoch.Grains.Tests.Storage;

namespace Murdoch.Grains.Tests.Audit;

public sealed class SqliteAuditStoreTests(SqliteStores stores) : AuditStoreSuite(stores), IClassFixture<SqliteStores>;

public sealed class PostgresAuditStoreTests(PostgresStores stores) : AuditStoreSuite(stores), IClassFixture<PostgresStores>;

/// <summary>How the audit log is kept, whatever the database.</summary>
public abstract class AuditStoreSuite(StoreFixture stores)
{
    private AuditStore Store => stores.Get<AuditStore>();

    [Fact]
    public async Task Entries_come_back_as_they_were_the_newest_first()
    {
        var (guild, actor) = (New.Guild(), New.User());
        var first = new AuditEntry(guild, New.Noon, actor, "config.changed", "filter", """{"limit":8}""", """{"limit":4}""", "interaction 7");
        var second = new AuditEntry(guild, New.Noon.AddMilliseconds(1), null, AuditActions.CaseUndone, "case 5");
        await Store.Append(first);
        await Store.Append(second);
        await Store.Append(second with { Guild = New.Guild() });

        var page = await Store.GetPage(guild, null, 10, Cancellation);

        Assert.Equal([second, first], page.Select(entry => entry with { Id = 0 }));
        Assert.Equal([first], (await Store.GetPage(guild, page[0].Id, 10, Cancellation)).Select(entry => entry with { Id = 0 }));
        Assert.Equal(page[0], Assert.Single(await Store.GetPage(guild, null, 1, Cancellation)));
    }

    [Fact]
    public async Task A_cause_is_one_entry_of_its_guild_however_often_it_is_told()
    {
        var (guild, other) = (New.Guild(), New.Guild());
        var entry = new AuditEntry(guild, New.Noon, New.User(), "raid.started", "guild", Cause: "interaction 9");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Store.Append(entry))));
        await Store.Append(entry with { Guild = other });
        await Store.Append(entry with { Cause = null });
        await Store.Append(entry with { Cause = null });

        Assert.Equal(3, (await Store.GetPage(guild, null, 100, Cancellation)).Length);
        Assert.Single(await Store.GetPage(other, null, 100, Cancellation));
    }

    [Fact]
    public async Task Hostile_text_is_kept_as_text()
    {
        var guild = New.Guild();
        await Store.Append(new(guild, New.Noon, New.User(), "config.changed", "'; DROP TABLE audit_log; --", "\0", "\ud800"));

        var entry = Assert.Single(await Store.GetPage(guild, null, 10, Cancellation));

        Assert.Equal(("'; DROP TABLE audit_log; --", "\ufffd", "\ufffd"), (entry.Target, entry.Before, entry.After));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
