using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Murdoch.Silo.Hosting.Redis;

/// <summary>Silos that know each other moderate on without Redis; what waits for it are joins, failovers and what browsers on other silos see.</summary>
internal sealed class RedisHealth(RedisConnection redis, RedisWatch watch, RedisOptions options, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await redis.Database.PingAsync().WaitAsync(TimeSpan.FromMilliseconds(options.HealthTimeoutMilliseconds), time, cancellationToken);
            return watch.Problem is { } problem ? HealthCheckResult.Degraded(problem) : HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return HealthCheckResult.Degraded(
                $"Redis at {redis.Address} does not answer. Moderation goes on; until it is back no silo can join, a silo that fails is not replaced, and dashboards on several silos may miss updates.");
        }
    }
}
