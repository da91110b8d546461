using System.CommandLine;
using System.Text.Json;
using Murdoch.TestCluster;
using Murdoch.TestCluster.Chaos;

namespace Murdoch.Benchmarks.Chaos;

/// <summary>A cluster of real processes under steady load, whose parts are killed, paused and cut off by a schedule: what is lost, and what is done twice?</summary>
internal static class ChaosCommand
{
    /// <summary>Until it is declared dead, wakes up, ends and is back.</summary>
    private const int HangSeconds = 60;

    public static Command Create()
    {
        var silos = new Option<int>("--silos") { Description = "Silos; with one, SQLite takes the place of PostgreSQL and Redis unless --servers is given", DefaultValueFactory = _ => 3 };
        var servers = new Option<bool>("--servers") { Description = "PostgreSQL and Redis for one silo too" };
        var shards = new Option<int>("--shards") { Description = "Shards of all silos together", DefaultValueFactory = _ => 4 };
        var guilds = new Option<int>("--guilds") { Description = "Guilds", DefaultValueFactory = _ => 40 };
        var rate = new Option<double>("--rate") { Description = "Messages per second", DefaultValueFactory = _ => 300 };
        var violating = new Option<double>("--violating") { Description = "Share of them that is forbidden, 0 to 1", DefaultValueFactory = _ => 0.05 };
        var seconds = new Option<int>("--seconds") { Description = "How long", DefaultValueFactory = _ => 120 };
        var killEvery = new Option<int>("--kill-every") { Description = "Seconds of each stretch in which one silo is killed", DefaultValueFactory = _ => 20 };
        var onlyKills = new Option<bool>("--only-kills") { Description = "No other faults" };
        var hang = new Option<bool>("--hang") { Description = "Silos hang (SIGSTOP) until after they were declared dead, instead of everything else; takes a minute each" };
        var seed = new Option<int>("--seed") { Description = "Same seed, same schedule", DefaultValueFactory = _ => 1 };
        var keepLogs = new Option<bool>("--keep-logs") { Description = "The processes' logs stay, also when all went well" };
        var json = new Option<bool>("--json") { Description = "The result as JSON" };
        var command = new Command("chaos", "Kills and cuts off parts of a cluster under load and compares what was sent with what was done; exit code 1 when anything was lost or done twice")
        {
            silos, servers, shards, guilds, rate, violating, seconds, killEvery, onlyKills, hang, seed, keepLogs, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new ChaosOptions
            {
                Silos = parsed.GetValue(silos),
                Shards = parsed.GetValue(shards),
                Guilds = parsed.GetValue(guilds),
                Rate = parsed.GetValue(rate),
                ViolatingShare = parsed.GetValue(violating),
                Length = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                KillEvery = TimeSpan.FromSeconds(parsed.GetValue(hang) ? Math.Max(parsed.GetValue(killEvery), HangSeconds) : parsed.GetValue(killEvery)),
                Hang = parsed.GetValue(hang),
                OnlyKills = parsed.GetValue(onlyKills),
                Seed = parsed.GetValue(seed),
            };
            var asJson = parsed.GetValue(json);
            return await Run(options, options.Silos > 1 || parsed.GetValue(servers), parsed.GetValue(keepLogs), asJson ? Console.Error.WriteLine : Console.WriteLine, asJson, cancellationToken);
        });
        return command;
    }

    private static async Task<int> Run(ChaosOptions options, bool servers, bool keepLogs, Action<string> tell, bool json, CancellationToken cancellationToken)
    {
        await using var cluster = await Cluster.Start(new()
        {
            Silos = options.Silos,
            Servers = servers,
            Shards = options.Shards,
            Guilds = options.Guilds,
            Members = ChaosRun.MembersFor(options),
            Seed = options.Seed,
            // Soon after its restart a silo has shards again that the next kill takes from it.
            Settings = [("SHARD_MOVE_SECS", "3")],
        }, cancellationToken);
        tell(FormattableString.Invariant($"{options.Silos} silos, {options.Shards} shards, {options.Guilds} guilds, {options.Rate:0} messages/s, seed {options.Seed}"));
        var result = await new ChaosRun(options, cluster, tell).Run(cancellationToken);
        if (json) Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
        else ChaosReport.Print(result, Console.Out);
        if (keepLogs || !result.Audit.IsClean)
        {
            cluster.Folder.KeepLogs();
            tell($"The processes' logs are in {cluster.Folder.Logs}.");
        }
        return result.Audit.IsClean ? 0 : 1;
    }
}
