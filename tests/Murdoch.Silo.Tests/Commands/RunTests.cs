using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Murdoch.Silo.Commands;

namespace Murdoch.Silo.Tests.Commands;

public sealed class RunTests
{
    private static readonly (string, string)[] FreePorts = [("WEB_PORT", "0"), ("HEALTH_PORT", "0"), ("SILO_PORT", "0"), ("SILO_GATEWAY_PORT", "0")];

    [Fact]
    public async Task Wrong_settings_end_with_2_and_start_nothing()
    {
        await using var murdoch = new MurdochProcess(["run"], ("WEB_PORT", "abc"), ("HEALTH_PORT", "-1"));
        Assert.Equal(ExitCode.WrongUsage, await murdoch.WaitForExitAsync());
        Assert.Equal(
            """
            3 settings are wrong:
              DISCORD_TOKEN is not set: the bot's token from https://discord.com/developers/applications
              HEALTH_PORT is "-1": allowed is a whole number from 0 to 65535
              WEB_PORT is "abc": allowed is a whole number from 0 to 65535
            """, murdoch.Output);
        Assert.Empty(Directory.GetFileSystemEntries(murdoch.Directory));
    }

    [Theory]
    [InlineData("fly")]
    [InlineData("--fly")]
    [InlineData("demo", "--seconds", "soon")]
    [InlineData("demo", "--seconds", "-1")]
    public async Task Wrong_usage_ends_with_2(params string[] arguments)
    {
        await using var murdoch = new MurdochProcess(arguments);
        Assert.Equal(ExitCode.WrongUsage, await murdoch.WaitForExitAsync());
        Assert.EndsWith("murdoch --help shows what there is.", murdoch.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_named_with_its_setting_and_ends_with_1()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await using var murdoch = new MurdochProcess(["run"], [.. FreePorts, ("DISCORD_TOKEN", "x"), ("HEALTH_PORT", port)]);
        Assert.Equal(ExitCode.Failed, await murdoch.WaitForExitAsync());
        Assert.Equal($"Port {port} (HEALTH_PORT) is taken by another program: set HEALTH_PORT to another port, or to 0 for any free one.", murdoch.Output);
        Assert.Empty(Directory.GetFileSystemEntries(murdoch.Directory));
    }

    [Fact]
    public async Task Version_and_help_are_answered()
    {
        await using var version = new MurdochProcess(["--version"]);
        Assert.Equal(ExitCode.Done, await version.WaitForExitAsync());
        Assert.Matches(@"^\d+\.\d+\.\d+$", version.Output);
        await using var help = new MurdochProcess(["--help"]);
        Assert.Equal(ExitCode.Done, await help.WaitForExitAsync());
        foreach (var command in (string[])["run", "demo", "check-config"]) Assert.Matches($@"(?m)^  {command} ", help.Output);
    }

    [Fact]
    public async Task Two_ports_serve_two_audiences_and_SIGTERM_ends_with_0()
    {
        await using var murdoch = new MurdochProcess([], [.. FreePorts, ("DISCORD_TOKEN", "hush-hush"), ("DISCORD_API_URL", "http://127.0.0.1:9/api/v10")]);
        using var web = new HttpClient { BaseAddress = new Uri(await murdoch.WaitForAsync("^dashboard (http://127.0.0.1:[0-9]+)$")) };
        using var health = new HttpClient { BaseAddress = new Uri(await murdoch.WaitForAsync("^health (http://127.0.0.1:[0-9]+)/health$")) };

        Assert.Equal(HttpStatusCode.OK, await Status(web, "/"));
        foreach (var path in (string[])["/metrics", "/health", "/health/live", "/health/ready", "/api/demo/overview"])
            Assert.Equal(HttpStatusCode.NotFound, await Status(web, path));
        Assert.Equal(HttpStatusCode.NotFound, await Status(health, "/"));
        using (var disguised = new HttpRequestMessage(HttpMethod.Get, "/metrics"))
        {
            disguised.Headers.Host = health.BaseAddress.Authority;
            using var answer = await web.SendAsync(disguised, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        Assert.Equal(HttpStatusCode.OK, await Status(health, "/health/live"));
        using (var report = JsonDocument.Parse(await health.GetStringAsync(new Uri("/health/live", UriKind.Relative), TestContext.Current.CancellationToken)))
        {
            Assert.Equal("healthy", report.RootElement.GetProperty("status").GetString());
            Assert.Matches(@"^\d+\.\d+\.\d+$", report.RootElement.GetProperty("version").GetString());
            Assert.InRange(report.RootElement.GetProperty("uptimeSeconds").GetInt64(), 0, 600);
        }
        await AssertMetrics(health);

        await murdoch.SendAsync("TERM");
        Assert.Equal(ExitCode.Done, await murdoch.WaitForExitAsync());
        Assert.DoesNotContain("hush-hush", murdoch.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_server_that_is_away_makes_it_not_ready_and_ends_nothing()
    {
        await using var murdoch = new MurdochProcess(
            ["run"], [.. FreePorts, ("DISCORD_TOKEN", "x"), ("DISCORD_API_URL", "http://127.0.0.1:9/api/v10"), ("DATABASE_PATH", "postgresql://murdoch:hush%40hush@127.0.0.1:9/murdoch")]);
        using var health = new HttpClient { BaseAddress = new Uri(await murdoch.WaitForAsync("^health (http://127.0.0.1:[0-9]+)/health$")) };

        Assert.Equal(HttpStatusCode.OK, await Status(health, "/health/live"));
        using var answer = await health.GetAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        using var report = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            "The database 127.0.0.1:9/murdoch cannot be opened: the server cannot be reached (Connection refused).",
            report.RootElement.GetProperty("components").GetProperty("database").GetProperty("detail").GetString());

        await murdoch.SendAsync("TERM");
        Assert.Equal(ExitCode.Done, await murdoch.WaitForExitAsync());
        Assert.DoesNotContain("hush", murdoch.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_cannot_be_read_is_told_and_layer_1_goes_on()
    {
        await using var murdoch = new MurdochProcess(
            ["run"], [.. FreePorts, ("DISCORD_TOKEN", "x"), ("DISCORD_API_URL", "http://127.0.0.1:9/api/v10"), ("ANALYZER_MODEL_PATH", "no-such.model")]);
        using var health = new HttpClient { BaseAddress = new Uri(await murdoch.WaitForAsync("^health (http://127.0.0.1:[0-9]+)/health$")) };
        using var answer = await health.GetAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken);
        using var report = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var analyser = report.RootElement.GetProperty("components").GetProperty("analyzer");
        Assert.Equal("degraded", analyser.GetProperty("status").GetString());
        Assert.Contains("no-such.model", analyser.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("Layer 3 is off, and layer 1 goes on alone: The model no-such.model cannot be used", murdoch.Output, StringComparison.Ordinal);

        await murdoch.SendAsync("TERM");
        Assert.Equal(ExitCode.Done, await murdoch.WaitForExitAsync());
    }

    private static async Task AssertMetrics(HttpClient health)
    {
        var metrics = await health.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        var names = metrics.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line[..line.IndexOfAny(['{', ' '])]).ToHashSet();
        foreach (var name in (string[])[
            "http_requests_total", "http_request_duration_seconds_bucket", "http_request_duration_seconds_sum", "http_request_duration_seconds_count",
            "process_resident_memory_bytes", "process_cpu_seconds_total", "process_start_time_seconds"])
            Assert.Contains(name, names);
        Assert.Matches("""(?m)^http_requests_total\{status="200"\} 1$""", metrics);
        Assert.Matches("""(?m)^http_requests_total\{status="404"\} 6$""", metrics);
        Assert.Contains(names, name => name.StartsWith("orleans_", StringComparison.Ordinal));
        Assert.Contains(names, name => name.StartsWith("dotnet_", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => name.Contains("_total_total", StringComparison.Ordinal) || name.Contains("_seconds_seconds", StringComparison.Ordinal) ||
            name.Contains("_bytes_bytes", StringComparison.Ordinal));
        Assert.DoesNotContain("otel_scope", metrics, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> Status(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
