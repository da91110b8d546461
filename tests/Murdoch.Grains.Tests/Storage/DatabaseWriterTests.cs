using System.Diagnostics.Metrics;
using System.Globalization;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Storage;
using Murdoch.Grains.Violations;

namespace Murdoch.Grains.Tests.Storage;

/// <summary>The writer when the store is well, and when grains write what it cannot take.</summary>
public sealed class DatabaseWriterTests
{
    [Fact]
    public async Task What_has_queued_up_goes_into_one_transaction()
    {
        await using var stores = await SqliteStores.Start();
        using var measurements = new Measurements(stores.Get<IMeterFactory>());
        using var gate = new GateWrite();
        var first = stores.Writer.Write(gate);
        await gate.Entered;
        Task[] behind =
        [
            .. Enumerable.Range(0, 300).Select(_ => stores.Snapshots.Write(Snapshot())),
            .. Enumerable.Range(0, 30).Select(_ => stores.Violations.Write([New.Violation(), New.Violation()])),
            .. Enumerable.Range(0, 10).Select(_ => stores.Hours.Write(New.Guild(), new HourTally(1))),
        ];
        Assert.Equal(341, measurements.Gauge("db_queue_writes"));

        gate.Open();
        await Task.WhenAll([first, .. behind]);

        Assert.Equal([1, 370], measurements.Of("db_transaction_rows"));
        Assert.Equal(0, measurements.Gauge("db_queue_writes"));
    }

    [Fact]
    public async Task A_transaction_takes_no_more_rows_than_allowed()
    {
        await using var stores = await SqliteStores.Start(options => options.BatchRows = 10);
        using var measurements = new Measurements(stores.Get<IMeterFactory>());
        using var gate = new GateWrite();
        var first = stores.Writer.Write(gate);
        await gate.Entered;
        Task[] behind = [.. new[] { 4, 6, 1, 25, 9, 1 }.Select(rows => stores.Violations.Write([.. Enumerable.Range(0, rows).Select(_ => New.Violation())]))];

        gate.Open();
        await Task.WhenAll([first, .. behind]);

        Assert.Equal([1, 10, 1, 25, 10], measurements.Of("db_transaction_rows"));
    }

    [Fact]
    public async Task A_write_that_the_schema_refuses_fails_alone_and_leaves_nothing()
    {
        await using var stores = await SqliteStores.Start();
        var good = New.Violation();
        var halfGood = New.Violation();
        using var gate = new GateWrite();
        var first = stores.Writer.Write(gate);
        await gate.Entered;
        var bad = stores.Violations.Write([halfGood, New.Violation() with { Reason = null! }, New.Violation(halfGood.Guild)]);
        Task[] others = [stores.Violations.Write([good]), stores.Snapshots.Write(Snapshot())];

        gate.Open();
        await Task.WhenAll([first, .. others]);

        Assert.Equal(SQLitePCL.raw.SQLITE_CONSTRAINT, (await Assert.ThrowsAsync<SqliteException>(() => bad)).SqliteErrorCode);
        Assert.Empty(await stores.Violations.GetRecent(halfGood.Guild, 10, Cancellation));
        Assert.Equal([good], await stores.Violations.GetRecent(good.Guild, 10, Cancellation));
        Assert.True(stores.Writer.Health.IsHealthy);
    }

    [Fact]
    public async Task A_write_that_breaks_while_it_binds_does_not_break_the_next_one()
    {
        await using var stores = await SqliteStores.Start();
        var row = Snapshot();
        await stores.Snapshots.Write(row);

        await Assert.ThrowsAsync<FormatException>(() => stores.Writer.Write(new BrokenWrite()));
        await stores.Writer.Write(new BoundWrite());

        Assert.Null(await stores.Snapshots.Load(row.Guild, Cancellation));
    }

    [Fact]
    public async Task A_full_queue_makes_writers_wait_and_drops_nothing()
    {
        await using var stores = await SqliteStores.Start(options => options.QueueLimit = 10);
        using var gate = new GateWrite();
        var first = stores.Writer.Write(gate);
        await gate.Entered;
        var guild = New.Guild();
        var writes = Enumerable.Range(0, 50).Select(_ => stores.Violations.Write([New.Violation(guild)])).ToArray();

        Assert.Equal(11, stores.Writer.Health.Queued);
        gate.Open();
        await Task.WhenAll([first, .. writes]);

        Assert.Equal(50, await stores.Violations.Count(guild, ViolationFilter.All, Cancellation));
    }

    [Fact]
    public async Task A_stop_writes_what_waits_and_takes_nothing_more()
    {
        await using var stores = await SqliteStores.Start();
        using var gate = new GateWrite();
        var first = stores.Writer.Write(gate);
        await gate.Entered;
        var guild = New.Guild();
        var writes = Enumerable.Range(0, 50).Select(_ => stores.Violations.Write([New.Violation(guild, outcome: ActionOutcome.Done)])).ToArray();

        var stop = stores.Stop();
        await Assert.ThrowsAsync<ChannelClosedException>(() => stores.Violations.Write([New.Violation(guild)]));
        gate.Open();
        await stop;

        Assert.Equal(50, (await Task.WhenAll(writes)).Sum());
        await first;
        using var stranger = stores.OpenAsStranger();
        Assert.Equal(["50"], stranger.Query("SELECT COUNT(*) FROM violations"));
    }

    [Fact]
    public async Task Metrics_tell_of_connections_sizes_and_times()
    {
        await using var stores = await SqliteStores.Start(options => (options.Readers, options.MaxSizeMegabytes) = (3, 7));
        using var measurements = new Measurements(stores.Get<IMeterFactory>());
        var violation = New.Violation();

        await stores.Violations.Write([violation]);
        await stores.Violations.GetRecent(violation.Guild, 1, Cancellation);

        Assert.Equal(2, measurements.Of("db_query_duration_seconds").Length);
        Assert.Equal(4, measurements.Gauge("db_connections_max"));
        Assert.Equal(0, measurements.Gauge("db_connections_active"));
        Assert.Equal(7 * 1_048_576, measurements.Gauge("db_max_size_bytes"));
        Assert.Equal((double)stores.Get<Database>().SizeBytes!, measurements.Gauge("db_size_bytes"));
    }

    internal static GuildSnapshotRow Snapshot(int bytes = 100) => new(New.Guild(), "session", 1, 1, new byte[bytes], null, New.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private sealed class BoundWrite : DatabaseWrite
    {
        public const string Sql = "DELETE FROM guild_snapshots WHERE revision = @revision AND sequence = @sequence";

        public override Exception? Apply(DatabaseSession session)
        {
            session[Sql].Bind("@revision", 1).Bind("@sequence", 1).Run();
            return null;
        }
    }

    private sealed class BrokenWrite : DatabaseWrite
    {
        public override Exception? Apply(DatabaseSession session)
        {
            session[BoundWrite.Sql].Bind("@revision", 1).Bind("@sequence", int.Parse("none", CultureInfo.InvariantCulture)).Run();
            return null;
        }
    }

    /// <summary>Holds the writer inside a transaction until it is opened.</summary>
    internal sealed class GateWrite : DatabaseWrite, IDisposable
    {
        private readonly TaskCompletionSource _entered = new();
        private readonly ManualResetEventSlim _open = new();

        public Task Entered => _entered.Task;

        public void Open() => _open.Set();

        public override Exception? Apply(DatabaseSession session)
        {
            _entered.TrySetResult();
            _open.Wait(Cancellation);
            return null;
        }

        public void Dispose() => _open.Dispose();
    }
}
