using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Murdoch.Simulator.Control;
using Murdoch.Simulator.Faults;
using Murdoch.Simulator.Gateway;
using Murdoch.Simulator.Interactions;
using Murdoch.Simulator.OAuth;
using Murdoch.Simulator.Rest;
using Murdoch.Simulator.Scenarios;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator;

/// <summary>A stand-in Discord on loopback: gateway, REST and OAuth2 on one port. Dispose it to close every socket without a word, as an
/// outage does; start another on the same port and world to end the outage.</summary>
public sealed class SimulatorServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ITimer _heartbeatCheck;

    private SimulatorServer(SimulatorOptions options, WebApplication app, DiscordWorld world)
    {
        Options = options;
        _app = app;
        World = world;
        Journal = new Journal(options.Time, options.JournalEntries);
        Faults = new FaultBoard(options.Seed);
        Gateway = new GatewayHub(options, world, Faults, Journal);
        Faults.Hub = Gateway;
        Interactions = new InteractionDesk(world, options);
        Firehose = new Firehose(world, Gateway);
        Scenarios = new ScenarioRunner(world, options.Time);
        world.Happened += Gateway.Publish;
        _heartbeatCheck = options.Time.CreateTimer(_ => Gateway.CheckHeartbeats(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public SimulatorOptions Options { get; }

    /// <summary>For example http://127.0.0.1:41234, where /oauth2/authorize and /control live.</summary>
    public Uri Origin { get; private set; } = new("http://127.0.0.1");

    /// <summary>The origin with /api/v10.</summary>
    public Uri ApiUrl => new(Origin, "/api/v10");

    /// <summary>What GET /gateway answers, without a query.</summary>
    public Uri GatewayUrl => new($"ws://{Origin.Authority}/gateway");

    public DiscordWorld World { get; }
    public FaultBoard Faults { get; }
    public Journal Journal { get; }
    public GatewayHub Gateway { get; }
    public InteractionDesk Interactions { get; }
    public ScenarioRunner Scenarios { get; }
    public Firehose Firehose { get; }

    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SimulatorServer> StartAsync(SimulatorOptions options, CancellationToken cancellationToken = default)
    {
        var world = options.World;
        if (world is null)
        {
            world = new DiscordWorld(options.Time, options.MessagesKeptPerChannel);
            WorldBuilder.Populate(world, options.Guilds, options.Members, options.Channels, options.Seed);
        }
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(options.LogLevel);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, options.Port);
            if (options.SeparateResumePort) kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var server = new SimulatorServer(options, app, world);
        server.Map();
        await app.StartAsync(cancellationToken);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        server.Origin = new Uri(addresses[0]);
        server.Gateway.ResumeUrl = $"ws://{new Uri(addresses[^1]).Authority}/gateway-resume";
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await Scenarios.StopAllAsync();
        await Firehose.StopAsync();
        World.Happened -= Gateway.Publish;
        await _heartbeatCheck.DisposeAsync();
        foreach (var connection in Gateway.Connections) connection.Drop();
        await _stopping.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    /// <summary>Returns when the host was told to stop (SIGINT, SIGTERM).</summary>
    internal Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    private void Map()
    {
        var gateway = new GatewayEndpoint(Gateway, _stopping.Token);
        _app.Map("/gateway", context => gateway.HandleAsync(context, onResumeUrl: false));
        _app.Map("/gateway-resume", context => gateway.HandleAsync(context, onResumeUrl: true));
        var oauth = new OAuthServer(this);
        oauth.Map(_app);
        new RestApi(this, oauth).Map(_app);
        new ControlApi(this).Map(_app);
    }
}
