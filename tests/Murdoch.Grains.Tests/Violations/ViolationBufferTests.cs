using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Violations;

namespace Murdoch.Grains.Tests.Violations;

public sealed class ViolationBufferTests
{
    private readonly ViolationBuffer _buffer = new();
    private readonly Violation _violation = New.Violation();

    public ViolationBufferTests() => _buffer.Add(_violation, New.Noon);

    [Fact]
    public void A_message_that_is_only_removed_ends_with_the_outcome_of_its_deletion()
    {
        var settled = Settle(sanction: false, ActionKind.Delete, ActionOutcome.Done, sanctionPending: false);

        Assert.Equal((ActionKind.Delete, ActionOutcome.Done, ActionOutcome.Done), (settled!.Action, settled.Outcome, settled.Deletion));
        Assert.True(settled.IsSettled);
    }

    [Fact]
    public void The_outcome_waits_for_the_sanction()
    {
        var deleted = Settle(sanction: false, ActionKind.Delete, ActionOutcome.Done, sanctionPending: true);
        Assert.Equal(ActionOutcome.Pending, deleted!.Outcome);

        var settled = Settle(sanction: true, ActionKind.Timeout, ActionOutcome.Refused, sanctionPending: false, "Discord refused.");
        Assert.Equal((ActionKind.Timeout, ActionOutcome.Refused, ActionOutcome.Done, "Discord refused."), (settled!.Action, settled.Outcome, settled.Deletion, settled.Detail));
    }

    [Fact]
    public void A_member_who_was_punished_already_leaves_the_deletion_as_the_outcome()
    {
        Settle(sanction: true, ActionKind.None, ActionOutcome.Skipped, sanctionPending: false, "Part of an incident.");
        var settled = Settle(sanction: false, ActionKind.Delete, ActionOutcome.Done, sanctionPending: false);

        Assert.Equal((ActionKind.Delete, ActionOutcome.Done), (settled!.Action, settled.Outcome));
    }

    [Fact]
    public void A_result_that_comes_again_is_not_settled_twice()
    {
        Settle(sanction: false, ActionKind.Delete, ActionOutcome.Done, sanctionPending: false);

        Assert.Null(Settle(sanction: false, ActionKind.Delete, ActionOutcome.Failed, sanctionPending: false));
    }

    [Fact]
    public void What_is_being_stored_is_still_in_a_snapshot_until_the_store_has_it()
    {
        Settle(sanction: false, ActionKind.Delete, ActionOutcome.Done, sanctionPending: false);
        _buffer.TakeUnsaved();
        Assert.Single(_buffer.ToArray());

        _buffer.Saved();
        Assert.Empty(_buffer.ToArray());
    }

    [Fact]
    public void What_the_store_refused_waits_again_in_its_newest_form()
    {
        _buffer.TakeUnsaved();
        Settle(sanction: false, ActionKind.Delete, ActionOutcome.Done, sanctionPending: false);
        _buffer.NotSaved(New.Noon);

        Assert.Equal(ActionOutcome.Done, Assert.Single(_buffer.TakeUnsaved()).Outcome);
    }

    private Violation? Settle(bool sanction, ActionKind kind, ActionOutcome outcome, bool sanctionPending, string? detail = null) =>
        _buffer.Settle(new(_violation.Id, sanction, kind, 0, outcome, detail, New.Noon), sanctionPending, New.Noon);
}
