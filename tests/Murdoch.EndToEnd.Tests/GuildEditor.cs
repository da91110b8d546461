using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Murdoch.Grains;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.TestCluster.Servers;

namespace Murdoch.EndToEnd.Tests;

/// <summary>Changes a guild's configuration while nobody moderates it: through its grain, on a silo that lives for that long.</summary>
internal static class GuildEditor
{
    /// <summary>Under which Murdoch's silos store their grains.</summary>
    private const string ServiceId = "murdoch";

    public static async Task Edit(Installation installation, Func<GuildConfig, GuildConfig> change)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([new("DATABASE_PATH", installation.DatabasePath)]);
        builder.Services.AddModerationStorage(builder.Configuration, new() { ApiUrl = installation.Discord.ApiUrl, Token = installation.Discord.Options.Token });
        builder.UseOrleans(silo => silo.UseLocalhostClustering(LoopbackPort.Free(), LoopbackPort.Free(), serviceId: ServiceId, clusterId: "editor"));
        using var host = builder.Build();
        await host.StartAsync();
        var guild = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IGuildGrain>(new GuildId(installation.Guild.Id).Key);
        var changed = await guild.SetConfig(change(await guild.GetConfig()), new(installation.Guild.OwnerId));
        Assert.True(changed.Accepted, string.Join(' ', changed.Problems));
        await host.StopAsync();
    }
}
