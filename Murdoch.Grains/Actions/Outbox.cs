using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Actions;

/// <summary>What a guild has decided and Discord has not answered yet. Part of the guild's snapshot, so it outlives a crash.</summary>
internal sealed class Outbox
{
    private Dictionary<(ViolationId Violation, bool Sanction), ActionIntent>? _pending;

    public int Count => _pending?.Count ?? 0;

    public void Add(ActionIntent intent) => (_pending ??= [])[(intent.Violation, intent.Sanction)] = intent;

    /// <returns>False when the action was settled before: the result came again.</returns>
    public bool Settle(ActionResult result) => _pending?.Remove((result.Violation, result.Sanction)) == true;

    public bool HasSanction(ViolationId violation) => _pending?.ContainsKey((violation, true)) == true;

    public ActionIntent[] ToArray() => _pending is null ? [] : [.. _pending.Values];
}
