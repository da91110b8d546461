using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Discord.Rest;
using Murdoch.Discord.Rest.RateLimits;
using Murdoch.Grains.Interfaces.Gateway;

namespace Murdoch.Grains.Gateway;

/// <summary>
/// Renews this silo's lease of the request budget, and tells and hears what Discord said to others. Runs on every silo, whatever its role, for
/// as long as the silo is a member: any grain may ask Discord something.
/// </summary>
internal sealed partial class RequestBudgetKeeper(
    IGrainFactory grains,
    ILocalSiloDetails silo,
    RequestBudget budget,
    DiscordRest rest,
    IOptions<RequestBudgetOptions> options,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time,
    ILogger<RequestBudgetKeeper> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>Between renewals that cannot wait: without a lease, or with more to send than it allows.</summary>
    private static readonly TimeSpan Hurry = TimeSpan.FromMilliseconds(50);
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private bool _isFailing;

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(nameof(RequestBudgetKeeper), ServiceLifecycleStage.Active, Start, Stop);

    public void Dispose() => _stop.Dispose();

    private Task Start(CancellationToken cancellationToken)
    {
        _running = Task.Run(Run, cancellationToken);
        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Run()
    {
        while (!_stop.IsCancellationRequested)
        {
            var pressure = budget.WaitForPressure();
            var asked = budget.GetUse();
            if (await Renew(asked))
            {
                var held = budget.GetUse();
                // Less than before: somebody waits for the rest, and gets it once this silo has confirmed.
                if (held.PerSecond < asked.PerSecond) continue;
                if (held.Lease != 0) await Task.WhenAny(pressure, Delay(options.Value.Renew));
            }
            await Delay(Hurry);
        }
    }

    /// <returns>False when there was no answer in time.</returns>
    private async Task<bool> Renew(BudgetUse asked)
    {
        var invalid = rest.InvalidRequests.Unreported;
        try
        {
            var renewal = new RequestLeaseRenewal(silo.SiloAddress, asked.Demand, asked.Lease, asked.PerSecond, asked.BlockedFor, invalid);
            var lease = await grains.GetGrain<IGatewayGrain>(0).RenewLease(renewal).WaitAsync(RequestBudget.Window, time, _stop.Token);
            // An answer that is lost has counted them all the same, and the next one counts them again: rather too many than too few.
            rest.InvalidRequests.Told(invalid, lease.InvalidRequests, lease.Silos);
            _isFailing = false;
            return budget.Renew(asked, lease.Number, lease.PerSecond, lease.Length, lease.BlockedFor);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested) { return false; }
        catch (Exception exception)
        {
            if (!_isFailing) LogNotRenewed(exception);
            _isFailing = true;
            return false;
        }
    }

    private Task Delay(TimeSpan delay) => Task.Delay(delay, time, _stop.Token).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease of Discord's request budget could not be renewed; without it this silo sends less. Trying again")]
    private partial void LogNotRenewed(Exception exception);
}
