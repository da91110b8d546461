using System.Text.Json.Nodes;
using Murdoch.Simulator.Interactions;
using Murdoch.Simulator.World;
using Murdoch.TestCluster;

namespace Murdoch.EndToEnd.Tests;

/// <summary>Moderators while PostgreSQL stands still.</summary>
[Collection(nameof(Alone))]
public sealed class SlowStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_moderator_is_answered_in_time_and_what_they_asked_is_done_when_the_store_is_back()
    {
        await using var cluster = await Cluster.Start(new() { Silos = 1, Guilds = 1, Members = 20, Shards = 1 }, Cancellation);
        var guild = cluster.Discord.World.Guilds.First();
        var channel = guild.Channels.Values.First(one => one.Type == ChannelType.Text);
        var member = Installation.OrdinaryMembers(guild, 1)[0].User.Id;
        await Poll.Until(() => Task.FromResult(cluster.Discord.Journal.Since(0).Any(entry => entry is { Kind: "rest", What: "PUT", Status: 200 } && entry.Path!.EndsWith("/commands", StringComparison.Ordinal))), TimeSpan.FromSeconds(30), Cancellation);
        // The first use of anything is slower than all others.
        await Answered(Timeout("1m"));

        cluster.Postgres!.Pause();
        Interaction asked;
        try
        {
            asked = Timeout("1h");
            // The simulator's interactions die after three seconds like Discord's: an answer is one in time.
            await asked.AnsweredAsync(Cancellation);
            Assert.Equal(5, asked.CallbackType);
            await Task.Delay(TimeSpan.FromSeconds(5), Cancellation);
        }
        finally { cluster.Postgres.Resume(); }
        await asked.ChangedAsync(1, Cancellation);

        Assert.StartsWith("Case 2: the timeout (1h)", asked.Original!.Content, StringComparison.Ordinal);
        Assert.InRange(cluster.Discord.World.GetMember(guild.Id, member).TimedOutUntil!.Value - DateTimeOffset.UtcNow, TimeSpan.FromMinutes(55), TimeSpan.FromHours(1));

        Interaction Timeout(string length) => cluster.Discord.Interactions.Command(guild.Id, channel.Id, guild.OwnerId, "timeout",
            [new JsonObject { ["name"] = "user", ["type"] = 6, ["value"] = $"{member}" }, new JsonObject { ["name"] = "duration", ["type"] = 3, ["value"] = length }]);
    }

    private static async Task Answered(Interaction interaction)
    {
        await interaction.AnsweredAsync(Cancellation);
        if (interaction.CallbackType == 5) await interaction.ChangedAsync(1, Cancellation);
    }
}
