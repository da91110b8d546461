using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Murdoch.TestCluster.Processes;

namespace Murdoch.Benchmarks.Processes;

/// <summary>A simulator in a process of its own, and what it is told to do.</summary>
internal sealed class Load : IAsyncDisposable
{
    public const string Token = "benchmark-token";
    private const string ReadyLine = @"simulator ready on (http://\S+)";
    private readonly ChildProcess _process;
    private readonly HttpClient _control;

    private Load(ChildProcess process, Uri origin)
    {
        (_process, Origin) = (process, origin);
        _control = new() { BaseAddress = new(origin, "/control/"), Timeout = TimeSpan.FromMinutes(10) };
    }

    public Uri Origin { get; }

    public static async Task<Load> Start(int guilds, int members, double rateLimits, string scenario = "none", int shards = 1)
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Murdoch.Simulator.dll"), "--port", "0", "--guilds", $"{guilds}", "--members", $"{members}", "--token", Token,
            "--rate-limits", FormattableString.Invariant($"{rateLimits}"), "--scenario", scenario, "--shards", $"{shards}", "--max-concurrency", $"{shards}",
        ];
        var process = ChildProcess.Start(new("dotnet", arguments) { Environment = new Dictionary<string, string> { ["DOTNET_gcServer"] = "0" }, Awaited = [ReadyLine] });
        return new(process, new(await process.Line(ReadyLine)));
    }

    public async Task<JsonElement> Post(string path, object body)
    {
        using var answer = await _control.PostAsJsonAsync(path, body);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public Task<JsonElement> Get(string path) => _control.GetFromJsonAsync<JsonElement>(path);

    /// <summary>Runs the firehose to its end and waits until every violating message is deleted or <paramref name="settle"/> has passed.</summary>
    public async Task<JsonElement> Fire(int messages, int guilds, double violating, double rate, TimeSpan settle)
    {
        await Post("firehose", new { messages, guilds, violatingShare = violating, rate, payloadBytes = 1300, seed = messages });
        long? ended = null;
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
            var report = await Get("firehose");
            if (report.GetProperty("running").GetBoolean()) continue;
            ended ??= Stopwatch.GetTimestamp();
            if (report.GetProperty("missing").GetInt64() == 0 || Stopwatch.GetElapsedTime(ended.Value) > settle) return report;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _process.DisposeAsync();
    }
}
