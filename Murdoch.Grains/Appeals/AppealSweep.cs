using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Interfaces.Appeals;

namespace Murdoch.Grains.Appeals;

/// <summary>Goes on with appeals that a crash or an outage has interrupted, and with those that nobody decides about. Every silo does; an appeal minds only the first call.</summary>
internal sealed partial class AppealSweep(
    AppealStore appeals,
    IGrainFactory grains,
    IOptions<AppealOptions> options,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time,
    ILogger<AppealSweep> logger) : BackgroundService
{
    private const int SweptAtOnce = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var (guild, number) in await appeals.GetDue(time.GetUtcNow(), SweptAtOnce, stoppingToken))
                    await grains.GetAppeal(guild, number).Continue().WaitAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested) { LogFailed(exception); }
            catch (OperationCanceledException) { return; }
            await Task.Delay(TimeSpan.FromSeconds(options.Value.SweepSeconds), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Appeals that are due could not be gone on with; trying again")]
    private partial void LogFailed(Exception exception);
}
