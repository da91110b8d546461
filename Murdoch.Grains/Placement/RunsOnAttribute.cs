using Orleans.Placement;

namespace Murdoch.Grains.Placement;

/// <summary>
/// Grains of this class run on silos of one role alone. Where no such silo is active a call fails at once instead of waiting for one. Goes together
/// with any placement strategy, which chooses among the silos that are left.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RunsOnAttribute(string role) : PlacementFilterAttribute(new RunsOnStrategy(role, order: 0));
