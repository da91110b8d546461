namespace Murdoch.Benchmarks.Processes;

/// <summary>A bot under load: Murdoch as an operator runs it, or one made with discord.js that does the same with one regular expression.</summary>
internal sealed class Bot : IAsyncDisposable
{
    private const string HealthLine = @"health (http://[^/\s]+)";
    private const string ReadyLine = "ready (.*)";
    private readonly DirectoryInfo? _folder;
    private readonly Uri? _health;
    private readonly HttpClient _http = new();

    private Bot(ChildProcess process, DirectoryInfo? folder, Uri? health) => (Process, _folder, _health) = (process, folder, health);

    public ChildProcess Process { get; }

    public static async Task<Bot> Murdoch(Uri discord, bool compress)
    {
        var folder = Directory.CreateTempSubdirectory("murdoch-benchmark-");
        var process = ChildProcess.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "murdoch.dll"), "run"], new Dictionary<string, string>
        {
            ["DISCORD_TOKEN"] = Load.Token,
            ["DISCORD_API_URL"] = new Uri(discord, "/api/v10").ToString(),
            ["DATABASE_PATH"] = Path.Combine(folder.FullName, "murdoch.db"),
            ["DISCORD_REST_PER_SECOND"] = "10000",
            ["WEB_PORT"] = "0",
            ["HEALTH_PORT"] = "0",
            ["SILO_PORT"] = "0",
            ["SILO_GATEWAY_PORT"] = "0",
            ["LOG_LEVEL"] = "warning",
            ["GATEWAY_COMPRESSION"] = compress ? "ZlibStream" : "None",
        }, HealthLine);
        var bot = new Bot(process, folder, new(await process.Line(HealthLine)));
        while (!(await bot._http.GetAsync(new Uri(bot._health!, "/health/ready"))).IsSuccessStatusCode) await Task.Delay(TimeSpan.FromMilliseconds(50));
        return bot;
    }

    /// <returns>Null where node or its packages are missing.</returns>
    public static async Task<Bot?> DiscordJs(Uri discord)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "DiscordJs");
        try
        {
            if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            {
                using var npm = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]) { WorkingDirectory = folder })!;
                await npm.WaitForExitAsync();
                if (npm.ExitCode != 0) return null;
            }
            var process = ChildProcess.Start("node", [Path.Combine(folder, "bot.mjs")], new Dictionary<string, string> { ["API"] = new Uri(discord, "/api").ToString(), ["TOKEN"] = Load.Token }, ReadyLine);
            await process.Line(ReadyLine);
            return new(process, null, null);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    public async Task<Usage> Measure()
    {
        if (_health is null) return new(Process.Cpu(), 0, 0, Process.ResidentBytes());
        var page = await _http.GetStringAsync(new Uri(_health, "/metrics"));
        return new(Process.Cpu(), (long)Scrape.Sum(page, "dotnet_gc_heap_total_allocated_bytes_total"), (long)Scrape.Sum(page, "messages_total"), Process.ResidentBytes());
    }

    /// <returns>The sum over all labels; 0 while there is none.</returns>
    public async Task<double> Metric(string name) => Scrape.Sum(await _http.GetStringAsync(new Uri(_health!, "/metrics")), name);

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _http.Dispose();
        _folder?.Delete(recursive: true);
    }
}

/// <param name="Allocated">Bytes since the start; 0 where it is not known.</param>
/// <param name="Messages">Messages judged since the start; 0 where it is not known.</param>
internal readonly record struct Usage(TimeSpan Cpu, long Allocated, long Messages, long ResidentBytes);
