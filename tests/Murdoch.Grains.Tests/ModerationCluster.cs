using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Murdoch.Discord.Gateway;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Actions;
using Murdoch.Grains.Analysis;
using Murdoch.Grains.Appeals;
using Murdoch.Grains.Backfills;
using Murdoch.Grains.Cases;
using Murdoch.Grains.Commands;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Gateway;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Notifications;
using Murdoch.Grains.Raids;
using Murdoch.Grains.Tests.Storage;
using Murdoch.Grains.Violations;
using Murdoch.Simulator;
using Orleans.TestingHost;

// The directory that silos use in production carries an experimental id.
#pragma warning disable ORLEANSEXP003

namespace Murdoch.Grains.Tests;

/// <summary>
/// A silo as in production but for its clock: one database file, layer 3 built in, Discord's REST and gateway from the simulator. No shard runs unless
/// a test asks for one, so guilds get the events that the test gives them.
/// </summary>
public sealed class ModerationCluster : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("murdoch-");
    private readonly HeldGuilds _held = new();
    private InProcessTestCluster _cluster = null!;

    /// <summary>The clock of the grains and of Discord's ids, so that a message is never of another time than its judgement. It stands still until a test moves it.</summary>
    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);
    public SimulatorServer Discord { get; private set; } = null!;
    public IGrainFactory Grains => _cluster.Client;
    internal IServiceProvider Silo => _cluster.Silos[0].ServiceProvider;
    internal T Get<T>() where T : notnull => Silo.GetRequiredService<T>();
    internal ViolationStore Violations => Silo.GetRequiredService<ViolationStore>();
    private string DatabasePath => Path.Combine(_folder.FullName, "murdoch.db");

    public async ValueTask InitializeAsync()
    {
        Discord = await SimulatorServer.StartAsync(new() { Time = Time, RateLimitScale = 0, GlobalPerSecond = 10_000, Guilds = 0, IdentifyWindow = TimeSpan.FromMilliseconds(1) });
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.UseDistributedGrainDirectory = true;
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            var settings = new ConfigurationBuilder().AddInMemoryCollection([new("DATABASE_PATH", DatabasePath), new("CHECKPOINT_SECS", "60")]).Build();
            silo.Services.AddSingleton<IMessageAnalyzer, EmbeddedAnalyzer>();
            silo.Services.AddModerationStorage(settings, new DiscordRestOptions
            {
                ApiUrl = Discord.ApiUrl,
                Token = Discord.Options.Token,
                RequestsPerSecond = 10_000,
                Attempts = 2,
                RetryBase = TimeSpan.FromMilliseconds(10),
            });
            silo.Services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.Grains, Time);
            silo.Services.AddSingleton(new ShardConnectionOptions { Token = Discord.Options.Token });
            silo.Services.AddHostedService(provider => provider.GetRequiredService<ActionDispatcher>());
            silo.Services.AddHostedService<GuildTicker>();
            silo.Services.AddHostedService<CaseSweep>();
            silo.Services.AddHostedService<AppealSweep>();
            silo.Services.AddHostedService(provider => provider.GetRequiredService<InteractionDesk>());
            silo.Services.AddHostedService<CommandRegistrar>();
            silo.Services.AddHostedService(provider => provider.GetRequiredService<BackfillRunner>());
            silo.Services.AddHostedService(provider => provider.GetRequiredService<RaidRunner>());
            silo.Services.AddHostedService(provider => provider.GetRequiredService<StaffNotices>());
            silo.AddIncomingGrainCallFilter(_held);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // What stops waits by the grains' clock too.
        var stopping = _cluster.DisposeAsync().AsTask();
        while (!stopping.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(stopping, Task.Delay(TimeSpan.FromMilliseconds(5)));
        }
        await stopping;
        await Discord.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    /// <param name="members">Without the owner and the bot.</param>
    internal TestGuild NewGuild(int members = 6) => new(this, members);

    /// <summary>Waits until the grain is gone from memory; the next call finds it as its store has it.</summary>
    public Task Deactivate(IAddressable grain) => _cluster.DeactivateAsync(grain);

    /// <summary>Lets no batch reach the guild until the result is disposed of, and tells their sizes.</summary>
    internal HeldGuilds.Hold Hold(GuildId guild) => _held.Begin(guild);

    /// <summary>Waits for what happens by itself.</summary>
    public static async Task Until(Func<Task<bool>> condition, string what)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Deadline);
        while (!await condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"It did not come about that {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public static Task Until(Func<bool> condition, string what) => Until(() => Task.FromResult(condition()), what);

    /// <summary>Moves the grains' clock in small steps until the condition holds.</summary>
    public Task AdvanceUntil(Func<Task<bool>> condition, string what) => Until(async () =>
    {
        if (await condition()) return true;
        Time.Advance(TimeSpan.FromMilliseconds(250));
        return false;
    }, what);

    /// <summary>As another process would.</summary>
    public void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={DatabasePath};Default Timeout=10;Pooling=False");
        connection.Open();
        connection.Run(sql);
    }

    internal sealed class HeldGuilds : IIncomingGrainCallFilter
    {
        private readonly ConcurrentDictionary<long, Hold> _holds = [];

        public Hold Begin(GuildId guild) => _holds[guild.Key] = new Hold(() => _holds.TryRemove(guild.Key, out _));

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.MethodName == nameof(IGuildGrain.Receive) && context.TargetId.TryGetIntegerKey(out var key, out _) && _holds.TryGetValue(key, out var hold))
                await hold.Wait((EventBatch)context.Request.GetArgument(0)!);
            await context.Invoke();
        }

        internal sealed class Hold(Action ended) : IDisposable
        {
            private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
            private readonly ConcurrentQueue<int> _sizes = [];

            public int[] Sizes => [.. _sizes];

            /// <summary>Lets them through, and goes on writing down their sizes.</summary>
            public void Open() => _open.TrySetResult();

            public void Dispose()
            {
                Open();
                ended();
            }

            public Task Wait(EventBatch batch)
            {
                _sizes.Enqueue(batch.Events.Length);
                return _open.Task;
            }
        }
    }
}
