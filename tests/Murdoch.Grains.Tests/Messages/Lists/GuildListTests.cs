using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Messages.Lists;

namespace Murdoch.Grains.Tests.Messages.Lists;

public sealed class GuildListTests(ModerationCluster cluster) : IClassFixture<ModerationCluster>
{
    [Fact]
    public async Task A_guild_that_is_awake_matches_with_the_new_list_from_its_next_message_on()
    {
        await using var server = await ListServer.Start();
        server.Serve("""{"slurs":["flumbert"]}""");
        using var reload = new ListReload(
            cluster.Get<PatternCatalogue>(), Options.Create(new PatternOptions()), Options.Create(new ListOptions { PatternsUrl = server.Address }),
            TimeProvider.System, cluster.Get<IMeterFactory>(), NullLogger<ListReload>.Instance);
        var guild = cluster.NewGuild();
        await guild.Receive(guild.Available(), guild.Post("what a flumbert", guild.Members[0]));
        Assert.Empty(await guild.Grain.GetRecentViolations(10));

        await reload.Check(TestContext.Current.CancellationToken);
        await guild.Receive(guild.Post("what a flumbert", guild.Members[1]));

        Assert.Equal("listed-word", Assert.Single(await guild.Grain.GetRecentViolations(10)).Rule);
    }
}
