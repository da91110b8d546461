using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Interfaces.Analysis;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Placement;
using Murdoch.Grains.Storage;
using Orleans.Storage;

namespace Murdoch.Grains.Analysis.Budget;

/// <summary>Holds the cluster's budget for an analyser outside. A request takes a second and a turn some microseconds, so every request asks.</summary>
[GrainType("analysis-budget"), RunsOn(SiloRoles.Bot)]
internal sealed partial class AnalysisBudgetGrain(
    [PersistentState("spending", StorageNames.Moderation)] IPersistentState<AnalysisSpending> spending,
    IOptions<AnalysisBudgetOptions> options,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time,
    ILogger<AnalysisBudgetGrain> logger) : Grain, IAnalysisBudgetGrain
{
    private AnalysisLedger _ledger = null!;
    private bool _isSaved = true;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _ledger = new(options.Value, spending.State);
        var every = TimeSpan.FromSeconds(options.Value.SaveSeconds);
        this.RegisterGrainTimer(Save, new() { DueTime = every, Period = every });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Save(cancellationToken);

    public Task<AnalysisTurn> Take(GuildId guild, double dollars)
    {
        _isSaved = false;
        return Task.FromResult(_ledger.Take(guild, dollars, time.GetUtcNow()));
    }

    public Task<double> Settle(GuildId guild, AnalysisTurn turn, double dollars)
    {
        _isSaved = false;
        return Task.FromResult(_ledger.Settle(guild, turn, dollars, time.GetUtcNow()));
    }

    private async Task Save(CancellationToken cancellationToken)
    {
        if (_isSaved) return;
        _isSaved = true;
        try { await spending.WriteStateAsync(cancellationToken); }
        catch (Exception exception)
        {
            _isSaved = false;
            LogNotSaved(exception);
            if (exception is InconsistentStateException) DeactivateOnIdle();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What the analyser has cost today could not be stored; trying again")]
    private partial void LogNotSaved(Exception exception);
}
