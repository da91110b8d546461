using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Discord.Model;
using Murdoch.Discord.Rest;
using Murdoch.Grains;
using Murdoch.Grains.Gateway;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.TestCluster;
using Murdoch.TestCluster.Processes;
using Murdoch.TestCluster.Servers;
using GrainDirectoryOptions = Orleans.Configuration.GrainDirectoryOptions;

// The directory that silos use in production carries an experimental id.
#pragma warning disable ORLEANSEXP003

namespace Murdoch.Benchmarks.Guilds;

/// <summary>
/// A silo in this process on a PostgreSQL server of its own. Guilds get their events from a shard's pump, everything else is as in production; there is no
/// connection to Discord.
/// </summary>
internal sealed class GuildSilo : IAsyncDisposable
{
    private const string Database = "murdoch";
    private const string Session = "benchmark";
    private const int Portion = 5_000;
    private const int CheckpointsAtOnce = 500;
    private const int Channels = 20;
    private const int Roles = 10;
    private const int SnowflakeBits = 22;

    /// <summary>As every silo has it.</summary>
    private const int DirectoryCacheEntries = 100_000;
    private static readonly string[] Words =
    [
        "general", "off", "topic", "memes", "art", "music", "voice", "lounge", "help", "support", "news", "events", "raid", "team", "staff", "admin", "logs", "bots", "pets", "food",
        "travel", "books", "film", "anime", "gaming", "trade", "market", "jobs", "intro", "rules", "welcome", "archive", "dev", "design", "review", "ideas", "bugs", "feedback", "polls", "quiz",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly RunFolder _folder;
    private readonly PostgresServer _postgres;
    private readonly IHost _host;
    private readonly EventPump _pump;
    private readonly Action<string> _tell;
    private readonly Random _random = new(1);
    private int _known;
    private long _sequence;

    private GuildSilo(RunFolder folder, PostgresServer postgres, IHost host, EventPump pump, Action<string> tell) =>
        (_folder, _postgres, _host, _pump, _tell) = (folder, postgres, host, pump, tell);

    private IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<GuildSilo> Start(Action<string> tell)
    {
        var folder = RunFolder.Create();
        var postgres = await PostgresServer.StartPrimary(folder);
        await postgres.CreateDatabase(Database);
        var builder = Host.CreateEmptyApplicationBuilder(new());
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("DATABASE_PATH", postgres.Address(Database))]).Build();
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Error);
        builder.Services.AddMetrics();
        builder.Services.AddModerationStorage(settings, new DiscordRestOptions { ApiUrl = new("http://127.0.0.1:1/api/v10"), Token = "benchmark" });
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(LoopbackPort.Free(), LoopbackPort.Free());
            silo.AddDistributedGrainDirectory();
            silo.Configure<GrainDirectoryOptions>(directory => directory.CacheSize = DirectoryCacheEntries);
        });
        builder.Services.AddHostedService<GuildTicker>();
        var host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<Murdoch.Grains.Storage.Database>().Ready;
        var pump = new EventPump(
            0, host.Services.GetRequiredService<IGrainFactory>(), host.Services.GetRequiredService<IOptions<GatewayOptions>>().Value, () => { },
            TimeProvider.System, host.Services.GetRequiredService<ILogger<EventPump>>());
        pump.StartSession(Session, 0);
        return new(folder, postgres, host, pump, tell);
    }

    /// <summary>As after READY: layouts, then messages, a configuration that was edited once, snapshots, and sleep.</summary>
    public async Task MakeKnown(int guilds, int messages)
    {
        while (_known < guilds)
        {
            var portion = Enumerable.Range(_known, Math.Min(Portion, guilds - _known)).ToArray();
            foreach (var guild in portion)
            {
                _pump.Received(Layout(guild));
                for (var message = 0; message < messages; message++) Post(guild, TimeSpan.FromDays(1));
                await _pump.WaitForCapacity(CancellationToken.None);
            }
            await _pump.DrainAsync(CancellationToken.None);
            await Task.WhenAll(portion.Select(guild => Grains.GetGrain<IGuildGrain>(IdOf(guild).Key).SetConfig(new() { Version = 0 }, new(1))));
            await Checkpoint();
            await Sleep();
            _known += portion.Length;
            if (_known % 20_000 == 0) _tell(FormattableString.Invariant($"  {_known:N0} guilds are known"));
        }
    }

    /// <summary>A message in each guild, as after a failover.</summary>
    public async Task<Waking> Wake(int first, int guilds)
    {
        using var process = Process.GetCurrentProcess();
        var (started, cpu, serverCpu) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime, _postgres.Cpu());
        for (var guild = 0; guild < guilds; guild++) Post((first + guild) % _known, TimeSpan.Zero);
        await _pump.DrainAsync(CancellationToken.None);
        process.Refresh();
        return new(guilds, Stopwatch.GetElapsedTime(started), process.TotalProcessorTime - cpu, _postgres.Cpu() - serverCpu);
    }

    /// <summary>As the shard does every few seconds.</summary>
    public async Task Checkpoint()
    {
        foreach (var some in _pump.TakeTouched().Chunk(CheckpointsAtOnce)) await Task.WhenAll(some.Select(pipe => pipe.Checkpoint()));
    }

    /// <summary>What the collection of idle grains does after a quarter of an hour.</summary>
    public async Task Sleep()
    {
        var management = Grains.GetGrain<IManagementGrain>(0);
        if (!await Poll.Until(AllAsleep, Patience, CancellationToken.None)) throw new TimeoutException("The guilds do not fall asleep.");

        async Task<bool> AllAsleep()
        {
            // A guild that is in a turn just then is passed over.
            await management.ForceActivationCollection(TimeSpan.Zero);
            return (await management.GetSimpleGrainStatistics()).Where(grain => grain.GrainType.Contains("GuildGrain", StringComparison.Ordinal)).Sum(grain => grain.ActivationCount) == 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _pump.Stop();
        _pump.Dispose();
        await _host.StopAsync();
        _host.Dispose();
        await _postgres.DisposeAsync();
        await _folder.DisposeAsync();
    }

    private static GuildId IdOf(int guild) => new((ulong)(guild + 1) << SnowflakeBits);

    private static ulong Child(int guild, int number) => IdOf(guild).Value + (ulong)number;

    private GuildAvailable Layout(int guild) => new(
        ++_sequence, IdOf(guild).Value, $"{Word()} {Word()} club", Child(guild, 1), 250,
        [.. Enumerable.Range(0, Roles).Select(role => new RoleModel(role == 0 ? IdOf(guild).Value : Child(guild, 100 + role), $"{Word()} {Word()}", 0x400, role))],
        [.. Enumerable.Range(0, Channels).Select(channel => new ChannelModel(Child(guild, 200 + channel), $"{Word()}-{Word()}", channel < 4 ? 4 : 0, channel < 4 ? 0 : Child(guild, 200 + (channel % 4))))],
        1, [Child(guild, 109)]);

    private string Word() => Words[_random.Next(Words.Length)];

    private void Post(int guild, TimeSpan upTo) => _pump.Received(new MessageDispatch
    {
        Sequence = ++_sequence,
        GuildId = IdOf(guild).Value,
        ChannelId = Child(guild, 204 + _random.Next(Channels - 4)),
        MessageId = Murdoch.Grains.Interfaces.Snowflake.At(DateTimeOffset.UtcNow - (upTo * _random.NextDouble())) + (ulong)(_sequence & 0x3FFFFF),
        AuthorId = Child(guild, 1_000 + _random.Next(250)),
        Content = $"the parser works again, note {_sequence}",
        MemberRoles = [Child(guild, 101)],
    });
}

/// <param name="Cpu">Of this process, which is the silo and hardly anything else.</param>
internal sealed record Waking(int Guilds, TimeSpan Elapsed, TimeSpan Cpu, TimeSpan ServerCpu);
