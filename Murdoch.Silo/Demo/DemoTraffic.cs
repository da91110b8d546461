using Murdoch.Simulator;
using Murdoch.Simulator.Scenarios;
using Murdoch.Simulator.World;

namespace Murdoch.Silo.Demo;

/// <summary>What goes on in the demo's guilds: talk with a violation now and then, quarrels, and in turn a raid and a flood, with bad names beside them.</summary>
internal static class DemoTraffic
{
    private const double MessagesPerSecond = 8;
    private const double ViolatingShare = 0.06;
    private const int RaidMessages = 24;
    private const int FloodMessages = 30;
    private const double IncidentMessagesPerSecond = 6;
    private const int QuarrelMessages = 3;
    private const double QuarrelMessagesPerSecond = 0.5;
    private static readonly TimeSpan FirstQuarrel = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan BetweenQuarrels = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan FirstIncident = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BetweenIncidents = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(SimulatorServer discord, CancellationToken stopping)
    {
        discord.Scenarios.Start(new ScenarioOptions { Kind = "chat", Rate = MessagesPerSecond, ViolatingShare = ViolatingShare, Seed = Random.Shared.Next() });
        await Task.WhenAll(RunIncidentsAsync(discord, stopping), RunQuarrelsAsync(discord, stopping));
        await discord.Scenarios.StopAllAsync();
    }

    /// <summary>What patterns cannot find: layer 3 has to.</summary>
    private static async Task RunQuarrelsAsync(SimulatorServer discord, CancellationToken stopping)
    {
        for (var wait = FirstQuarrel; ; wait = BetweenQuarrels)
        {
            await Task.Delay(wait, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested) return;
            discord.Scenarios.Start(new ScenarioOptions { Kind = "quarrel", Rate = QuarrelMessagesPerSecond, Messages = QuarrelMessages, Seed = Random.Shared.Next() });
        }
    }

    private static async Task RunIncidentsAsync(SimulatorServer discord, CancellationToken stopping)
    {
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
            TakeBadNames(discord.World, guilds[Random.Shared.Next(guilds.Length)]);
            raid = !raid;
            wait = BetweenIncidents;
        }
    }

    /// <summary>A nickname, and a thread made for its name.</summary>
    private static void TakeBadNames(DiscordWorld world, ulong guildId)
    {
        lock (world.Gate)
        {
            var guild = world.GetGuild(guildId);
            var members = guild.Members.Values.Where(member => !member.User.Bot && member.User.Id != guild.OwnerId && !member.IsTimedOut(DateTimeOffset.UtcNow)).Take(2).ToArray();
            var channel = guild.Channels.Values.FirstOrDefault(channel => channel.Type == ChannelType.Text);
            if (members.Length < 2 || channel is null) return;
            world.SetNick(guildId, members[0].User.Id, "free nitro discord.gg/n1tro4all", members[0].User.Id);
            world.StartThread(channel.Id, members[1].User.Id, "join discord.gg/n1tro4all now");
        }
    }
}
