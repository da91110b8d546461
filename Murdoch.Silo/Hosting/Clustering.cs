using System.Net;
using Murdoch.Grains.Placement;
using Murdoch.Silo.Hosting.Redis;
using Orleans.Configuration;
using Orleans.Runtime.MembershipService.SiloMetadata;

// The strongly consistent grain directory carries an experimental id. Without it a new activation runs while the old one still writes.
#pragma warning disable ORLEANSEXP003

namespace Murdoch.Silo.Hosting;

/// <summary>One silo clustered with itself, or any number that find each other by Redis.</summary>
internal static class Clustering
{
    // Never changes: stored state is found by it.
    private const string ServiceId = "murdoch";
    private const int DirectoryCacheEntries = 100_000;

    /// <param name="redis">Null for a silo that is alone.</param>
    public static void AddClustering(this ISiloBuilder silo, SiloOptions options, RedisConnection? redis)
    {
        silo.UseSiloMetadata(SiloRoles.ToMetadata(RolesAttribute.Split(options.Roles)));
        if (redis is not null)
        {
            silo.UseRedisClustering(clustering =>
            {
                clustering.ConfigurationOptions = redis.Address.ToConfiguration();
                clustering.CreateMultiplexer = _ => Task.FromResult((redis.Multiplexer, IsShared: true));
            });
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
