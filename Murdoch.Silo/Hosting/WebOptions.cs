using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Murdoch.Silo.Hosting;

/// <summary>Where browsers and monitoring reach this process.</summary>
internal sealed partial class WebOptions
{
    /// <summary>TCP port of the dashboard and its API; 0 takes any free one.</summary>
    [ConfigurationKeyName("WEB_PORT"), Range(0, 65_535)] public int WebPort { get; set; } = 8081;

    /// <summary>TCP port of health and metrics, to be reached by monitoring alone; 0 takes any free one.</summary>
    [ConfigurationKeyName("HEALTH_PORT"), Range(0, 65_535)] public int HealthPort { get; set; } = 8080;

    /// <summary>How browsers reach the dashboard, where a proxy stands before it.</summary>
    [ConfigurationKeyName("DASHBOARD_URL"), HttpAddress] public string? DashboardUrl { get; set; }

    [OptionsValidator] internal sealed partial class Validator : IValidateOptions<WebOptions>;
}
