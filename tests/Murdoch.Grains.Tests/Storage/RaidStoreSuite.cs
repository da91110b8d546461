using Murdoch.Grains.Raids;

namespace Murdoch.Grains.Tests.Storage;

public sealed class SqliteRaidStoreTests(SqliteStores stores) : RaidStoreSuite(stores), IClassFixture<SqliteStores>;

public sealed class PostgresRaidStoreTests(PostgresStores stores) : RaidStoreSuite(stores), IClassFixture<PostgresStores>;

/// <summary>How raids are remembered, whatever the database.</summary>
public abstract class RaidStoreSuite(StoreFixture stores)
{
    private RaidStore Store => stores.Get<RaidStore>();

    [Fact]
    public async Task A_raid_is_unfinished_until_its_end_is_written()
    {
        var raid = new RecordedRaid(New.Guild(), New.Noon, "Many joined.");
        await Store.Write(raid);
        Assert.Contains(raid.Guild, await Store.Unfinished(Cancellation));

        var ended = raid with { EndedAt = New.Noon.AddMinutes(12), Suspects = 20, Messages = 40, Banned = 19, Problem = "Discord answered 403." };
        await Store.Write(ended);

        Assert.DoesNotContain(raid.Guild, await Store.Unfinished(Cancellation));
        Assert.Equal([ended], await Store.Recent(raid.Guild, 10, Cancellation));
    }

    [Fact]
    public async Task A_guild_has_its_raids_newest_first_and_nobody_elses()
    {
        var (one, other) = (new RecordedRaid(New.Guild(), New.Noon, "First."), new RecordedRaid(New.Guild(), New.Noon, "Elsewhere."));
        await Store.Write(one);
        await Store.Write(one with { StartedAt = New.Noon.AddHours(1), Trigger = "Second." });
        await Store.Write(other);

        Assert.Equal(["Second.", "First."], (await Store.Recent(one.Guild, 10, Cancellation)).Select(raid => raid.Trigger));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
