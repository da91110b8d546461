using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Murdoch.Grains.Placement;

/// <summary>Leaves the silos that have the role.</summary>
internal sealed class RunsOnDirector(SiloRoles roles) : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var role = ((RunsOnStrategy)filterStrategy).Role;
        return silos.Where(silo => roles.Has(silo, role));
    }
}
