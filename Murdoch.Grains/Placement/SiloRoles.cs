using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Murdoch.Grains.Placement;

/// <summary>What each silo of the cluster does.</summary>
/// <remarks>
/// A silo tells its roles to each other one once, when that one joins; until then nobody knows them, and a silo of unknown roles gets no grain that
/// asks for one. A host that names no roles at all, as a test's, has every role.
/// </remarks>
public sealed class SiloRoles(IServiceProvider services, ISiloStatusOracle silos)
{
    public const string Bot = "bot";
    public const string Web = "web";
    private const string Key = "roles";
    private readonly string? _own = services.GetService<IOptions<SiloMetadata>>()?.Value.Metadata.GetValueOrDefault(Key);

    // Asked for late: it depends on the placement that asks here.
    private readonly Lazy<ISiloMetadataCache?> _others = new(services.GetService<ISiloMetadataCache>);

    /// <summary>The active silos of a role, in an order that all silos agree on.</summary>
    public SiloAddress[] Active(string role) => [.. silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Where(silo => Has(silo, role)).Order()];

    public bool Has(SiloAddress silo, string role)
    {
        if (_own is null) return true;
        var roles = silo.Equals(silos.SiloAddress) ? _own : _others.Value?.GetSiloMetadata(silo).Metadata.GetValueOrDefault(Key);
        return roles is not null && roles.Split(',').Contains(role, StringComparer.Ordinal);
    }

    /// <summary>What a host of several roles passes to <c>UseSiloMetadata</c>.</summary>
    public static Dictionary<string, string> ToMetadata(IEnumerable<string> roles) => new() { [Key] = string.Join(',', roles) };
}
