using Murdoch.Grains.Analysis.Budget;
using Murdoch.Grains.Interfaces.Analysis;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Tests.Analysis.Budget;

public sealed class AnalysisLedgerTests
{
    private static readonly GuildId Ours = New.Guild();
    private static readonly GuildId Theirs = New.Guild();
    private readonly AnalysisSpending _spending = new();
    private readonly AnalysisLedger _ledger;

    public AnalysisLedgerTests() => _ledger = new(new() { RequestsPerMinute = 5, GuildRequestsPerMinute = 3, DollarsPerDay = 1, GuildDollarsPerDay = 0.6 }, _spending);

    [Fact]
    public void In_no_minute_a_guild_or_all_of_them_ask_more_often_than_allowed()
    {
        for (var second = 0; second < 3; second++) Assert.Equal(AnalysisCap.None, Take(Ours, 0, second).Refused);
        Assert.Equal(AnalysisCap.GuildRate, Take(Ours, 0, 3).Refused);
        for (var second = 4; second < 6; second++) Assert.Equal(AnalysisCap.None, Take(Theirs, 0, second).Refused);
        Assert.Equal(AnalysisCap.TotalRate, Take(Theirs, 0, 59.9).Refused);

        Assert.Equal(AnalysisCap.None, Take(Ours, 0, 60).Refused);
        Assert.Equal(AnalysisCap.TotalRate, Take(Ours, 0, 60.5).Refused);
        Assert.Equal(AnalysisCap.None, Take(Theirs, 0, 61).Refused);
    }

    [Fact]
    public void What_may_be_spent_is_reserved_and_what_was_not_spent_comes_back()
    {
        var turn = Take(Ours, 0.5, 0);
        Assert.Equal(AnalysisCap.GuildCost, Take(Ours, 0.2, 1).Refused);

        Assert.Equal(0.1, _ledger.Settle(Ours, turn, 0.1, At(2)), 9);
        Assert.Equal(AnalysisCap.None, Take(Ours, 0.5, 3).Refused);
        Assert.Equal(AnalysisCap.TotalCost, Take(Theirs, 0.5, 4).Refused);
        Assert.Equal(AnalysisCap.None, Take(Theirs, 0.4, 5).Refused);
    }

    [Fact]
    public void A_request_that_costs_more_than_reserved_counts_with_all_of_it()
    {
        _ledger.Settle(Ours, Take(Ours, 0.1, 0), 0.9, At(1));

        Assert.Equal(AnalysisCap.GuildCost, Take(Ours, 0.05, 2).Refused);
        Assert.Equal(AnalysisCap.TotalCost, Take(Theirs, 0.2, 3).Refused);
    }

    [Fact]
    public void A_day_begins_at_midnight_UTC_and_knows_nothing_of_requests_of_the_day_before()
    {
        var turn = Take(Ours, 0.3, 0);
        var midnight = TimeSpan.FromHours(12).TotalSeconds;
        Assert.Equal(AnalysisCap.GuildCost, Take(Ours, 0.4, midnight - 1).Refused);

        Assert.Equal(AnalysisCap.None, Take(Ours, 0.6, midnight).Refused);
        Assert.Equal(0.6, _ledger.Settle(Ours, turn, 0, At(midnight + 1)), 9);
    }

    [Fact]
    public void A_model_that_costs_nothing_meets_no_cap_on_cost()
    {
        _ledger.Settle(Ours, Take(Ours, 0.6, 0), 5, At(1));

        Assert.Equal(AnalysisCap.None, Take(Ours, 0, 2).Refused);
    }

    [Fact]
    public void Whoever_goes_on_with_what_was_stored_spends_no_more()
    {
        Take(Ours, 0.6, 0);

        var next = new AnalysisLedger(new() { DollarsPerDay = 1, GuildDollarsPerDay = 0.6 }, _spending);

        Assert.Equal(AnalysisCap.GuildCost, next.Take(Ours, 0.1, At(1)).Refused);
        Assert.Equal(AnalysisCap.TotalCost, next.Take(Theirs, 0.5, At(2)).Refused);
    }

    private AnalysisTurn Take(GuildId guild, double dollars, double second) => _ledger.Take(guild, dollars, At(second));

    private static DateTimeOffset At(double second) => New.Noon.AddSeconds(second);
}
