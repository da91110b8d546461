using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Actions;
using Murdoch.Grains.Interfaces.Cases;

namespace Murdoch.Grains.Cases;

/// <summary>Reminds guilds of cases that a crash, or an outage of Discord's, has left unfinished or untold. Every silo does; a guild's case book minds only the first call.</summary>
/// <remarks>A guild that has no log channel has nothing untold: its case book says so the first time.</remarks>
internal sealed partial class CaseSweep(
    CaseStore cases,
    IGrainFactory grains,
    IOptions<ActionOptions> options,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time,
    ILogger<CaseSweep> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var guilds = (await cases.GuildsUnfinished(stoppingToken)).Union(await cases.GuildsUntold(stoppingToken));
                foreach (var guild in guilds) await grains.GetGrain<ICaseBookGrain>(guild.Key).Changed();
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested) { LogFailed(exception); }
            catch (OperationCanceledException) { return; }
            await Task.Delay(TimeSpan.FromSeconds(options.Value.CaseSweepSeconds), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Guilds could not be reminded of unfinished cases; trying again")]
    private partial void LogFailed(Exception exception);
}
