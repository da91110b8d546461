using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Interfaces.Gateway;

namespace Murdoch.Grains.Gateway;

/// <summary>Plans the shards and lines up their identifies. One activation in the cluster, because Discord counts both per bot.</summary>
[GrainType("gateway")]
internal sealed class GatewayGrain(
    DiscordRest rest,
    IOptions<GatewayOptions> options,
    [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time) : Grain, IGatewayGrain
{
    private readonly IdentifyQueue _identifies = new(TimeSpan.FromSeconds(options.Value.IdentifySeconds));
    private GatewayPlan? _plan;
    private DateTimeOffset _plannedAt;

    public async Task<GatewayPlan> GetPlan()
    {
        var now = time.GetUtcNow();
        if (_plan is not null && now - _plannedAt < TimeSpan.FromMinutes(options.Value.PlanMinutes)) return _plan;
        var gateway = await rest.GetGatewayBot();
        var shards = options.Value.Shards > 0 ? options.Value.Shards : gateway.Shards;
        // A shard count that changes while sessions live would hand the same guild to two shards: it is settled until the next start.
        _plan = new(gateway.Url, _plan?.Shards ?? Math.Max(1, shards), gateway.SessionStartLimit.MaxConcurrency, gateway.SessionStartLimit.Remaining);
        _plannedAt = now;
        return _plan;
    }

    public async Task<TimeSpan> TakeIdentifyTurn(int shard)
    {
        var plan = await GetPlan();
        return _identifies.Take(shard, plan.MaxConcurrency, time.GetUtcNow());
    }

    public async Task<ShardStatus[]> GetStatus()
    {
        var plan = await GetPlan();
        return await Task.WhenAll(Enumerable.Range(0, plan.Shards).Select(shard => GrainFactory.GetGrain<IShardGrain>(shard).Ping()));
    }
}
