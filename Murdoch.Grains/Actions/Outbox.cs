using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Actions;

/// <summary>What a guild has decided and Discord has not answered yet. Part of the guild's snapshot, so it outlives a crash.</summary>
internal sealed class Outbox
{
    private readonly Dictionary<(ViolationId Violation, bool Sanction), ActionIntent> _pending = [];

    public int Count => _pending.Count;

    public void Add(ActionIntent intent) => _pending[(intent.Violation, intent.Sanction)] = intent;

    /// <returns>False when the action was settled before: the result came again.</returns>
    public bool Settle(ActionResult result) => _pending.Remove((result.Violation, result.Sanction));

    public bool HasSanction(ViolationId violation) => _pending.ContainsKey((violation, true));

    public ActionIntent[] ToArray() => [.. _pending.Values];
}
