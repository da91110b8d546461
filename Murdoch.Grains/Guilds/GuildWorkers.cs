using Microsoft.Extensions.Hosting;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Guilds;

/// <summary>
/// Does what guilds of this silo have decided and must not wait for, a step of one guild at a time. Holds nothing that the guilds do not: what a crash
/// interrupts is submitted again by the guild's next activation, and guilds that would sleep on are woken at the start.
/// </summary>
/// <param name="order">Which guild's turn goes first.</param>
/// <param name="concurrent">Guilds that are worked on at once.</param>
/// <param name="retrySeconds">Before a step that failed is tried again; doubles up to <paramref name="retryMaxSeconds"/>.</param>
internal abstract class GuildWorkers<TTurn>(
    IGrainFactory grains, IComparer<TTurn> order, int concurrent, double retrySeconds, double retryMaxSeconds, TimeProvider time) : BackgroundService
    where TTurn : struct
{
    private readonly GuildQueue<TTurn> _queue = new(order);

    protected TimeProvider Time { get; } = time;

    /// <summary>Guilds for which something is left to be done.</summary>
    public int Waiting => _queue.Count;

    /// <summary>Returns at once; safe to call from a grain's turn.</summary>
    protected void Submit(GuildId guild, TTurn turn) => _queue.Submit(guild, turn);

    /// <summary>Guilds that were not done when their silo ended.</summary>
    protected abstract Task<GuildId[]> Unfinished(CancellationToken stoppingToken);

    /// <summary>Any call: a guild that wakes submits itself, wherever it lives now.</summary>
    protected abstract Task Wake(IGuildGrain guild);

    /// <returns>The guild's next turn; null when nothing is left to be done now.</returns>
    protected abstract Task<TTurn?> Take(GuildId id, IGuildGrain guild, TTurn turn, CancellationToken stoppingToken);

    /// <summary>How often the guild has failed in a row.</summary>
    protected abstract int Failures(TTurn turn);

    /// <summary>The same turn, having failed once more.</summary>
    protected abstract TTurn Failed(TTurn turn);
    protected abstract void Tell(Exception exception, GuildId guild, double pauseSeconds);
    protected abstract void TellNotWoken(Exception exception);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Task.WhenAll([WakeUnfinished(stoppingToken), .. Enumerable.Range(0, concurrent).Select(_ => Work(stoppingToken))]);
    }

    private async Task WakeUnfinished(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var guild in await Unfinished(stoppingToken)) await Wake(grains.GetGrain<IGuildGrain>(guild.Key)).WaitAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
        catch (Exception exception) { TellNotWoken(exception); }
    }

    private async Task Work(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var (guild, turn) = await _queue.Take(stoppingToken);
                if (await TakeOrPause(guild, turn, stoppingToken) is { } next) _queue.Again(guild, next);
                else _queue.End(guild);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private async Task<TTurn?> TakeOrPause(GuildId guild, TTurn turn, CancellationToken stoppingToken)
    {
        try { return await Take(guild, grains.GetGrain<IGuildGrain>(guild.Key), turn, stoppingToken); }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            var pause = Math.Min(retrySeconds * Math.Pow(2, Math.Min(Failures(turn), 20)), retryMaxSeconds);
            Tell(exception, guild, pause);
            await Task.Delay(TimeSpan.FromSeconds(pause), Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return Failed(turn);
        }
    }
}
