using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Murdoch.Silo.Commands;
using Murdoch.Simulator;

namespace Murdoch.Silo.Tests.Commands;

public sealed class DemoTests
{
    private static readonly (string, string)[] FreePorts = [("WEB_PORT", "0"), ("HEALTH_PORT", "0")];

    [Fact]
    public async Task The_demo_moderates_and_shows_it_and_leaves_nothing_behind()
    {
        // A real token in the environment is not the demo's business.
        await using var murdoch = new MurdochProcess(["demo"], [.. FreePorts, ("TMPDIR", "."), ("DISCORD_TOKEN", "hush-hush"), ("DISCORD_API_URL", "http://127.0.0.1:9")]);
        using var web = new HttpClient { BaseAddress = new Uri(await murdoch.WaitForAsync(@"Watch it live +(http://127\.0\.0\.1:[0-9]+)$")) };
        using var health = new HttpClient { BaseAddress = new Uri(await murdoch.WaitForAsync(@"Health +(http://127\.0\.0\.1:[0-9]+)/health$")) };

        var seen = await FirstLiveViolation(web);
        Assert.NotEmpty(seen.GetProperty("guild").GetString()!);
        Assert.Equal("patterns", seen.GetProperty("layer").GetString());
        Assert.False(seen.TryGetProperty("content", out _));
        Assert.False(seen.TryGetProperty("contentHash", out _));

        await murdoch.WaitForAsync(@"^\d\d:\d\d:\d\d  .*(message deleted)");
        using (var overview = JsonDocument.Parse(await web.GetStringAsync(new Uri("/api/demo/overview", UriKind.Relative), TestContext.Current.CancellationToken)))
        {
            Assert.Equal(5, overview.RootElement.GetProperty("guilds").GetArrayLength());
            Assert.Contains(overview.RootElement.GetProperty("violations").EnumerateArray(), violation => violation.GetProperty("settled").GetBoolean());
        }
        Assert.Contains("/demo.js", await web.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using (var ready = await health.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);

        await murdoch.SendAsync("INT");
        Assert.Equal(ExitCode.Done, await murdoch.WaitForExitAsync());
        Assert.DoesNotContain("hush-hush", murdoch.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(murdoch.Directory));
    }

    [Fact]
    public async Task The_demo_ends_by_itself_and_keeps_the_database_when_told_to()
    {
        await using var murdoch = new MurdochProcess(["demo", "--seconds", "2", "--keep", "kept.db"], FreePorts);
        Assert.Equal(ExitCode.Done, await murdoch.WaitForExitAsync());
        Assert.True(File.Exists(Path.Combine(murdoch.Directory, "kept.db")));
    }

    [Fact]
    public async Task A_refused_token_is_told_by_health_and_shown_nowhere()
    {
        await using var discord = await SimulatorServer.StartAsync(new SimulatorOptions { Token = "the-right-one" }, TestContext.Current.CancellationToken);
        await using var murdoch = new MurdochProcess(["run"], [.. FreePorts, ("SILO_PORT", "0"), ("SILO_GATEWAY_PORT", "0"),
            ("DISCORD_TOKEN", "hush-hush"), ("DISCORD_API_URL", discord.ApiUrl.ToString()), ("LOG_LEVEL", "debug")]);
        using var health = new HttpClient { BaseAddress = new Uri(await murdoch.WaitForAsync("^health (http://127.0.0.1:[0-9]+)/health$")) };
        var report = await WaitForReport(health, "Discord does not accept the token");
        await murdoch.SendAsync("TERM");
        Assert.Equal(ExitCode.Done, await murdoch.WaitForExitAsync());
        Assert.DoesNotContain("hush-hush", murdoch.Output + report, StringComparison.Ordinal);
    }

    private static async Task<string> WaitForReport(HttpClient health, string part)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(MurdochProcess.Deadline);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            using var ready = await health.GetAsync(new Uri("/health/ready", UriKind.Relative), deadline.Token);
            var report = await ready.Content.ReadAsStringAsync(deadline.Token);
            if (report.Contains(part, StringComparison.Ordinal))
            {
                Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
                return report;
            }
            await pause.WaitForNextTickAsync(deadline.Token);
        }
    }

    private static async Task<JsonElement> FirstLiveViolation(HttpClient web)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(MurdochProcess.Deadline);
        await using var stream = await web.GetStreamAsync(new Uri("/api/demo/live", UriKind.Relative), deadline.Token);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(deadline.Token))
        {
            Assert.Equal("update", item.EventType);
            using var message = JsonDocument.Parse(item.Data);
            var violations = message.RootElement.GetProperty("violations");
            if (violations.GetArrayLength() > 0) return violations[0].Clone();
        }
        throw new InvalidOperationException("The live stream ended before a violation came.");
    }
}
