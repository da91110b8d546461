using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Murdoch.Silo.Commands;
using Murdoch.Silo.Hosting;
using Murdoch.Silo.Hosting.Redis;
using Murdoch.Silo.Tests.Commands;
using Murdoch.TestCluster.Servers;
using RunFolder = Murdoch.TestCluster.Processes.RunFolder;

namespace Murdoch.Silo.Tests.Redis;

/// <summary>What the environment refuses, and what is worth waiting for.</summary>
public sealed class RedisStartTests : IAsyncDisposable
{
    private readonly RunFolder _folder = RunFolder.Create();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Theory]
    [InlineData("redis://:wrong-hush@127.0.0.1:{0}")]
    [InlineData("redis://somebody:wrong-hush@127.0.0.1:{0}")]
    [InlineData("redis://127.0.0.1:{0}")]
    public async Task A_wrong_password_ends_the_start_with_1_and_one_sentence(string url)
    {
        await using var redis = await RedisServer.Start(_folder, "hush");
        await using var murdoch = Run(url.Replace("{0}", $"{redis.Port}", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Failed, await murdoch.WaitForExitAsync());
        Assert.Equal(
            $"Redis at 127.0.0.1:{redis.Port} refuses the user or the password of REDIS_URL: correct them, or give that user the rights to read and write.", murdoch.Output);
    }

    [Fact]
    public async Task A_Redis_that_is_away_at_the_start_makes_it_not_ready_until_it_comes()
    {
        await using var redis = new RedisServer(_folder, "hush");
        await using var murdoch = Run(redis.Url, ("MURDOCH_ROLES", "web"));
        var address = await murdoch.WaitForAsync("^health (http://127.0.0.1:[0-9]+)/health$");
        using var health = new HttpClient { BaseAddress = new Uri(address) };

        Assert.Equal(HttpStatusCode.OK, (await Ask(health, "/health/live")).Status);
        var (status, components) = await Ask(health, "/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal($"Redis at 127.0.0.1:{redis.Port} cannot be reached.", components.GetProperty("redis").GetProperty("detail").GetString());

        await redis.Start();
        await murdoch.WaitForAsync("^(dashboard )");
        var (_, ready) = await Ask(health, "/health/ready");
        Assert.Equal("healthy", ready.GetProperty("redis").GetProperty("status").GetString());
        Assert.Equal("healthy", ready.GetProperty("silo").GetProperty("status").GetString());

        await murdoch.SendAsync("TERM");
        Assert.Equal(ExitCode.Done, await murdoch.WaitForExitAsync());
        Assert.DoesNotContain("hush", murdoch.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_ends_the_wait_with_0()
    {
        await using var redis = new RedisServer(_folder);
        await using var murdoch = Run(redis.Url);
        await murdoch.WaitForAsync("^(health )");
        await murdoch.SendAsync("TERM");
        Assert.Equal(ExitCode.Done, await murdoch.WaitForExitAsync());
    }

    [Fact]
    public async Task A_cluster_belongs_to_one_bot()
    {
        await using var redis = await RedisServer.Start(_folder);
        await using var first = await RedisStart.ConnectAsync(Settings(redis, "MTAw.first.token"), TestContext.Current.CancellationToken);
        await using var renewed = await RedisStart.ConnectAsync(Settings(redis, "MTAw.newer.token"), TestContext.Current.CancellationToken);
        await using var elsewhere = await RedisStart.ConnectAsync(Settings(redis, "MjAw.other.bot", "another"), TestContext.Current.CancellationToken);
        var refusal = await Assert.ThrowsAsync<StartRefusedException>(() => RedisStart.ConnectAsync(Settings(redis, "MjAw.other.bot"), TestContext.Current.CancellationToken));
        Assert.Equal("MURDOCH_CLUSTER_ID test is at work for another bot: give this silo the DISCORD_TOKEN of that bot, or another MURDOCH_CLUSTER_ID.", refusal.Message);

        var written = (string)(await first!.Database.StringGetAsync("murdoch/test/bot"))!;
        Assert.DoesNotContain("MTAw", written, StringComparison.Ordinal);
        Assert.InRange((await first.Database.KeyTimeToLiveAsync("murdoch/test/bot"))!.Value, TimeSpan.FromSeconds(290), TimeSpan.FromSeconds(300));
    }

    [Fact]
    public async Task Another_bot_ends_with_1_and_one_sentence()
    {
        await using var redis = await RedisServer.Start(_folder);
        await using var first = await RedisStart.ConnectAsync(Settings(redis, "MTAw.first.token"), TestContext.Current.CancellationToken);
        await using var murdoch = Run(redis.Url, ("MURDOCH_CLUSTER_ID", "test"), ("DISCORD_TOKEN", "MjAw.other.bot"));
        Assert.Equal(ExitCode.Failed, await murdoch.WaitForExitAsync());
        Assert.Equal("MURDOCH_CLUSTER_ID test is at work for another bot: give this silo the DISCORD_TOKEN of that bot, or another MURDOCH_CLUSTER_ID.", murdoch.Output);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1.5, null)]
    [InlineData(5, "The clock of this machine is 5.0 s ahead of that of Redis: synchronise both machines with a time server.")]
    [InlineData(-3, "The clock of this machine is 3.0 s behind that of Redis: synchronise both machines with a time server.")]
    public async Task A_clock_that_is_wrong_is_told(double seconds, string? problem)
    {
        await using var redis = await RedisServer.Start(_folder);
        var settings = Settings(redis, "MTAw.first.token");
        await using var connection = await RedisStart.ConnectAsync(settings, TestContext.Current.CancellationToken);
        var options = settings.Read<RedisOptions>();
        using var watch = new RedisWatch(connection!, RedisHosting.ClaimOf(connection!, settings), options, new Shifted(TimeSpan.FromSeconds(seconds)), NullLogger<RedisWatch>.Instance);
        await watch.CheckAsync();
        Assert.Equal(problem, watch.Problem);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Components)> Ask(HttpClient health, string path)
    {
        using var answer = await health.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        using var report = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (answer.StatusCode, report.RootElement.GetProperty("components").Clone());
    }

    private static IConfigurationRoot Settings(RedisServer redis, string token, string cluster = "test") => new ConfigurationBuilder().AddInMemoryCollection(
        [new("REDIS_ENABLED", "true"), new("REDIS_URL", redis.Url), new("DISCORD_TOKEN", token), new("MURDOCH_CLUSTER_ID", cluster)]).Build();

    private static MurdochProcess Run(string url, params (string, string)[] settings) => new(
        ["run"],
        [
            ("WEB_PORT", "0"), ("HEALTH_PORT", "0"), ("SILO_PORT", "0"), ("SILO_GATEWAY_PORT", "0"), ("REDIS_ENABLED", "true"), ("REDIS_URL", url),
            ("DISCORD_TOKEN", "MTAw.x.y"), ("DISCORD_API_URL", "http://127.0.0.1:9/api/v10"), ("DATABASE_PATH", "postgresql://murdoch@127.0.0.1:9/murdoch"), .. settings,
        ]);

    /// <summary>A machine whose clock is wrong.</summary>
    private sealed class Shifted(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
