using System.Net;
using Orleans.Configuration;

// The strongly consistent grain directory carries an experimental id. Without it a new activation runs while the old one still writes.
#pragma warning disable ORLEANSEXP003

namespace Murdoch.Silo.Hosting;

/// <summary>One silo clustered with itself, or any number that find each other by Redis.</summary>
internal static class Clustering
{
    // Never changes: stored state is found by it.
    private const string ServiceId = "murdoch";
    private const int DirectoryCacheEntries = 100_000;

    public static void AddClustering(this ISiloBuilder silo, SiloOptions options, RedisOptions redis)
    {
        if (redis.Enabled)
        {
            silo.UseRedisClustering(clustering => clustering.ConfigurationOptions = redis.ToConfiguration());
            silo.Configure<ClusterOptions>(cluster => (cluster.ServiceId, cluster.ClusterId) = (ServiceId, options.ClusterId));
            silo.ConfigureEndpoints(IPAddress.Loopback, options.SiloPort, options.GatewayPort);
        }
        else
        {
            silo.UseLocalhostClustering(options.SiloPort, options.GatewayPort, serviceId: ServiceId, clusterId: options.ClusterId);
        }
        if (options.AdvertisedAddress is { } address)
            silo.Configure<EndpointOptions>(endpoint => endpoint.AdvertisedIPAddress = IPAddress.Parse(address));
        silo.AddDistributedGrainDirectory();
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = TimeSpan.FromSeconds(2);
            membership.MaxProbeTimeout = TimeSpan.FromSeconds(5);
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(15);
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(10);
        });
        silo.Configure<GrainDirectoryOptions>(directory =>
        {
            // Three missed probes of the longest kind: a shorter lease ends before a silo is known to be dead, a longer one delays failover.
            directory.RangeLeaseDuration = TimeSpan.FromSeconds(15);
            directory.CacheSize = DirectoryCacheEntries;
        });
        silo.Configure<GrainCollectionOptions>(collection =>
        {
            collection.CollectionAge = TimeSpan.FromMinutes(15);
            collection.EnableActivationSheddingOnMemoryPressure = true;
        });
        silo.Configure<SiloMessagingOptions>(messaging =>
        {
            messaging.ResponseTimeout = TimeSpan.FromSeconds(10);
            messaging.MaxRequestProcessingTime = TimeSpan.FromMinutes(5);
        });
    }
}
