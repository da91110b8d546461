using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Placement;

namespace Murdoch.Silo.Hosting;

/// <summary>What this process is in the cluster.</summary>
internal sealed partial class SiloOptions
{
    private const string NameOfCluster = "^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$";

    /// <summary>What this silo does: <c>bot</c> holds shards and moderates, <c>web</c> serves the dashboard.</summary>
    [ConfigurationKeyName("MURDOCH_ROLES"), Roles] public string Roles { get; set; } = "bot,web";

    /// <summary>Names the environment: silos of one cluster share it.</summary>
    [ConfigurationKeyName("MURDOCH_CLUSTER_ID"), RegularExpression(NameOfCluster, ErrorMessage = "up to 63 letters, digits, dots, dashes and underscores")]
    public string ClusterId { get; set; } = "murdoch";

    /// <summary>TCP port that silos talk to each other on; 0 takes any free one. For a private network only.</summary>
    [ConfigurationKeyName("SILO_PORT"), Range(0, 65_535)] public int SiloPort { get; set; } = 11_111;

    /// <summary>TCP port of the cluster's gateway; 0 takes any free one. For a private network only.</summary>
    [ConfigurationKeyName("SILO_GATEWAY_PORT"), Range(0, 65_535)] public int GatewayPort { get; set; } = 30_000;

    /// <summary>The IP address at which other silos reach this one; without it the silo listens on loopback alone.</summary>
    [ConfigurationKeyName("ADVERTISED_ADDRESS"), IpAddress] public string? AdvertisedAddress { get; set; }

    public bool IsBot => RolesAttribute.Split(Roles).Contains(SiloRoles.Bot);
    public bool IsWeb => RolesAttribute.Split(Roles).Contains(SiloRoles.Web);

    [OptionsValidator] internal sealed partial class Validator : IValidateOptions<SiloOptions>;
}

/// <summary>A comma-separated list of roles, at least one.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RolesAttribute : ValidationAttribute
{
    public RolesAttribute() => ErrorMessage = "bot, web, or both with a comma between them";

    public static string[] Split(string roles) => roles.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public override bool IsValid(object? value) => value is string text && Split(text) is { Length: > 0 } roles && roles.All(role => role is SiloRoles.Bot or SiloRoles.Web);
}

/// <summary>An IPv4 or IPv6 address, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IpAddressAttribute : ValidationAttribute
{
    public IpAddressAttribute() => ErrorMessage = "an IP address such as 10.0.0.5";

    // Parsing alone takes "1.2" for 1.0.0.2, which nobody means.
    public override bool IsValid(object? value) => value is null ||
        (value is string text && IPAddress.TryParse(text, out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text));
}
