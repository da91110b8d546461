using System.Globalization;
using Murdoch.TestCluster.Processes;
using Murdoch.TestCluster.Servers;

namespace Murdoch.Benchmarks.Processes;

/// <summary>A bot under load: Murdoch as an operator runs it, in one process or several, or one made with discord.js that does the same with one regular expression.</summary>
internal sealed class Bot : IAsyncDisposable
{
    private const string ReadyLine = "ready (.*)";
    private const string Database = "murdoch";
    private readonly RunFolder? _folder;
    private readonly List<MurdochProcess> _silos = [];
    private readonly List<IAsyncDisposable> _servers = [];
    private readonly ChildProcess? _other;

    private Bot(RunFolder folder) => _folder = folder;

    private Bot(ChildProcess other) => _other = other;

    /// <param name="silos">With more than one: as a cluster on PostgreSQL and Redis; one alone takes SQLite.</param>
    /// <param name="shards">Of all silos together.</param>
    public static async Task<Bot> Murdoch(Uri discord, bool compress, int silos = 1, int shards = 1)
    {
        var bot = new Bot(RunFolder.Create());
        try
        {
            await bot.Start(discord, compress, silos, shards);
            return bot;
        }
        catch
        {
            await bot.DisposeAsync();
            throw;
        }
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
            var process = ChildProcess.Start(new("node", Path.Combine(folder, "bot.mjs"))
            {
                Environment = new Dictionary<string, string> { ["API"] = new Uri(discord, "/api").ToString(), ["TOKEN"] = Load.Token },
                Awaited = [ReadyLine],
            });
            await process.Line(ReadyLine);
            return new(process);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The sum over all of its processes; databases are not among them.</summary>
    public async Task<Usage> Measure()
    {
        if (_other is not null) return new(_other.Cpu(), 0, 0, _other.ResidentBytes());
        var sum = new Usage();
        foreach (var silo in _silos)
        {
            var page = await silo.Metrics(CancellationToken.None);
            sum = new(
                sum.Cpu + silo.Process.Cpu(), sum.Allocated + (long)Scrape.Sum(page, "dotnet_gc_heap_total_allocated_bytes_total"),
                sum.Messages + (long)Scrape.Sum(page, "messages_total"), sum.ResidentBytes + silo.Process.ResidentBytes());
        }
        return sum;
    }

    /// <returns>The sum over all labels; 0 while there is none.</returns>
    public async Task<double> Metric(string name)
    {
        var pages = await Task.WhenAll(_silos.Select(silo => silo.Metrics(CancellationToken.None)));
        return pages.Sum(page => Scrape.Sum(page, name));
    }

    public async ValueTask DisposeAsync()
    {
        if (_other is not null) await _other.DisposeAsync();
        await Task.WhenAll(_silos.Select(silo => silo.DisposeAsync().AsTask()));
        foreach (var server in _servers) await server.DisposeAsync();
        if (_folder is not null) await _folder.DisposeAsync();
    }

    private async Task Start(Uri discord, bool compress, int silos, int shards)
    {
        var database = Path.Combine(_folder!.Path, "murdoch.db");
        List<(string, string)> settings =
        [
            ("DISCORD_REST_PER_SECOND", "10000"), ("LOG_LEVEL", "warning"), ("GATEWAY_COMPRESSION", compress ? "ZlibStream" : "None"), ("GATEWAY_IDENTIFY_SECS", "0.2"),
            ("DISCORD_SHARDS", shards.ToString(CultureInfo.InvariantCulture)),
        ];
        if (silos > 1)
        {
            var redis = await RedisServer.Start(_folder);
            var postgres = await PostgresServer.StartPrimary(_folder);
            _servers.AddRange([redis, postgres]);
            await postgres.CreateDatabase(Database);
            database = postgres.Address(Database);
            settings.AddRange([("REDIS_ENABLED", "true"), ("REDIS_URL", redis.Url), ("MURDOCH_CLUSTER_ID", "benchmark")]);
        }
        for (var silo = 0; silo < silos; silo++)
            _silos.Add(MurdochProcess.Start(new(discord, "/api/v10"), database, Load.Token, _folder.Subfolder($"silo-{silo}"), _folder.LogOf($"silo-{silo}"), settings));
        await Task.WhenAll(_silos.Select(silo => silo.Ready(CancellationToken.None)));
    }
}

/// <param name="Allocated">Bytes since the start; 0 where it is not known.</param>
/// <param name="Messages">Messages judged since the start; 0 where it is not known.</param>
internal readonly record struct Usage(TimeSpan Cpu, long Allocated, long Messages, long ResidentBytes);
