using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Guilds;

/// <summary>Guilds of this silo that want to be woken. One list for all: a timer per guild would cost a third of a core at 100,000 guilds.</summary>
internal sealed class DueGuilds
{
    private readonly ConcurrentDictionary<GuildId, long> _due = [];

    /// <summary>Wakes the guild at the given time, or earlier if it asked for that before.</summary>
    public void WakeAt(GuildId guild, DateTimeOffset at)
    {
        var ticks = at.UtcTicks;
        _due.AddOrUpdate(guild, static (_, wanted) => wanted, static (_, known, wanted) => Math.Min(known, wanted), ticks);
    }

    public void Forget(GuildId guild) => _due.TryRemove(guild, out _);

    public List<GuildId> TakeDue(DateTimeOffset now)
    {
        var due = new List<GuildId>();
        foreach (var entry in _due)
        {
            if (entry.Value <= now.UtcTicks && _due.TryRemove(entry)) due.Add(entry.Key);
        }
        return due;
    }
}

/// <summary>Sweeps the guilds that want to be woken, four times a second.</summary>
internal sealed partial class GuildTicker(
    DueGuilds due, IGrainFactory grains, [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time, ILogger<GuildTicker> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var guild in due.TakeDue(time.GetUtcNow())) _ = Wake(guild);
        }
    }

    private async Task Wake(GuildId guild)
    {
        try { await grains.GetGrain<IGuildGrain>(guild.Key).Tick(); }
        catch (Exception exception)
        {
            LogFailed(exception, guild.Value);
            due.WakeAt(guild, time.GetUtcNow() + TimeSpan.FromSeconds(1));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Guild {Guild} could not be woken; trying again in a second")]
    private partial void LogFailed(Exception exception, ulong guild);
}
