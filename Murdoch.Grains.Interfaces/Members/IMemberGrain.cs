using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Interfaces.Members;

/// <summary>A member's ladder in one guild: the only place where a level goes up or down. Keyed by guild and user.</summary>
[Alias("member")]
public interface IMemberGrain : IGrainWithIntegerCompoundKey
{
    /// <summary>Climbs a step and says what to do; asked again about the same violation it gives the same answer.</summary>
    [Alias("climb")] Task<LadderStep> Climb(ViolationId violation, DateTimeOffset at, LadderConfig ladder);

    /// <summary>A moderator has decided what is done: the level goes up by one all the same, and a ban stays. Asked again about the same case it gives the same answer.</summary>
    /// <param name="cause">Names the case on the ladder; see <see cref="ViolationId"/>.</param>
    [Alias("impose")] Task<LadderStep> Impose(ViolationId cause, DateTimeOffset at, ActionKind action, int seconds, LadderConfig ladder);

    /// <summary>The step was carried out in Discord: whoever asks again about the violation, after a crash, is told so.</summary>
    [Alias("done")] Task Done(ViolationId violation);

    /// <summary>The step could not be carried out in Discord: the member stays where they were.</summary>
    [Alias("step-back")] Task StepBack(ViolationId violation);
    [Alias("get-ladder")] Task<LadderStatus> GetLadder(LadderConfig ladder);

    /// <summary>Back to level 0, as if nothing had happened.</summary>
    [Alias("clear")] Task Clear();
}

/// <param name="Level">The level reached; 0 when nothing is to be done.</param>
/// <param name="Action"><see cref="ActionKind.None"/> when the violation belongs to an incident that was punished already.</param>
/// <param name="Seconds">How long, for a timeout or a ban; 0: for ever.</param>
/// <param name="Superseded">A later step that is no weaker has been taken since: this one, done now, would cut it short.</param>
/// <param name="Done">It has been carried out; doing it again would tell or punish the member twice.</param>
[GenerateSerializer, Immutable, Alias("ladder-step")]
public sealed record LadderStep([property: Id(0)] int Level, [property: Id(1)] ActionKind Action, [property: Id(2)] int Seconds, [property: Id(3)] bool Superseded = false,
    [property: Id(4)] bool Done = false)
{
    /// <summary>Nobody has climbed.</summary>
    public static LadderStep None { get; } = new(0, ActionKind.None, 0);
}

/// <param name="Exemption">Why the member is left alone, in a few words; null when they are not.</param>
/// <param name="Obstacle">Why the bot cannot sanction the member, in a sentence; null when it can, or when that is not known.</param>
[GenerateSerializer, Immutable, Alias("member-standing")]
public sealed record MemberStanding([property: Id(0)] string? Exemption, [property: Id(1)] string? Obstacle);

[GenerateSerializer, Immutable, Alias("ladder-status")]
public sealed record LadderStatus([property: Id(0)] int Level, [property: Id(1)] DateTimeOffset? LastStepAt, [property: Id(2)] int Steps);
