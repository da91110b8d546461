using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Violations;

/// <summary>A guild's violations between the moment they are found and the moment the store has them with their outcome.</summary>
internal sealed class ViolationBuffer
{
    /// <summary>How many of the newest are kept for viewers, stored or not.</summary>
    public const int RecentLimit = 50;

    // Made for the first violation: most guilds have none for days.
    private Dictionary<ViolationId, Violation>? _unsaved;
    private Dictionary<ViolationId, Violation>? _open;
    private LinkedList<Violation>? _recent;
    private Violation[] _underWay = [];

    /// <summary>Violations whose current form the store does not have.</summary>
    public int Unsaved => _unsaved?.Count ?? 0;

    /// <summary>Since when the oldest unsaved one waits; null when all is saved.</summary>
    public DateTimeOffset? WaitingSince { get; private set; }

    /// <summary>Since when the oldest sanction that was carried out waits to be saved; null when none does.</summary>
    public DateTimeOffset? SanctionedSince { get; private set; }

    public void Add(Violation violation, DateTimeOffset now)
    {
        if (!violation.IsSettled) (_open ??= [])[violation.Id] = violation;
        Changed(violation, now);
        (_recent ??= []).AddFirst(violation);
        if (_recent.Count > RecentLimit) _recent.RemoveLast();
    }

    /// <param name="sanctionPending">True when the member's sanction has not been answered: its outcome will be the violation's.</param>
    /// <returns>The violation with the result on it; null when it is not open, which means that this came before.</returns>
    public Violation? Settle(ActionResult result, bool sanctionPending, DateTimeOffset now)
    {
        if (_open is null || !_open.TryGetValue(result.Violation, out var violation)) return null;
        var settled = result switch
        {
            // Left alone: what happened to the message is what happened.
            { Sanction: true, Outcome: ActionOutcome.Skipped, Kind: ActionKind.None } => violation with { Outcome = violation.Deletion, Detail = result.Detail },
            { Sanction: true, Kind: ActionKind.None } => violation with { Outcome = result.Outcome, Detail = result.Detail },
            { Sanction: true } => violation with { Action = result.Kind, ActionSeconds = result.Seconds, Outcome = result.Outcome, Detail = result.Detail ?? violation.Detail },
            _ when sanctionPending || violation.Outcome != ActionOutcome.Pending => violation with { Deletion = result.Outcome, Detail = violation.Detail ?? result.Detail },
            _ => violation with { Deletion = result.Outcome, Outcome = result.Outcome, Detail = violation.Detail ?? result.Detail },
        };
        if (settled.IsSettled) _open.Remove(settled.Id);
        else _open[settled.Id] = settled;
        Changed(settled, now);
        ShowAgain(settled);
        return settled;
    }

    /// <summary>Something is to be done about a violation after all.</summary>
    public void Reopen(Violation violation, DateTimeOffset now)
    {
        if (!violation.IsSettled) (_open ??= [])[violation.Id] = violation;
        Changed(violation, now);
        ShowAgain(violation);
    }

    /// <summary>True while the store may not have it at all.</summary>
    public bool IsUnsaved(ViolationId id) => _unsaved?.ContainsKey(id) == true || Array.Exists(_underWay, violation => violation.Id == id);

    /// <summary>Shows a mark that the store has. Only the mark of <paramref name="marked"/> is taken.</summary>
    /// <returns>The violation in its newest form.</returns>
    public Violation Mark(Violation marked)
    {
        Violation Marked(Violation violation) => violation with { Mark = marked.Mark, MarkedBy = marked.MarkedBy, MarkedAt = marked.MarkedAt };
        if (_unsaved?.TryGetValue(marked.Id, out var unsaved) == true) marked = _unsaved[marked.Id] = Marked(unsaved);
        if (_open?.TryGetValue(marked.Id, out var open) == true) marked = _open[marked.Id] = Marked(open);
        ShowAgain(marked);
        return marked;
    }

    /// <summary>Hands out everything unsaved; <see cref="Saved"/> or <see cref="NotSaved"/> has to follow.</summary>
    public Violation[] TakeUnsaved()
    {
        if (_unsaved is null) return [];
        _underWay = [.. _unsaved.Values];
        _unsaved.Clear();
        (WaitingSince, SanctionedSince) = (null, null);
        return _underWay;
    }

    /// <summary>The store has what was taken.</summary>
    public void Saved() => _underWay = [];

    /// <summary>The store did not take them: they wait again, unless a newer form of them does already.</summary>
    public void NotSaved(DateTimeOffset now)
    {
        foreach (var violation in _underWay) (_unsaved ??= []).TryAdd(violation.Id, violation);
        _underWay = [];
        WaitingSince ??= now;
    }

    /// <summary>The newest first.</summary>
    public IEnumerable<Violation> Recent => _recent ?? Enumerable.Empty<Violation>();

    /// <summary>What a snapshot must hold: everything that is not final in the store.</summary>
    public Violation[] ToArray() => _unsaved is null
        ? []
        : [.. _unsaved.Values.Concat(_open?.Values ?? Enumerable.Empty<Violation>()).Concat(_underWay).DistinctBy(violation => violation.Id)];

    private void ShowAgain(Violation changed)
    {
        for (var node = _recent?.First; node is not null; node = node.Next)
        {
            if (node.Value.Id != changed.Id) continue;
            node.Value = changed;
            break;
        }
    }

    private void Changed(Violation violation, DateTimeOffset now)
    {
        (_unsaved ??= [])[violation.Id] = violation;
        WaitingSince ??= now;
        if (ViolationsWrite.HasCase(violation)) SanctionedSince ??= now;
    }
}
