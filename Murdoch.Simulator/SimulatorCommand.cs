using System.CommandLine;
using Murdoch.Simulator.Scenarios;

namespace Murdoch.Simulator;

/// <summary>The command line of the stand-alone simulator.</summary>
internal static class SimulatorCommand
{
    public static RootCommand Create()
    {
        var port = new Option<int>("--port") { Description = "Loopback port; 0 takes any free one" };
        var guilds = new Option<int>("--guilds") { Description = "Guilds", DefaultValueFactory = _ => 1 };
        var members = new Option<int>("--members") { Description = "Members per guild", DefaultValueFactory = _ => 100 };
        var channels = new Option<int>("--channels") { Description = "Text channels per guild", DefaultValueFactory = _ => 5 };
        var scenario = new Option<string>("--scenario") { Description = "What goes on", DefaultValueFactory = _ => "none" };
        scenario.AcceptOnlyFromAmong("none", "chat", "raid", "flood", "quarrel", "quiet");
        var rate = new Option<double>("--rate") { Description = "Messages per second over all guilds", DefaultValueFactory = _ => 10 };
        var violating = new Option<double>("--violating") { Description = "Share of violating messages, 0 to 1", DefaultValueFactory = _ => 0.02 };
        var token = new Option<string>("--token") { Description = "The bot token to accept", DefaultValueFactory = _ => new SimulatorOptions().Token };
        var seed = new Option<int>("--seed") { Description = "Same seed, same guilds and texts", DefaultValueFactory = _ => 1 };
        var shards = new Option<int>("--shards") { Description = "Shards that /gateway/bot recommends", DefaultValueFactory = _ => 1 };
        var concurrency = new Option<int>("--max-concurrency") { Description = "Identifies per five seconds", DefaultValueFactory = _ => 1 };
        var limits = new Option<double>("--rate-limits") { Description = "Factor on all REST limits; 0 turns them off", DefaultValueFactory = _ => 1 };
        var command = new RootCommand("A stand-in Discord on loopback: gateway, REST and OAuth2")
        {
            port, guilds, members, channels, scenario, rate, violating, token, seed, shards, concurrency, limits,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var server = await SimulatorServer.StartAsync(new SimulatorOptions
            {
                Port = parsed.GetValue(port),
                Guilds = parsed.GetValue(guilds),
                Members = parsed.GetValue(members),
                Channels = parsed.GetValue(channels),
                Token = parsed.GetValue(token)!,
                Seed = parsed.GetValue(seed),
                Shards = parsed.GetValue(shards),
                MaxConcurrency = parsed.GetValue(concurrency),
                RateLimitScale = parsed.GetValue(limits),
            }, cancellationToken);
            var kind = parsed.GetValue(scenario)!;
            if (kind != "none")
                server.Scenarios.Start(new ScenarioOptions
                {
                    Kind = kind,
                    Rate = parsed.GetValue(rate),
                    ViolatingShare = parsed.GetValue(violating),
                    Seed = parsed.GetValue(seed),
                });
            Console.WriteLine($"simulator ready on {server.Origin.GetLeftPart(UriPartial.Authority)}");
            await server.WaitForShutdownAsync();
            return 0;
        });
        return command;
    }
}
