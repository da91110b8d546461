using System.Globalization;
using System.Net;
using Murdoch.Silo.Hosting.Redis;
using Murdoch.Silo.Settings;
using Murdoch.Web;

namespace Murdoch.Silo.Hosting;

/// <summary>Puts one process together: silo, moderation, web.</summary>
internal static class MurdochHost
{
    /// <summary>Room for grains to write and shards to close; a container's grace period has to be longer.</summary>
    private static readonly TimeSpan ShutdownDeadline = TimeSpan.FromSeconds(25);

    /// <summary>The settings that a process reads; nothing is started or opened.</summary>
    public static SettingCatalogue Catalogue()
    {
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().Build();
        services.AddHostSettings(configuration);
        Moderation.AddBeforeSilo(services, configuration);
        Moderation.AddAfterSilo(services, configuration);
        return new SettingCatalogue(services);
    }

    /// <param name="configuration">Settings that were checked.</param>
    /// <param name="demo">Loopback only, with the page that shows what happens.</param>
    /// <param name="redis">By which the silos of a cluster find each other; null for one silo alone.</param>
    public static WebApplication Build(IConfiguration configuration, bool demo, RedisConnection? redis = null)
    {
        var silo = configuration.Read<SiloOptions>();
        var listeners = new Listeners(configuration.Read<WebOptions>(), loopbackOnly: demo);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "murdoch" });
        builder.Configuration.AddConfiguration(configuration);
        builder.Logging.AddMurdochLogging(configuration.Read<LogOptions>());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => listeners.Listen(kestrel, silo.IsWeb));

        // The order of hosted services is the order of the stop, turned round: shard keepers, then grains, then the database.
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System).AddSingleton(listeners);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownDeadline);
        services.AddHostSettings(configuration);
        Moderation.AddBeforeSilo(services, configuration);
        builder.UseOrleans(orleans => orleans.AddClustering(silo, redis));
        if (silo.IsBot) Moderation.AddAfterSilo(services, configuration);
        services.AddRouting();
        services.AddTelemetry();
        services.AddHealth(silo);
        services.AddMurdochWeb();
        services.AddRedis(redis, silo, configuration);
        if (demo) services.AddDemoPage();

        var app = builder.Build();
        Compose(app, demo);
        return app;
    }

    private static void Compose(WebApplication app, bool demo)
    {
        var metrics = app.Services.GetRequiredService<RequestMetrics>();
        app.Use((context, next) => metrics.Measure(context, next));
        app.UseMurdochWeb();
        app.UseRouting();
        app.UseListeners();
        app.MapMetrics();
        app.MapHealth();
        var web = app.MapGroup("").OnListener(Listener.Web);
        if (demo) web.MapDemoPage();
        else web.MapStartPage();
    }

    /// <summary>Ports given as 0 that Orleans cannot choose itself.</summary>
    public static Dictionary<string, string> ChooseSiloPorts(SiloOptions silo)
    {
        var address = silo.AdvertisedAddress is { } advertised ? IPAddress.Parse(advertised) : IPAddress.Loopback;
        var (first, second) = PortCheck.FindFree(address);
        var chosen = new Dictionary<string, string>(StringComparer.Ordinal);
        if (silo.SiloPort == 0) chosen["SILO_PORT"] = first.ToString(CultureInfo.InvariantCulture);
        if (silo.GatewayPort == 0) chosen["SILO_GATEWAY_PORT"] = second.ToString(CultureInfo.InvariantCulture);
        return chosen;
    }
}
