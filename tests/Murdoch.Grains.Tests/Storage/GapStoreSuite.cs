using Murdoch.Grains.Gateway;

namespace Murdoch.Grains.Tests.Storage;

public sealed class SqliteGapStoreTests(SqliteStores stores) : GapStoreSuite(stores), IClassFixture<SqliteStores>;

public sealed class PostgresGapStoreTests(PostgresStores stores) : GapStoreSuite(stores), IClassFixture<PostgresStores>;

/// <summary>How blind windows are kept, whatever the database.</summary>
public abstract class GapStoreSuite(StoreFixture stores)
{
    private GapStore Store => stores.Gaps;

    [Fact]
    public async Task A_gap_is_read_as_it_was_opened()
    {
        var (shards, one) = (new Gap(3, null, New.Noon, New.Noon.AddMinutes(2), "The session was not resumed."), new Gap(3, New.Guild(), New.Noon, New.Noon.AddMilliseconds(7), "Here only."));

        var first = await Store.Open(shards);
        var second = await Store.Open(one);

        Assert.Equal([new(second, one, 0, 0, null), new(first, shards, 0, 0, null)], await Store.Recent(2, Cancellation));
    }

    [Fact]
    public async Task Progress_goes_on_until_the_gap_is_complete()
    {
        var gap = new Gap(0, New.Guild(), New.Noon, New.Noon.AddHours(1), "Away.");
        var id = await Store.Open(gap);
        await Store.Progress(id, 3, 40);
        Assert.Equal(new(id, gap, 3, 40, null), await Find(id));

        await Store.Complete(id, 5, 60, New.Noon.AddHours(2));
        await Store.Progress(id, 4, 50);

        Assert.Equal(new(id, gap, 5, 60, New.Noon.AddHours(2)), await Find(id));
    }

    [Fact]
    public async Task A_gap_of_a_guild_that_is_opened_again_after_a_crash_is_the_same_and_open_again()
    {
        var gap = new Gap(0, New.Guild(), New.Noon, New.Noon.AddHours(1), "Away.");
        var id = await Store.Open(gap);
        await Store.Complete(id, 1, 2, New.Noon.AddHours(2));

        Assert.Equal(id, await Store.Open(gap with { To = New.Noon.AddHours(3), Reason = "Away twice." }));
        Assert.Equal(new(id, gap with { To = New.Noon.AddHours(3), Reason = "Away twice." }, 1, 2, null), await Find(id));
    }

    [Fact]
    public async Task Shards_can_be_blind_twice_since_the_same_time()
    {
        var gap = new Gap(0, null, New.Noon, New.Noon.AddHours(1), "Away.");

        Assert.NotEqual(await Store.Open(gap), await Store.Open(gap));
    }

    [Fact]
    public async Task Guilds_whose_gap_is_not_complete_are_found_and_the_end_may_say_more()
    {
        var (done, open) = (new Gap(0, New.Guild(), New.Noon, New.Noon, "Away."), new Gap(0, New.Guild(), New.Noon, New.Noon, "Away."));
        var id = await Store.Open(done);
        await Store.Open(open);
        await Store.Complete(id, 1, 1, New.Noon, "Away. One channel may not be read.");

        var unfinished = await Store.Unfinished(Cancellation);

        Assert.Contains(open.Guild!.Value, unfinished);
        Assert.DoesNotContain(done.Guild!.Value, unfinished);
        Assert.Equal("Away. One channel may not be read.", (await Find(id)).Gap.Reason);
    }

    private async Task<RecordedGap> Find(long id) => Assert.Single(await Store.Recent(GapStore.PageLimit, Cancellation), gap => gap.Id == id);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
