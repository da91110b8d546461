using Murdoch.Grains.Interfaces.Gateway;

namespace Murdoch.Grains.Tests.Gateway;

/// <summary>A shard with its own connection to the simulator.</summary>
public sealed class ShardGrainTests(ModerationCluster cluster) : IClassFixture<ModerationCluster>
{
    private IShardGrain Shard => cluster.Grains.GetGrain<IShardGrain>(0);

    [Fact]
    public async Task A_checkpoint_never_passes_what_a_guild_has_not_confirmed()
    {
        var (slow, quick) = (cluster.NewGuild(), cluster.NewGuild());
        await Ready();
        // The last of what came at the start.
        slow.Post("hello", slow.Members[0]);
        quick.Post("hello", quick.Members[0]);
        await ModerationCluster.Until(async () => (await Messages(slow), await Messages(quick), (await Shard.Ping()).Pending) == (1, 1, 0), "both guilds are up to date");
        var before = (await Shard.Ping()).LastSequence;
        using (var busy = cluster.Hold(slow.Id))
        {
            slow.Post("held up", slow.Members[0]);
            await ModerationCluster.Until(() => busy.Sizes.Length == 1, "the message is on its way");
            for (var i = 0; i < 5; i++) quick.Post($"passes by {i}", quick.Members[i]);
            await ModerationCluster.Until(async () => (await Messages(quick), (await Shard.Ping()).Pending) == (6, 1), "the other guild has its messages");

            await Shard.Checkpoint();
            var held = await Shard.Ping();
            Assert.Equal((before, before + 6, 1), (held.DurableSequence, held.LastSequence, held.Pending));
        }

        await ModerationCluster.Until(async () => (await Shard.Ping()).Pending == 0, "the guild has its message");
        await Shard.Checkpoint();
        Assert.Equal(before + 6, (await Shard.Ping()).DurableSequence);
    }

    [Fact]
    public async Task A_shard_that_comes_back_resumes_and_brings_what_came_meanwhile()
    {
        var guild = cluster.NewGuild();
        await Ready();
        guild.Post("before", guild.Members[0]);
        await ModerationCluster.Until(async () => await Messages(guild) == 1, "the first message is there");

        await cluster.Deactivate(Shard);
        guild.Post("meanwhile", guild.Members[1]);
        await Ready();

        await ModerationCluster.Until(async () => await Messages(guild) == 2, "the second message is there");
        Assert.Single(cluster.Discord.Journal.Since(0), entry => entry is { Kind: "gateway", What: "identified" });
    }

    [Fact]
    public async Task When_a_guild_has_lost_what_it_confirmed_the_shard_reads_again_and_nothing_is_counted_twice()
    {
        var (loser, other) = (cluster.NewGuild(), cluster.NewGuild());
        await Ready();
        loser.Post("kept", loser.Members[0]);
        other.Post("kept", other.Members[0]);
        await ModerationCluster.Until(async () => await Messages(loser) + await Messages(other) == 2, "both are there");
        await Shard.Checkpoint();
        var resumed = Resumed;
        loser.Post("lost", loser.Members[1]);
        other.Post("not lost", other.Members[1]);
        await ModerationCluster.Until(async () => await Messages(loser) + await Messages(other) == 4, "all are confirmed");

        // As if another silo's activation had written: this one's memory is void.
        cluster.Execute($"UPDATE guild_snapshots SET revision = revision + 1000 WHERE guild_id = {loser.Id.Key}");
        await Assert.ThrowsAnyAsync<Exception>(Shard.Checkpoint);
        loser.Post("next", loser.Members[2]);

        await ModerationCluster.Until(async () => (await Shard.Ping()).State == "ready" && await Messages(loser) == 3, "the guild has everything");
        await ModerationCluster.Until(async () => (await Shard.Ping()).Pending == 0, "the replay is through");
        Assert.Equal((3, 2), (await Messages(loser), await Messages(other)));
        Assert.Equal(resumed + 1, Resumed);
    }

    private int Resumed => cluster.Discord.Journal.Since(0).Count(entry => entry is { Kind: "gateway", What: "resumed" });

    private Task Ready() => cluster.AdvanceUntil(async () => (await Shard.Ping()).State == "ready", "the shard is ready");

    private static async Task<long> Messages(TestGuild guild) => (await guild.Grain.GetOverview()).Hour.Messages;
}
