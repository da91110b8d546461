using Microsoft.Data.Sqlite;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Tests.Storage;

public sealed class DatabaseMigrationsTests : IAsyncLifetime
{
    private const string ScriptPrefix = "Murdoch.Grains.Storage.Migrations.Sqlite.";
    private static readonly string[] Scripts =
        [.. typeof(Database).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(ScriptPrefix, StringComparison.Ordinal)).Select(name => name[ScriptPrefix.Length..]).Order()];
    private readonly SqliteStores _stores = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;
    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Fact]
    public async Task A_start_brings_an_empty_database_up_to_date()
    {
        await _stores.InitializeAsync();

        using var stranger = _stores.OpenAsStranger();
        Assert.Equal(Scripts, stranger.Query("SELECT ScriptName FROM SchemaVersions ORDER BY 1").Select(name => name[ScriptPrefix.Length..]));
        Assert.Equal(["appeals", "audit_log", "case_notes", "cases", "expiries", "gaps", "grain_state", "guild_snapshots", "metrics_hourly", "raids", "violations"],
            stranger.Query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'SchemaVersions' ORDER BY name"));
        Assert.Equal(["CREATE INDEX idx_violations_guild_timestamp ON violations (guild_id, timestamp DESC)"],
            stranger.Query("SELECT sql FROM sqlite_schema WHERE name = 'idx_violations_guild_timestamp'"));
        Assert.Equal(["wal"], stranger.Query("PRAGMA journal_mode"));
    }

    [Fact]
    public async Task A_current_database_is_left_alone()
    {
        await _stores.InitializeAsync();

        Assert.Empty(await Migrations.RunAsync(Cancellation));
    }

    [Fact]
    public async Task Of_many_that_start_at_once_one_migrates_and_the_others_wait()
    {
        await _stores.InitializeAsync();
        File.Delete(_stores.Path);
        File.Delete(_stores.Path + "-wal");
        File.Delete(_stores.Path + "-shm");

        var applied = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Migrations.RunAsync(Cancellation))));

        Assert.Equal(Scripts, Assert.Single(applied, scripts => scripts.Count > 0));
    }

    [Fact]
    public async Task A_start_waits_while_another_process_migrates()
    {
        Task start;
        using (_stores.Lock())
        {
            start = _stores.InitializeAsync().AsTask();
            await Assert.ThrowsAsync<TimeoutException>(() => start.WaitAsync(TimeSpan.FromMilliseconds(50), Cancellation));
        }
        await start;

        Assert.Empty(await Migrations.RunAsync(Cancellation));
    }

    [Fact]
    public async Task A_start_that_waited_too_long_says_why()
    {
        _stores.Options.MigrationLockSeconds = 0;
        using var _ = _stores.Lock();

        var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => _stores.InitializeAsync().AsTask());

        Assert.Equal($"The database {_stores.Path} cannot be opened: another process holds it.", refused.Message);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_and_left_alone()
    {
        await _stores.InitializeAsync();
        using var stranger = _stores.OpenAsStranger();
        stranger.Run($"INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('{ScriptPrefix}9000_later.sql', '2030-01-01')");

        var refused = await Assert.ThrowsAsync<DatabaseTooNewException>(() => Migrations.RunAsync(Cancellation));

        Assert.Equal($"The database {_stores.Path} was used by a newer Murdoch (it has 9000_later.sql). Start that version or restore a backup from before.", refused.Message);
    }

    [Fact]
    public async Task A_script_that_fails_leaves_nothing_behind()
    {
        using (var stranger = _stores.OpenAsStranger()) stranger.Run("CREATE TABLE guild_snapshots (something TEXT)");

        await Assert.ThrowsAsync<SqliteException>(() => _stores.InitializeAsync().AsTask());

        using var after = _stores.OpenAsStranger();
        Assert.Equal(["guild_snapshots"], after.Query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"));
    }

    [Fact]
    public async Task A_path_that_is_a_folder_is_refused_in_a_sentence()
    {
        Directory.CreateDirectory(_stores.Path);

        var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => _stores.InitializeAsync().AsTask());

        Assert.Equal($"The database {_stores.Path} cannot be opened: it is a folder.", refused.Message);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_in_a_sentence()
    {
        await File.WriteAllTextAsync(_stores.Path, string.Concat(Enumerable.Repeat("This is a shopping list. ", 100)), Cancellation);

        var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => _stores.InitializeAsync().AsTask());

        Assert.Equal($"The database {_stores.Path} cannot be opened: the file is not a SQLite database.", refused.Message);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
    private DatabaseMigrations Migrations => _stores.Get<DatabaseMigrations>();
}
