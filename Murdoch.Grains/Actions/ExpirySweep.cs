using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Interfaces.Actions;

namespace Murdoch.Grains.Actions;

/// <summary>
/// Ends what is due: bans for a time. What fell due while nothing ran is ended at the next start, the most overdue first. Every silo sweeps;
/// the store lets each ending be taken by one.
/// </summary>
internal sealed partial class ExpirySweep(
    ExpiryStore expiries,
    DiscordRest rest,
    IOptions<ActionOptions> options,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time,
    ILogger<ExpirySweep> logger) : BackgroundService
{
    private readonly ActionOptions _options = options.Value;
    private bool _failed;
    private bool _knowsTime;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // A wrong clock here must not end a ban early: Discord's counts.
                if (!_knowsTime) await rest.LearnTime(stoppingToken);
                _knowsTime = true;
                await Sweep(stoppingToken);
                _failed = false;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                if (!_failed) LogFailed(exception);
                _failed = true;
            }
            catch (OperationCanceledException) { return; }
            await Task.Delay(TimeSpan.FromSeconds(_options.ExpirySweepSeconds), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Sweep(CancellationToken stoppingToken)
    {
        while (true)
        {
            var due = await expiries.TakeDue(rest.Now, _options.ExpiryBatch, TimeSpan.FromSeconds(_options.ExpiryLeaseSeconds));
            foreach (var expiry in due) await End(expiry, stoppingToken);
            if (due.Count < _options.ExpiryBatch) return;
        }
    }

    /// <summary>What Discord will not do now comes up again when the lease ends.</summary>
    private async Task End(Expiry expiry, CancellationToken stoppingToken)
    {
        try
        {
            if (expiry.Kind == ExpiryKind.Ban)
                await rest.RemoveBan(expiry.Guild.Value, expiry.User.Value, $"Murdoch: the time is over ({expiry.Cause}).", RequestPriority.Timeout, stoppingToken);
            LogEnded(expiry.Kind, expiry.Guild.Value, expiry.User.Value);
        }
        catch (Exception exception) when (DiscordVerdict.Of(exception) is { } verdict)
        {
            if (verdict.Outcome != ActionOutcome.Done) LogRefused(expiry.Kind, expiry.Guild.Value, expiry.User.Value, verdict.Detail);
        }
        catch (DiscordUnavailableException exception)
        {
            LogPostponed(exception, expiry.Kind, expiry.Guild.Value, expiry.User.Value);
            return;
        }
        await expiries.Done(expiry);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The {Kind} in guild {Guild} of user {User} has ended")]
    private partial void LogEnded(ExpiryKind kind, ulong guild, ulong user);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {Kind} in guild {Guild} of user {User} should have ended: {Detail}")]
    private partial void LogRefused(ExpiryKind kind, ulong guild, ulong user, string? detail);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {Kind} in guild {Guild} of user {User} could not be ended yet")]
    private partial void LogPostponed(Exception exception, ExpiryKind kind, ulong guild, ulong user);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is due could not be ended; trying again")]
    private partial void LogFailed(Exception exception);
}
