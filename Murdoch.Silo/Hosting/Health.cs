using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Murdoch.Silo.Hosting;

/// <summary>
/// /health/live says that the process answers and asks nothing else, so that an outage elsewhere never has it restarted. /health/ready says
/// whether it can do its work: degraded is ready, with the part named.
/// </summary>
internal static class Health
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // read by people on a terminal, never part of a page
    };

    private static readonly string Version = typeof(Health).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static void AddHealth(this IServiceCollection services, SiloOptions silo)
    {
        var checks = services.AddHealthChecks().AddCheck<SiloHealth>("silo");
        Moderation.AddHealth(checks, silo);
        services.AddSingleton<Uptime>();
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var uptime = routes.ServiceProvider.GetRequiredService<Uptime>();
        Task Write(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new HealthAnswer(
            report.Status, Version, (long)uptime.Elapsed.TotalSeconds,
            report.Entries.ToDictionary(entry => entry.Key, entry => new ComponentHealth(entry.Value.Status, entry.Value.Description))), Json, context.RequestAborted);
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = Write }).OnListener(Listener.Health);
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = Write }).OnListener(Listener.Health);
        routes.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = Write }).OnListener(Listener.Health);
    }

    private sealed record HealthAnswer(HealthStatus Status, string Version, long UptimeSeconds, Dictionary<string, ComponentHealth> Components);

    private sealed record ComponentHealth(HealthStatus Status, string? Detail);
}

/// <summary>How long this process has been at work.</summary>
internal sealed class Uptime(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();

    public TimeSpan Elapsed => time.GetElapsedTime(_started);
}

/// <summary>Whether this silo is an active member of its cluster.</summary>
internal sealed class SiloHealth(ISiloStatusOracle oracle) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(oracle.CurrentStatus == SiloStatus.Active
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"The silo is {oracle.CurrentStatus}."));
}
