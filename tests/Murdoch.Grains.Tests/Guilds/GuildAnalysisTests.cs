using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Tests.Guilds;

/// <summary>Layers 2 and 3 of a guild; its clock stands still, so that nothing is analysed because its time has come.</summary>
public sealed class GuildAnalysisTests(ModerationCluster cluster) : IClassFixture<ModerationCluster>
{
    private const string Threat = "I will find you and I will kill you";

    [Fact]
    public async Task An_urgent_message_takes_the_buffer_to_the_analyser_at_once()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(guild.Available(), guild.Post("nice weather", guild.Members[0]), guild.Post("you are a pathetic piece of shit", guild.Members[1]));
        Assert.Equal(2, (await guild.Grain.GetOverview()).Buffered);

        await guild.Receive(guild.Post(Threat, guild.Members[2]));

        await ModerationCluster.Until(async () => (await guild.Grain.GetOverview()).Buffered == 0, "the buffer is empty");
        Assert.Equal(
            [ViolationCategory.Threat, ViolationCategory.Harassment], (await guild.Grain.GetRecentViolations(10)).Select(violation => violation.Category).OrderDescending());
    }

    [Fact]
    public async Task Who_is_exempt_is_not_judged_and_does_not_keep_the_buffer_from_emptying()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(guild.Available());

        await guild.Receive(guild.Post(Threat, new(guild.Guild.OwnerId)));

        // Nobody was asked: it is empty when the call returns.
        Assert.Equal(0, (await guild.Grain.GetOverview()).Buffered);
        Assert.Empty(await guild.Grain.GetRecentViolations(10));
    }

    [Fact]
    public async Task In_an_exempt_channel_nothing_is_analysed()
    {
        var guild = cluster.NewGuild();
        await guild.Receive(guild.Available());
        var config = await guild.Grain.GetConfig();
        Assert.True((await guild.Grain.SetConfig(config with { ExemptChannels = [new ChannelId(guild.Channel.Id)] }, guild.Members[0])).Accepted);

        await guild.Receive(guild.Post(Threat, guild.Members[1]));

        Assert.Equal(0, (await guild.Grain.GetOverview()).Buffered);
        Assert.Empty(await guild.Grain.GetRecentViolations(10));
    }
}
