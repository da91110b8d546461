using Microsoft.Extensions.Logging;
using Murdoch.Grains.Interfaces.Guilds;
using Orleans.Core.Internal;
using Orleans.Runtime.Placement;

namespace Murdoch.Grains.Gateway;

/// <summary>
/// Brings the active guilds of a shard that has moved after it: a message that has to cross to another silo costs many times one that has not. Each guild
/// makes itself durable on the silo that it leaves; what comes meanwhile waits for it.
/// </summary>
internal sealed partial class GuildsFollow(IGrainFactory grains, SiloAddress here, int atOnce, ILogger logger)
{
    public async Task RunAsync(int shard, GuildId[] guilds, CancellationToken cancellationToken)
    {
        var moved = 0;
        try
        {
            foreach (var some in guilds.Chunk(atOnce))
            {
                cancellationToken.ThrowIfCancellationRequested();
                moved += (await Task.WhenAll(some.Select(Bring))).Count(follows => follows);
            }
            LogFollowed(shard, moved);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested) { /* The shard goes on to yet another silo. */ }
        catch (Exception exception)
        {
            // Where a guild lives is a matter of speed alone.
            LogNotFollowed(exception, shard);
        }
    }

    private async Task<bool> Bring(GuildId guild)
    {
        var grain = grains.GetGrain<IGuildGrain>(guild.Key);
        var at = await grains.GetGrain<IManagementGrain>(0).GetActivationAddress(grain);
        // One that sleeps wakes up near its shard by itself.
        if (at is null || at.Equals(here)) return false;
        RequestContext.Set(IPlacementDirector.PlacementHintKey, here);
        await grain.AsReference<IGrainManagementExtension>().MigrateOnIdle();
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Shard {Shard} has moved here; {Guilds} guilds followed it")]
    private partial void LogFollowed(int shard, int guilds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Some guilds of shard {Shard} stay on another silo, which makes their messages cost more")]
    private partial void LogNotFollowed(Exception exception, int shard);
}
