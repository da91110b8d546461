using System.Net;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Silo.Commands;
using Murdoch.Silo.Hosting;
using Murdoch.Silo.Settings;
using Murdoch.Simulator;
using Murdoch.Web.Live;

namespace Murdoch.Silo.Demo;

/// <summary>Everything that <c>murdoch run</c> is, against a simulated Discord, with a page to watch it.</summary>
internal static class DemoRun
{
    private const string Source = "demo";
    private const string AnyFreePort = "0";

    /// <param name="seconds">After how many seconds it ends by itself; 0 goes on.</param>
    /// <param name="keep">Where the database stays; null deletes it.</param>
    public static async Task<int> RunAsync(int seconds, string? keep, CancellationToken cancellationToken)
    {
        var catalogue = MurdochHost.Catalogue();
        var scratch = keep is null ? Directory.CreateTempSubdirectory("murdoch-demo-") : null;
        try
        {
            await using var discord = await SimulatorServer.StartAsync(new SimulatorOptions { World = DemoWorld.Create() }, cancellationToken);
            var remarks = new List<string>();
            var settings = Settings(catalogue, discord, keep ?? Path.Combine(scratch!.FullName, "murdoch.db"), remarks);
            return await HostRun.RunAsync(settings, catalogue, demo: true, async (services, stopping) =>
            {
                DemoConsole.Welcome(services.GetRequiredService<Listeners>(), discord.World.Guilds.Count, remarks, keep);
                await KeepContentAsync(discord, services.GetRequiredService<IGrainFactory>());
                await Task.WhenAll(
                    DemoTraffic.RunAsync(discord, stopping),
                    DemoConsole.WriteViolationsAsync(services.GetRequiredService<LiveFeed>(), stopping),
                    EndAfterAsync(seconds, services.GetRequiredService<IHostApplicationLifetime>()));
            }, cancellationToken);
        }
        finally
        {
            scratch?.Delete(recursive: true);
        }
    }

    /// <summary>What the demo's members write is made up: it may be kept, and so explained.</summary>
    private static Task KeepContentAsync(SimulatorServer discord, IGrainFactory grains) => Task.WhenAll(discord.World.Guilds.Select(async guild =>
    {
        var grain = grains.GetGrain<IGuildGrain>(new GuildId(guild.Id).Key);
        await grain.SetConfig(await grain.GetConfig() with { KeepContent = true, ContentRetentionDays = 1 }, new UserId(guild.OwnerId));
    }));

    private static async Task EndAfterAsync(int seconds, IHostApplicationLifetime lifetime)
    {
        if (seconds == 0) return;
        await Task.Delay(TimeSpan.FromSeconds(seconds), lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lifetime.StopApplication();
    }

    private static LoadedSettings Settings(SettingCatalogue catalogue, SimulatorServer discord, string database, List<string> remarks)
    {
        var directory = Directory.GetCurrentDirectory();
        var environment = SettingSources.ReadEnvironment();
        // Whatever is set on this computer, the demo never touches the real Discord, the real database or the real network.
        var own = new Dictionary<string, string>
        {
            ["DISCORD_TOKEN"] = discord.Options.Token,
            ["DISCORD_API_URL"] = discord.ApiUrl.ToString(),
            ["DATABASE_PATH"] = database,
            ["MURDOCH_ROLES"] = "bot,web",
            ["REDIS_ENABLED"] = "false",
            ["ADVERTISED_ADDRESS"] = "127.0.0.1",
            ["SILO_PORT"] = AnyFreePort,
            ["SILO_GATEWAY_PORT"] = AnyFreePort,
        };
        var given = SettingSources.Load(directory, environment, [], (Source, own));
        if (!given.Sources.ContainsKey("LOG_LEVEL")) own["LOG_LEVEL"] = "warning";
        // Whoever watches wants to see layer 3 soon; an analyser of this computer costs nothing for it.
        if (!given.Sources.ContainsKey("BUFFER_TIMEOUT_SECS")) own["BUFFER_TIMEOUT_SECS"] = "1";
        var standard = new WebOptions();
        foreach (var (name, port) in new[] { ("WEB_PORT", standard.WebPort), ("HEALTH_PORT", standard.HealthPort) })
        {
            if (given.Sources.ContainsKey(name) || PortCheck.IsFree(port, IPAddress.Loopback)) continue;
            own[name] = AnyFreePort;
            remarks.Add($"Port {port} is taken by another program, so {name} is another one this time.");
        }
        return SettingSources.Load(directory, environment, catalogue.Names, (Source, own));
    }
}
