using Murdoch.Grains.Interfaces.Analysis;

namespace Murdoch.Grains.Tests.Analysis.Budget;

public sealed class AnalysisBudgetGrainTests(AnalysisCluster cluster) : IClassFixture<AnalysisCluster>
{
    [Fact]
    public async Task What_was_spent_outlives_the_activation_that_counted_it()
    {
        var guild = New.Guild();
        var turn = await cluster.Budget.Take(guild, 0.9);
        Assert.Equal(0.8, await cluster.Budget.Settle(guild, turn, 0.8), 9);
        await cluster.Deactivate(cluster.Budget);

        Assert.Equal(AnalysisCap.GuildCost, (await cluster.Budget.Take(guild, 0.3)).Refused);
        Assert.Equal(1, (await cluster.Budget.Take(guild, 0.2)).DollarsToday, 9);
    }
}
