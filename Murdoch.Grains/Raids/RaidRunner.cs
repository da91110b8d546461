using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Raids;

namespace Murdoch.Grains.Raids;

/// <summary>
/// Carries out what guilds of this silo decide about raids, one order of a guild at a time. Holds nothing that the guilds do not: what a crash interrupts
/// is ordered again by the guild's next activation.
/// </summary>
internal sealed partial class RaidRunner(
    RaidMeasures measures,
    RaidStore raids,
    IGrainFactory grains,
    IOptions<RaidOptions> options,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time,
    ILogger<RaidRunner> logger) : BackgroundService
{
    /// <summary>A turn is how often its guild has failed in a row: those that have not go first.</summary>
    private readonly GuildQueue<int> _queue = new(Comparer<int>.Default);

    /// <summary>Returns at once; safe to call from a grain's turn.</summary>
    public void Submit(GuildId guild) => _queue.Submit(guild, 0);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Task.WhenAll([Remind(stoppingToken), .. Enumerable.Range(0, options.Value.Concurrent).Select(_ => Work(stoppingToken))]);
    }

    /// <summary>Wakes guilds that were in raid mode when their silo ended: without a word of their members nobody else would.</summary>
    private async Task Remind(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var guild in await raids.Unfinished(stoppingToken)) await grains.GetGrain<IGuildGrain>(guild.Key).GetRaid().WaitAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
        catch (Exception exception) { LogNotReminded(exception); }
    }

    private async Task Work(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var (guild, failures) = await _queue.Take(stoppingToken);
                if (await Take(guild, failures, stoppingToken) is { } again) _queue.Again(guild, again);
                else _queue.End(guild);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    /// <returns>Failures in a row, when the guild has another turn; null when nothing is to be done now.</returns>
    private async Task<int?> Take(GuildId id, int failures, CancellationToken stoppingToken)
    {
        try
        {
            var guild = grains.GetGrain<IGuildGrain>(id.Key);
            if (await guild.GetRaidOrder().WaitAsync(stoppingToken) is not { } order) return null;
            var result = await measures.Carry(order, stoppingToken);
            await guild.RaidOrderEnded(result).WaitAsync(stoppingToken);
            // What a guild was before raid mode has to be known after a crash too, and so has what is over.
            await guild.Checkpoint("", 0).WaitAsync(stoppingToken);
            if (result.Problem is { } problem) LogRefused(order.Kind, id.Value, problem);
            return 0;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            var pause = Math.Min(options.Value.RetrySeconds * Math.Pow(2, Math.Min(failures, 20)), options.Value.RetryMaxSeconds);
            LogFailed(exception, id.Value, pause);
            await Task.Delay(TimeSpan.FromSeconds(pause), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return failures + 1;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Discord refused '{Kind}' in the raid on guild {Guild}: {Problem}")]
    private partial void LogRefused(RaidOrderKind kind, ulong guild, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is to be done about the raid on guild {Guild} could not be done; again in {Seconds} s")]
    private partial void LogFailed(Exception exception, ulong guild, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Guilds in raid mode could not be reminded; each goes on with its next event")]
    private partial void LogNotReminded(Exception exception);
}
