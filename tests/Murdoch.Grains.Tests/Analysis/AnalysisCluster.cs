using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Analysis;
using Murdoch.Grains.Analysis.Wire;
using Murdoch.Grains.Interfaces.Analysis;
using Murdoch.TestCluster.Analysers;
using Orleans.TestingHost;

// The directory that silos use in production carries an experimental id.
#pragma warning disable ORLEANSEXP003

namespace Murdoch.Grains.Tests.Analysis;

/// <summary>One silo with the budget that analysers outside ask, and an analyser of any kind in front of a stand-in server.</summary>
public sealed class AnalysisCluster : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("murdoch-");
    private readonly InProcessTestCluster _cluster;

    public AnalysisCluster()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.UseDistributedGrainDirectory = true;
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            var settings = new ConfigurationBuilder().AddInMemoryCollection(
            [
                new("DATABASE_PATH", Path.Combine(_folder.FullName, "murdoch.db")), new("ANALYZER_REQUESTS_PER_MINUTE", "1000000"), new("ANALYZER_DOLLARS_PER_DAY", "1000000"),
                new("ANALYZER_GUILD_REQUESTS_PER_MINUTE", "100"), new("ANALYZER_GUILD_DOLLARS_PER_DAY", "1"),
            ]).Build();
            silo.Services.AddModerationStorage(settings, new DiscordRestOptions { ApiUrl = new("http://127.0.0.1:9/"), Token = "none" });
        });
        _cluster = builder.Build();
    }

    internal IGrainFactory Grains => _cluster.Client;
    internal IAnalysisBudgetGrain Budget => Grains.GetGrain<IAnalysisBudgetGrain>(0);

    public async ValueTask InitializeAsync() => await _cluster.DeployAsync();

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    internal Task Deactivate(IAddressable grain) => _cluster.DeactivateAsync(grain);

    /// <summary>An analyser outside as a silo has it, without the cascade.</summary>
    /// <param name="time">A clock that stands still without it.</param>
    internal async Task<Outside> Ask(string api, ModelOptions? options = null, TimeProvider? time = null)
    {
        var server = await ModelServer.Start();
        var endpoint = new ModelEndpoint(api == "gemini" ? server.GeminiUrl : server.OpenAiUrl, ModelServer.Key, ModelServer.Model);
        return new(server, api == "gemini" ? new GeminiWire(endpoint) : new OpenAiWire(endpoint), options ?? new ModelOptions { Retries = 0 }, _cluster.Client, time);
    }
}

/// <summary>An analyser outside and the server that it asks, with a clock of their own.</summary>
internal sealed class Outside : IAsyncDisposable
{
    private readonly ModelClient _client;

    public Outside(ModelServer server, ModelWire wire, ModelOptions options, IGrainFactory grains, TimeProvider? time = null)
    {
        Server = server;
        Health = new(NullLogger<AnalysisHealth>.Instance);
        _client = new(wire, Options.Create(options), grains, Health, time ?? Time);
        Analyzer = new(_client, new EmbeddedAnalyzer(Options.Create(new EmbeddedAnalyzerOptions()), NullLogger<EmbeddedAnalyzer>.Instance), Options.Create(options), Health);
    }

    public ModelServer Server { get; }
    public FakeTimeProvider Time { get; } = new(New.Noon);
    public AnalysisHealth Health { get; }
    public PromptedAnalyzer Analyzer { get; }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Server.DisposeAsync();
    }
}
