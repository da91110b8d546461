using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Raids;

namespace Murdoch.Grains.Raids;

/// <summary>Carries out what guilds of this silo decide about raids. A turn is how often its guild has failed in a row: those that have not go first.</summary>
internal sealed partial class RaidRunner(
    RaidMeasures measures,
    RaidStore raids,
    IGrainFactory grains,
    IOptions<RaidOptions> options,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time,
    ILogger<RaidRunner> logger)
    : GuildWorkers<int>(grains, Comparer<int>.Default, options.Value.Concurrent, options.Value.RetrySeconds, options.Value.RetryMaxSeconds, time)
{
    /// <summary>Returns at once; safe to call from a grain's turn.</summary>
    public void Submit(GuildId guild) => Submit(guild, 0);

    protected override Task<GuildId[]> Unfinished(CancellationToken stoppingToken) => raids.Unfinished(stoppingToken);

    protected override Task Wake(IGuildGrain guild) => guild.GetRaid();

    protected override int Failures(int turn) => turn;

    protected override int Failed(int turn) => turn + 1;

    protected override void Tell(Exception exception, GuildId guild, double pauseSeconds) => LogFailed(exception, guild.Value, pauseSeconds);

    protected override void TellNotWoken(Exception exception) => LogNotReminded(exception);

    protected override async Task<int?> Take(GuildId id, IGuildGrain guild, int turn, CancellationToken stoppingToken)
    {
        if (await guild.GetRaidOrder().WaitAsync(stoppingToken) is not { } order) return null;
        var result = await measures.Carry(order, stoppingToken);
        await guild.RaidOrderEnded(result).WaitAsync(stoppingToken);
        // What a guild was before raid mode has to be known after a crash too, and so has what is over.
        await guild.Checkpoint("", 0).WaitAsync(stoppingToken);
        if (result.Problem is { } problem) LogRefused(order.Kind, id.Value, problem);
        return 0;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Discord refused '{Kind}' in the raid on guild {Guild}: {Problem}")]
    private partial void LogRefused(RaidOrderKind kind, ulong guild, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is to be done about the raid on guild {Guild} could not be done; again in {Seconds} s")]
    private partial void LogFailed(Exception exception, ulong guild, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Guilds in raid mode could not be reminded; each goes on with its next event")]
    private partial void LogNotReminded(Exception exception);
}
