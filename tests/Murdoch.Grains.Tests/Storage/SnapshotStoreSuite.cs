using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Tests.Storage;

public sealed class SqliteSnapshotStoreTests(SqliteStores stores) : SnapshotStoreSuite(stores), IClassFixture<SqliteStores>;

public sealed class PostgresSnapshotStoreTests(PostgresStores stores) : SnapshotStoreSuite(stores), IClassFixture<PostgresStores>;

/// <summary>How guilds' snapshots and hours are kept, whatever the database.</summary>
public abstract class SnapshotStoreSuite(StoreFixture stores)
{
    private SnapshotStore Store => stores.Snapshots;

    [Fact]
    public async Task A_guild_that_was_never_saved_has_no_snapshot() => Assert.Null(await Store.Load(New.Guild(), Cancellation));

    [Fact]
    public async Task A_snapshot_is_read_as_it_was_written()
    {
        var row = Row(New.Guild(), revision: 1, layout: [9, 8]);
        await Store.Write(row);

        Assert.Equivalent(row, await Store.Load(row.Guild, Cancellation), strict: true);
    }

    [Fact]
    public async Task Snapshots_that_are_loaded_at_once_are_each_their_own()
    {
        var rows = Enumerable.Range(0, 600).Select(index => Row(New.Guild(), revision: index + 1, layout: index % 2 == 0 ? [1] : null)).ToArray();
        await Task.WhenAll(rows.Select(Store.Write));

        var loaded = await Task.WhenAll(rows.Select(row => Store.Load(row.Guild, Cancellation)).Append(Store.Load(New.Guild(), Cancellation)));

        Assert.Null(loaded[^1]);
        Assert.Equal(rows.Select(row => (row.Guild, row.Revision, row.Layout?.Length)), loaded[..^1].Select(row => (row!.Guild, row.Revision, row.Layout?.Length)));
    }

    [Fact]
    public async Task A_snapshot_without_layout_keeps_the_stored_one()
    {
        var guild = New.Guild();
        await Store.Write(Row(guild, revision: 1, layout: [9, 8]));
        var next = Row(guild, revision: 2, layout: null);
        await Store.Write(next);

        Assert.Equivalent(next with { Layout = [9, 8] }, await Store.Load(guild, Cancellation), strict: true);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public async Task An_activation_that_was_replaced_does_not_write_over_its_successor(long revision)
    {
        var newer = Row(New.Guild(), revision: 7, layout: null);
        await Store.Write(newer);

        var stale = await Assert.ThrowsAsync<StaleSnapshotException>(() => Store.Write(newer with { Revision = revision, Sequence = 1, State = [0] }));

        Assert.Equal($"Guild {newer.Guild} has a newer snapshot than this one.", stale.Message);
        Assert.Equivalent(newer, await Store.Load(newer.Guild, Cancellation), strict: true);
    }

    [Fact]
    public async Task Of_a_thousand_snapshots_written_at_once_a_stale_one_fails_alone()
    {
        var rows = Enumerable.Range(0, 1_000).Select(index => Row(New.Guild(), revision: 2, layout: null)).ToArray();
        await Store.Write(rows[500] with { Revision = 3 });

        var errors = await Task.WhenAll(rows.Select(row => Record.ExceptionAsync(() => Store.Write(row)).AsTask()));

        Assert.IsType<StaleSnapshotException>(Assert.Single(errors, error => error is not null));
        Assert.NotNull(errors[500]);
        foreach (var row in rows) Assert.NotNull(await Store.Load(row.Guild, Cancellation));
    }

    [Fact]
    public async Task Hours_are_read_as_they_were_written()
    {
        var guild = New.Guild();
        var hours = Enumerable.Range(0, 3).Select(index => Tally(New.Noon.AddHours(index), index)).ToArray();
        foreach (var hour in hours) await stores.Hours.Write(guild, hour);

        Assert.Equivalent(hours[1..], await stores.Hours.Get(guild, New.Noon.AddMinutes(1), New.Noon.AddHours(3), Cancellation), strict: true);
        Assert.Equivalent(hours[..2], await stores.Hours.Get(guild, New.Noon, New.Noon.AddHours(2), Cancellation), strict: true);
    }

    [Fact]
    public async Task An_older_form_of_an_hour_takes_nothing_back()
    {
        var guild = New.Guild();
        await stores.Hours.Write(guild, Tally(New.Noon, 5));
        await stores.Hours.Write(guild, Tally(New.Noon, 3));
        await stores.Hours.Write(guild, Tally(New.Noon, 5));

        Assert.Equivalent(new[] { Tally(New.Noon, 5) }, await stores.Hours.Get(guild, New.Noon, New.Noon.AddHours(1), Cancellation), strict: true);
    }

    private static GuildSnapshotRow Row(GuildId guild, long revision, byte[]? layout) => new(guild, "session", 42, revision, [1, 2, 3], layout, New.Noon.AddMilliseconds(7));

    private static HourTally Tally(DateTimeOffset at, int salt)
    {
        var tally = new HourTally(at.UtcTicks / TimeSpan.TicksPerHour) { Messages = 100 + salt, Violations = 10 + salt, IsChanged = false };
        for (var layer = 1; layer <= 3; layer++) tally.ByLayer[layer] = 20 + layer + salt;
        for (var level = 0; level < 3; level++) tally.BySeverity[level] = 30 + level + salt;
        for (var kind = 1; kind < tally.ByAction.Length; kind++) tally.ByAction[kind] = 40 + kind + salt;
        return tally;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
