using Murdoch.Grains.Storage;
using Murdoch.Grains.Violations;

namespace Murdoch.Grains.Tests.Storage;

/// <summary>The writer while the store cannot work: everything waits, somebody is told, nothing is lost.</summary>
public sealed class DatabaseTroubleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task While_another_process_holds_the_file_writes_wait_and_reads_go_on()
    {
        await using var stores = await SqliteStores.Start();
        var stored = New.Violation();
        await stores.Violations.Write([stored]);
        var guild = New.Guild();
        Task[] writes;
        using (stores.Lock())
        {
            writes = [.. Enumerable.Range(0, 20).Select(_ => stores.Violations.Write([New.Violation(guild)])), stores.Snapshots.Write(DatabaseWriterTests.Snapshot())];
            await Until(() => !stores.Writer.Health.IsHealthy);

            Assert.Equal("The database cannot be written: another process holds it.", stores.Writer.Health.Problem);
            Assert.NotNull(stores.Writer.Health.Since);
            Assert.Equal(21, stores.Writer.Health.Queued);
            Assert.Equal([stored], await stores.Violations.GetRecent(stored.Guild, 10, Cancellation));
            Assert.All(writes, write => Assert.False(write.IsCompleted));
        }
        await Task.WhenAll(writes);

        Assert.Equal(20, await stores.Violations.Count(guild, ViolationFilter.All, Cancellation));
        Assert.Equal(new DatabaseHealth(null, null, 0), stores.Writer.Health);
        Assert.Equal(["Error: The database cannot be written: another process holds it. Writes wait and are tried again until it works"],
            stores.Logged.Where(line => line.StartsWith("Error", StringComparison.Ordinal)));
        Assert.Contains(stores.Logged, line => line.StartsWith("Information: The database can be written again, after ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task On_a_full_disk_writes_wait_until_there_is_room()
    {
        await using var stores = await SqliteStores.Start(options => options.MaxSizeMegabytes = 1);
        var rows = Enumerable.Range(0, 30).Select(_ => DatabaseWriterTests.Snapshot(bytes: 100_000)).ToArray();
        var writes = rows.Select(stores.Snapshots.Write).ToArray();
        await Until(() => !stores.Writer.Health.IsHealthy);
        Assert.Equal("The database cannot be written: the disk, or the size that DATABASE_MAX_SIZE_MB allows, is full.", stores.Writer.Health.Problem);

        stores.Options.MaxSizeMegabytes = 100;
        await Task.WhenAll(writes);

        foreach (var row in rows) Assert.Equal(row.State, (await stores.Snapshots.Load(row.Guild, Cancellation))!.State);
        Assert.True(stores.Writer.Health.IsHealthy);
    }

    [Fact]
    public async Task A_file_that_became_a_folder_is_waited_for_too()
    {
        // Longer than the file is away below: a retry in between would make a new one.
        await using var stores = await SqliteStores.Start(options => (options.RetryMilliseconds, options.RetryMaxMilliseconds) = (500, 500));
        // The writer has no connection yet: the start only migrated.
        var aside = stores.Path + ".aside";
        File.Move(stores.Path, aside);
        Directory.CreateDirectory(stores.Path);
        var violation = New.Violation();
        var write = stores.Violations.Write([violation]);
        await Until(() => !stores.Writer.Health.IsHealthy);
        Assert.Equal("The database cannot be written: it is a folder.", stores.Writer.Health.Problem);

        Directory.Delete(stores.Path);
        File.Move(aside, stores.Path);

        Assert.Equal(1, await write);
    }

    [Fact]
    public async Task A_stop_gives_up_at_its_deadline_and_says_what_was_not_stored()
    {
        await using var stores = await SqliteStores.Start(options => options.FlushSeconds = 0.05);
        using var held = stores.Lock();
        var writes = Enumerable.Range(0, 5).Select(_ => stores.Violations.Write([New.Violation(), New.Violation()])).ToArray();
        await Until(() => !stores.Writer.Health.IsHealthy);

        await stores.Stop();

        foreach (var write in writes) await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => write);
        Assert.Contains("Critical: 5 writes of 10 rows could not be stored before the deadline of the shutdown", stores.Logged);
    }

    [Fact]
    public async Task A_stop_stores_what_waited_for_room_in_the_queue_too()
    {
        await using var stores = await SqliteStores.Start(options => (options.QueueLimit, options.BatchRows) = (10, 5));
        var guild = New.Guild();
        Task[] writes;
        Task stop;
        using (stores.Lock())
        {
            writes = [.. Enumerable.Range(0, 100).Select(_ => stores.Violations.Write([New.Violation(guild)]))];
            await Until(() => !stores.Writer.Health.IsHealthy);
            stop = stores.Writer.StopAsync(CancellationToken.None);
        }
        await stop;
        await Task.WhenAll(writes);

        Assert.Equal(100, await stores.Violations.Count(guild, new(), Cancellation));
    }

    [Fact]
    public async Task Searches_do_not_keep_activations_waiting()
    {
        await using var stores = await SqliteStores.Start(options => (options.Readers, options.HistoryReaders) = (2, 2));
        var database = stores.Get<Database>();
        using var open = new ManualResetEventSlim();
        var searches = Enumerable.Range(0, 5).Select(_ => database.ReadHistory(_ => open.Wait(Patience), Cancellation)).ToArray();

        Assert.Null(await stores.Snapshots.Load(New.Guild(), Cancellation));

        Assert.All(searches, search => Assert.False(search.IsCompleted));
        open.Set();
        await Task.WhenAll(searches);
    }

    internal static async Task Until(Func<bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(Patience);
        while (!condition()) await Task.Delay(5, patience.Token);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
