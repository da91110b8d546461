using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Murdoch.Discord.Rest;
using Murdoch.Discord.Rest.RateLimits;
using Murdoch.Grains.Interfaces.Gateway;
using Murdoch.Simulator;
using Orleans.TestingHost;

// The directory that silos use in production carries an experimental id.
#pragma warning disable ORLEANSEXP003

namespace Murdoch.Grains.Tests.Gateway;

/// <summary>Silos as in production, without shards: one database file, Discord's limits from the simulator.</summary>
internal sealed class GatewayCluster : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("murdoch-");
    private readonly SimulatorServer _discord;
    private readonly InProcessTestCluster _cluster;

    private GatewayCluster(SimulatorServer discord)
    {
        _discord = discord;
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.UseDistributedGrainDirectory = true;
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            var settings = new ConfigurationBuilder().AddInMemoryCollection([new("DATABASE_PATH", Path.Combine(_folder.FullName, "murdoch.db"))]).Build();
            silo.Services.AddModerationStorage(settings, new DiscordRestOptions { ApiUrl = discord.ApiUrl, Token = discord.Options.Token });
        });
        _cluster = builder.Build();
    }

    public SimulatorServer Discord => _discord;
    public IGatewayGrain Gateway => _cluster.Client.GetGrain<IGatewayGrain>(0);
    public InProcessTestCluster Cluster => _cluster;

    public static async Task<GatewayCluster> Start(SimulatorOptions? options = null)
    {
        var cluster = new GatewayCluster(await SimulatorServer.StartAsync(options ?? new()));
        await cluster._cluster.DeployAsync();
        return cluster;
    }

    public async Task<InProcessSiloHandle> AddSilo() => await _cluster.StartAdditionalSiloAsync();

    public static RequestBudget Budget(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<RequestBudget>();

    public static DiscordRest Rest(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<DiscordRest>();

    /// <summary>Waits for the condition, and sees to it that the silos together never may send more than the limit.</summary>
    public async Task Until(Func<bool> condition, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        while (!condition())
        {
            var rates = _cluster.Silos.Select(silo => Budget(silo).PerSecond).ToArray();
            Assert.True(rates.Sum() <= 50, $"The silos may send {string.Join(" + ", rates)} requests per second.");
            Assert.False(deadline.IsCancellationRequested, $"The condition did not come true; the silos may send {string.Join(" + ", rates)} requests per second.");
            await Task.Delay(TimeSpan.FromMilliseconds(5), deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _discord.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
