using Murdoch.Grains.Storage;
using Murdoch.Grains.Storage.Postgres;

namespace Murdoch.Grains.Tests.Storage;

public sealed class PostgresMigrationsTests
{
    private const string ScriptPrefix = "Murdoch.Grains.Storage.Migrations.Postgres.";
    private static readonly string[] Scripts =
        [.. typeof(Database).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(ScriptPrefix, StringComparison.Ordinal)).Select(name => name[ScriptPrefix.Length..]).Order()];

    [Fact]
    public async Task A_start_brings_an_empty_database_up_to_date_and_the_next_one_leaves_it_alone()
    {
        await using var stores = await PostgresStores.Start();

        await using var stranger = stores.OpenAsStranger();
        Assert.Equal(Scripts, (await stranger.Query("SELECT scriptname FROM schemaversions ORDER BY 1")).Select(name => name[ScriptPrefix.Length..]));
        Assert.Equal(["appeals", "audit_log", "case_notes", "cases", "expiries", "gaps", "grain_state", "guild_snapshots", "metrics_hourly", "orleansquery", "raids", "schemaversions", "violations", "violations_default"],
            await stranger.Query("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND relname !~ '\\d' ORDER BY relname"));
        Assert.Equal(["CREATE INDEX idx_violations_guild_timestamp ON ONLY public.violations USING btree (guild_id, \"timestamp\" DESC, id DESC)"],
            await stranger.Query("SELECT indexdef FROM pg_indexes WHERE indexname = 'idx_violations_guild_timestamp'"));
        Assert.Empty(await stores.Get<DatabaseMigrations>().RunAsync(Cancellation));
    }

    [Fact]
    public async Task Of_many_that_start_at_once_one_migrates_and_the_others_wait()
    {
        var server = await PostgresServer.Shared;
        var database = await server.CreateDatabase();

        var silos = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => PostgresStores.Start(server: server, database: database))));

        Assert.All(silos, silo => Assert.True(silo.Writer.Health.HasStarted));
        Assert.Single(silos, silo => silo.Logged.Any(line => line.StartsWith("Information: Months made for violations:", StringComparison.Ordinal)));
        foreach (var silo in silos) await silo.DisposeAsync();
    }

    [Fact]
    public async Task A_start_waits_while_another_process_migrates_and_says_so()
    {
        await using var stores = await PostgresStores.Start(options => options.MigrationLockSeconds = 0);
        await using var other = stores.OpenAsStranger();
        await other.Run($"SELECT pg_advisory_lock({PostgresLocks.Migrations})");
        var migrations = stores.Get<DatabaseMigrations>();

        var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => migrations.RunAsync(Cancellation));
        Assert.Equal($"The database {stores.Get<Database>().Name} cannot be opened: another process migrates it.", refused.Message);

        stores.Options.MigrationLockSeconds = 60;
        var start = migrations.RunAsync(Cancellation);
        await Assert.ThrowsAsync<TimeoutException>(() => start.WaitAsync(TimeSpan.FromMilliseconds(100), Cancellation));
        await other.Run("SELECT pg_advisory_unlock_all()");
        Assert.Empty(await start);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused_and_left_alone()
    {
        await using var stores = await PostgresStores.Start();
        await using var stranger = stores.OpenAsStranger();
        await stranger.Run($"INSERT INTO schemaversions (scriptname, applied) VALUES ('{ScriptPrefix}9000_later.sql', now())");

        var refused = await Assert.ThrowsAsync<DatabaseTooNewException>(() => PostgresStores.Start(server: PostgresServer.Shared.Result, database: stores.Database));

        Assert.Equal($"The database {stores.Get<Database>().Name} was used by a newer Murdoch (it has 9000_later.sql). Start that version or restore a backup from before.", refused.Message);
    }

    [Fact]
    public async Task A_script_that_fails_leaves_nothing_behind()
    {
        var server = await PostgresServer.Shared;
        var database = await server.CreateDatabase();
        await server.Run(database, "CREATE TABLE orleansquery (something text)");

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => PostgresStores.Start(server: server, database: database));

        await using var after = server.Open(database);
        Assert.Equal(["orleansquery"], await after.Query("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
