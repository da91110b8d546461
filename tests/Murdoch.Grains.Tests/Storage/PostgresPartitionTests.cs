using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Murdoch.Grains.Storage.Postgres;
using Npgsql;

namespace Murdoch.Grains.Tests.Storage;

public sealed class PostgresPartitionTests(PostgresStores stores) : IClassFixture<PostgresStores>
{
    private static readonly DateTimeOffset NewYearsEve = new(2031, 12, 31, 23, 59, 59, 999, TimeSpan.Zero);

    [Fact]
    public async Task This_month_and_three_more_are_made_by_one_and_only_once()
    {
        var partitions = Partitions(NewYearsEve);
        await using var connections = NpgsqlDataSource.Create(stores.Get<PostgresDatabase>().Primary.ConnectionString + $";Password={PostgresServer.Password}");

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var connection = await connections.OpenConnectionAsync(Cancellation);
            return await partitions.MakeAsync(connection, Cancellation);
        }));
        await using var again = await connections.OpenConnectionAsync(Cancellation);

        // Who finds another one at it leaves the month to that one.
        Assert.Equal(["violations_2031_12", "violations_2032_01", "violations_2032_02", "violations_2032_03"],
            made.SelectMany(names => names).Concat(await partitions.MakeAsync(again, Cancellation)).Order());
    }

    [Fact]
    public async Task What_belongs_to_no_month_waits_in_the_default_one_until_its_month_is_made()
    {
        var month = new DateTimeOffset(2033, 5, 1, 0, 0, 0, TimeSpan.Zero);
        var guild = New.Guild();
        var inMonth = new[] { month, month.AddDays(3), month.AddMonths(1).AddMilliseconds(-1) }.Select(at => New.Violation(guild, at)).ToArray();
        var strays = new[] { month.AddMilliseconds(-1), New.Noon.AddYears(-9) }.Select(at => New.Violation(guild, at)).ToArray();
        await stores.Violations.Write([.. inMonth, .. strays]);
        await using var stranger = stores.OpenAsStranger();
        Assert.Equal(["5"], await stranger.Query($"SELECT COUNT(*) FROM violations_default WHERE guild_id = {guild.Key}"));

        await Partitions(month.AddDays(9)).MakeAsync(stranger, Cancellation);

        Assert.Equal(["3"], await stranger.Query($"SELECT COUNT(*) FROM violations_2033_05 WHERE guild_id = {guild.Key}"));
        Assert.Equal(["2"], await stranger.Query($"SELECT COUNT(*) FROM violations_default WHERE guild_id = {guild.Key}"));
        Assert.Equal(0, await stores.Violations.Write([.. inMonth, .. strays]));
        Assert.Equal(inMonth.Concat(strays).OrderByDescending(violation => violation.At), await stores.Violations.GetRecent(guild, 10, Cancellation));
    }

    [Fact]
    public async Task A_page_is_read_in_order_from_the_index()
    {
        await using var stranger = stores.OpenAsStranger();
        await stranger.Run("SET enable_seqscan = off");

        var plan = await stranger.Query("EXPLAIN (COSTS OFF) SELECT * FROM violations WHERE guild_id = 1 AND (timestamp, id) < (now(), gen_random_uuid()) ORDER BY timestamp DESC, id DESC LIMIT 50");

        Assert.Contains("        ->  Index Scan using violations_default_guild_id_timestamp_id_idx on violations_default violations_", string.Join('\n', plan), StringComparison.Ordinal);
        Assert.DoesNotContain(plan, line => line.Contains("Sort  ", StringComparison.Ordinal));
    }

    private PostgresPartitions Partitions(DateTimeOffset now) => new(Options.Create(stores.Options), new FakeTimeProvider(now), NullLogger<PostgresPartitions>.Instance);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
