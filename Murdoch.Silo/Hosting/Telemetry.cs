using OpenTelemetry.Metrics;

namespace Murdoch.Silo.Hosting;

/// <summary>Metrics of Murdoch, Orleans and the runtime, for Prometheus to fetch.</summary>
internal static class Telemetry
{
    public static void AddTelemetry(this IServiceCollection services)
    {
        services.AddSingleton<ProcessMetrics>().AddSingleton<RequestMetrics>();
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("Murdoch*", "Microsoft.Orleans")
            .AddRuntimeInstrumentation()
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
