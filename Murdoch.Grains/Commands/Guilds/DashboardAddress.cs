using Microsoft.Extensions.Configuration;

namespace Murdoch.Grains.Commands.Guilds;

/// <summary>Where people find the dashboard. Checked where it is served.</summary>
public sealed class DashboardAddress
{
    [ConfigurationKeyName("DASHBOARD_URL")] public string? Url { get; set; }
}
