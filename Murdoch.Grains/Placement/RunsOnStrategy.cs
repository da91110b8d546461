using Orleans.Metadata;
using Orleans.Placement;

namespace Murdoch.Grains.Placement;

/// <summary>The role that a grain asks for, as the cluster's manifest carries it: every silo places the grains of every other one.</summary>
internal sealed class RunsOnStrategy(string role, int order) : PlacementFilterStrategy(order)
{
    private const string RoleProperty = "role";

    /// <summary>Made by Orleans, which then fills it from the manifest.</summary>
    public RunsOnStrategy() : this("", 0)
    {
    }

    public string Role { get; private set; } = role;

    public override void AdditionalInitialize(GrainProperties properties) =>
        Role = GetPlacementFilterGrainProperty(RoleProperty, properties) ?? throw new ArgumentException("A grain that runs on silos of a role does not name it.");

    protected override IEnumerable<KeyValuePair<string, string>> GetAdditionalGrainProperties(
        IServiceProvider services, Type grainClass, GrainType grainType, IReadOnlyDictionary<string, string> existingProperties)
    {
        yield return new(RoleProperty, Role);
    }
}
