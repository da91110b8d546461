using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Members;

/// <summary>One member's level: what each incident costs, and how clean time brings it down.</summary>
[GenerateSerializer, Alias("escalation-ladder")]
internal sealed class EscalationLadder
{
    /// <summary>Steps remembered, so that the same violation asked again after a crash gets the same answer.</summary>
    private const int RememberedSteps = 32;

    [Id(0)] private int _level;
    [Id(1)] private DateTimeOffset _lastStepAt;
    [Id(2)] private List<TakenStep> _steps = [];
    [Id(3)] private int _count;
    [Id(4)] private bool _banned;

    public int Steps => _count;
    public DateTimeOffset? LastStepAt => _count == 0 ? null : _lastStepAt;

    /// <summary>The level now: one down for every clean stretch since the last step, unless that step was a ban.</summary>
    public int LevelAt(DateTimeOffset now, LadderConfig ladder)
    {
        if (_banned || ladder.DecayHours <= 0 || _level == 0) return _level;
        var clean = (int)Math.Min(int.MaxValue, Math.Max(0, (now - _lastStepAt) / TimeSpan.FromHours(ladder.DecayHours)));
        return Math.Max(0, _level - clean);
    }

    /// <param name="at">When the message was written.</param>
    public LadderStep Climb(ViolationId violation, DateTimeOffset at, LadderConfig ladder)
    {
        var known = _steps.FindIndex(taken => taken.Violation == violation);
        if (known >= 0) return _steps[known].Step with { Superseded = IsSuperseded(known) };
        // A message that comes late, after a newer one, is another incident too if it was written long before that.
        var step = _count > 0 && (at - _lastStepAt).Duration() <= TimeSpan.FromSeconds(ladder.IncidentSeconds) || ladder.Rungs.Length == 0
            ? new LadderStep(LevelAt(at, ladder), ActionKind.None, 0)
            : StepTo(LevelAt(at, ladder) + 1, ladder);
        if (step.Action != ActionKind.None) Take(step, at);
        Remember(new(violation, step));
        return step;
    }

    /// <summary>A step that a moderator chose: one level up, whatever the ladder would have done there.</summary>
    public LadderStep Impose(ViolationId cause, DateTimeOffset at, ActionKind action, int seconds, LadderConfig ladder)
    {
        var known = _steps.FindIndex(taken => taken.Violation == cause);
        if (known >= 0) return _steps[known].Step with { Superseded = IsSuperseded(known) };
        var step = new LadderStep(Math.Min(LevelAt(at, ladder) + 1, Math.Max(1, ladder.Rungs.Length)), action, seconds);
        Take(step, at);
        Remember(new(cause, step));
        return step;
    }

    /// <returns>False when that step was not taken, or is known to be done.</returns>
    public bool Done(ViolationId violation)
    {
        var index = _steps.FindIndex(taken => taken.Violation == violation && taken.Step is { Action: not ActionKind.None, Done: false });
        if (index < 0) return false;
        _steps[index] = new(violation, _steps[index].Step with { Done = true });
        return true;
    }

    /// <returns>False when that step was not taken, or was taken back before.</returns>
    public bool StepBack(ViolationId violation)
    {
        var index = _steps.FindIndex(taken => taken.Violation == violation && taken.Step.Action != ActionKind.None);
        if (index < 0) return false;
        _steps[index] = new(violation, _steps[index].Step with { Action = ActionKind.None });
        _level = Math.Max(0, _level - 1);
        _banned = false;
        _count = Math.Max(0, _count - 1);
        return true;
    }

    /// <summary>A notice or a kick cannot cut short what came after it; a timeout and a ban can.</summary>
    private bool IsSuperseded(int index)
    {
        if (_steps[index].Step.Action is not (ActionKind.Timeout or ActionKind.Ban)) return false;
        for (var later = index + 1; later < _steps.Count; later++)
        {
            if (_steps[later].Step.Action is not (ActionKind.None or ActionKind.Warn) && _steps[later].Step.Level >= _steps[index].Step.Level) return true;
        }
        return false;
    }

    private void Take(LadderStep step, DateTimeOffset at)
    {
        // A replayed or late message never sets the clock back.
        _lastStepAt = at > _lastStepAt ? at : _lastStepAt;
        _level = step.Level;
        _banned = step.Action == ActionKind.Ban;
        _count++;
    }

    private static LadderStep StepTo(int level, LadderConfig ladder)
    {
        var reached = Math.Min(level, ladder.Rungs.Length);
        var rung = ladder.Rungs[reached - 1];
        return new(reached, rung.Action, rung.Seconds);
    }

    private void Remember(TakenStep step)
    {
        if (_steps.Count == RememberedSteps) _steps.RemoveAt(0);
        _steps.Add(step);
    }

    [GenerateSerializer, Immutable, Alias("taken-step")]
    internal sealed record TakenStep([property: Id(0)] ViolationId Violation, [property: Id(1)] LadderStep Step);
}
