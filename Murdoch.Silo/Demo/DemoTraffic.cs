using Murdoch.Simulator;
using Murdoch.Simulator.Scenarios;

namespace Murdoch.Silo.Demo;

/// <summary>What goes on in the demo's guilds: talk with a violation now and then, and in turn a raid and a flood.</summary>
internal static class DemoTraffic
{
    private const double MessagesPerSecond = 8;
    private const double ViolatingShare = 0.06;
    private const int RaidMessages = 24;
    private const int FloodMessages = 30;
    private const double IncidentMessagesPerSecond = 6;
    private static readonly TimeSpan FirstIncident = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BetweenIncidents = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(SimulatorServer discord, CancellationToken stopping)
    {
        discord.Scenarios.Start(new ScenarioOptions { Kind = "chat", Rate = MessagesPerSecond, ViolatingShare = ViolatingShare, Seed = Random.Shared.Next() });
        var raid = true;
        var wait = FirstIncident;
        while (true)
        {
            await Task.Delay(wait, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested) break;
            DemoWorld.Refill(discord.World);
            var guilds = discord.World.Guilds.Select(guild => guild.Id).ToArray();
            discord.Scenarios.Start(new ScenarioOptions
            {
                Kind = raid ? "raid" : "flood",
                Rate = IncidentMessagesPerSecond,
                Messages = raid ? RaidMessages : FloodMessages,
                RaidAccounts = 8,
                Guilds = [guilds[Random.Shared.Next(guilds.Length)]],
                Seed = Random.Shared.Next(),
            });
            raid = !raid;
            wait = BetweenIncidents;
        }
        await discord.Scenarios.StopAllAsync();
    }
}
