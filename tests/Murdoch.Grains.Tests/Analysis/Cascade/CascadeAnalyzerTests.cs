using Murdoch.Grains.Analysis;
using Murdoch.Grains.Analysis.Cascade;
using Murdoch.Grains.Analysis.Model;
using Murdoch.Grains.Interfaces.Analysis;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.TestCluster.Analysers;

namespace Murdoch.Grains.Tests.Analysis.Cascade;

public sealed class CascadeAnalyzerTests(AnalysisCluster cluster) : IClassFixture<AnalysisCluster>
{
    private readonly MessagePosted _benign = New.Message("good morning, did anyone finish the second chapter?", channel: new(7));
    private readonly MessagePosted _threat = New.Message("I will find you and I will kill you", channel: new(7));

    [Fact]
    public async Task Clear_cases_are_settled_without_a_request()
    {
        await using var outside = await cluster.Ask("gemini");

        var finding = Assert.Single(await Analyse(outside, new() { Low = 0.3, High = 0.5 }));

        Assert.Equal((_threat.Message, ViolationCategory.Threat), (finding.Message, finding.Category));
        Assert.Empty(outside.Server.Calls);
    }

    [Fact]
    public async Task What_is_unclear_goes_on_with_the_settled_messages_as_its_context()
    {
        await using var outside = await cluster.Ask("openai");
        outside.Server.Answer = call => ModelReply.Finding(call, _ => true, 0.6, "custom");

        var finding = Assert.Single(await Analyse(outside, new() { Low = 0.3, High = 1 }));

        Assert.Equal((_threat.Message, 0.6, ViolationCategory.Custom), (finding.Message, finding.Severity, finding.Category));
        var call = Assert.Single(outside.Server.Calls);
        Assert.Equal([_threat.Content], call.Messages.Select(line => line.Text));
        Assert.Equal([_benign.Content], call.Context.Select(line => line.Text));
    }

    [Fact]
    public async Task Where_a_guild_has_rules_of_its_own_nothing_is_clearly_benign()
    {
        await using var outside = await cluster.Ask("gemini");
        outside.Server.Answer = call => ModelReply.Finding(call, _ => true, 0.6, "custom", rule: "r1");

        var findings = await Analyse(outside, new() { Low = 0.3, High = 0.5 }, "No talk of books.");

        Assert.Equal("No talk of books.", Assert.Single(findings, finding => finding.Message == _benign.Message).RuleCited);
        Assert.Equal(ViolationCategory.Threat, Assert.Single(findings, finding => finding.Message == _threat.Message).Category);
        Assert.Equal([_benign.Content], Assert.Single(outside.Server.Calls).Messages.Select(line => line.Text));
    }

    private Task<AnalysisFinding[]> Analyse(Outside outside, CascadeOptions options, string? rules = null) =>
        new CascadeAnalyzer(outside.Analyzer, options, new EmbeddedAnalyzerOptions(), TextModel.Embedded).Analyse(new(New.Guild(), [_benign, _threat], [], rules), TestContext.Current.CancellationToken);
}
