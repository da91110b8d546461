using OpenTelemetry.Metrics;

namespace Murdoch.Silo.Hosting;

/// <summary>Metrics of Murdoch, Orleans and the runtime, for Prometheus to fetch.</summary>
internal static class Telemetry
{
    /// <summary>Of one metric. The most have requests to Discord: some 40 routes with a few statuses each.</summary>
    private const int LabelSets = 250;

    public static void AddTelemetry(this IServiceCollection services)
    {
        services.AddSingleton<ProcessMetrics>().AddSingleton<RequestMetrics>();
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("Murdoch*", "Microsoft.Orleans")
            .AddRuntimeInstrumentation()
            // Room is made for every label set at once: the default of 2,000 takes 180 KB for each of a hundred metrics.
            .AddView("*", new MetricStreamConfiguration { CardinalityLimit = LabelSets })
            .AddPrometheusExporter(exporter =>
            {
                // Alerts name metrics and labels of their own; which library counted is of no use to them.
                exporter.ScopeInfoEnabled = false;
                exporter.TargetInfoEnabled = false;
                exporter.ScrapeResponseCacheDurationMilliseconds = 0;
            }));
    }

    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        // Meters count from when they exist, not from the first scrape.
        routes.ServiceProvider.GetRequiredService<ProcessMetrics>();
        routes.MapPrometheusScrapingEndpoint("/metrics").OnListener(Listener.Health);
    }
}
