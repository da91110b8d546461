using Microsoft.AspNetCore.DataProtection;
using StackExchange.Redis;

namespace Murdoch.Silo.Hosting.Redis;

/// <summary>What several silos share by Redis beside membership: the backplane of the live hubs, the keys that cookies are encrypted with.</summary>
internal static class RedisHosting
{
    /// <summary>Also that long a cluster stays with its bot after the last silo has gone.</summary>
    private static readonly TimeSpan ShortestClaim = TimeSpan.FromMinutes(5);
    private const int ClaimChecks = 3;

    /// <summary>To stand after the silo: it stops asking Redis before the silo leaves.</summary>
    /// <param name="redis">Null for a silo that is alone: hubs then serve its own browsers.</param>
    public static void AddRedis(this IServiceCollection services, RedisConnection? redis, SiloOptions silo, IConfiguration configuration)
    {
        // Also on silos without a hub: with AddSignalRCore there, silos with one would drop their browsers.
        var signalR = services.AddSignalR();
        if (redis is null) return;
        signalR.AddStackExchangeRedis(backplane =>
        {
            backplane.ConnectionFactory = _ => Task.FromResult(redis.Multiplexer);
            backplane.Configuration.ChannelPrefix = RedisChannel.Literal($"murdoch/{silo.ClusterId}");
        });
        services.AddDataProtection().SetApplicationName("murdoch").PersistKeysToStackExchangeRedis(() => redis.Database, $"murdoch/{silo.ClusterId}/data-protection");
        services.AddSingleton(redis).AddSingleton(ClaimOf(redis, configuration)).AddSingleton(configuration.Read<RedisOptions>());
        services.AddSingleton<RedisWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<RedisWatch>());
        services.AddHealthChecks().AddCheck<RedisHealth>("redis");
    }

    public static BotClaim ClaimOf(RedisConnection redis, IConfiguration configuration)
    {
        var lease = TimeSpan.FromSeconds(ClaimChecks * configuration.Read<RedisOptions>().ClockCheckSeconds);
        return new(redis, configuration.Read<SiloOptions>().ClusterId, configuration.Read<DiscordOptions>().Token, lease > ShortestClaim ? lease : ShortestClaim);
    }
}
