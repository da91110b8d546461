using Murdoch.Grains.Interfaces.Actions;

namespace Murdoch.Grains.Interfaces.Members;

/// <summary>The steps that a member climbs, one per incident, and how they come down again.</summary>
[GenerateSerializer, Immutable, Alias("ladder-config")]
public sealed record LadderConfig
{
    /// <summary>Level 1 first. The last step repeats.</summary>
    [Id(0)]
    public LadderRung[] Rungs { get; init; } =
    [
        new(ActionKind.Warn, 0),
        new(ActionKind.Timeout, 600),
        new(ActionKind.Timeout, 3_600),
        new(ActionKind.Kick, 0),
        new(ActionKind.Ban, 0),
    ];

    /// <summary>Clean hours after which a member comes down one level; a ban never decays. 0: levels stay.</summary>
    [Id(1)] public int DecayHours { get; init; } = 24;

    /// <summary>
    /// Seconds after a step within which more violations belong to the same incident and climb no further: a burst is one step, and a member
    /// gets the chance to see what happened.
    /// </summary>
    [Id(2)] public double IncidentSeconds { get; init; } = 2;
}

/// <param name="Action">What is done at this level.</param>
/// <param name="Seconds">How long: for a timeout at most 28 days, Discord's limit; for a ban at most a year, 0 for ever.</param>
[GenerateSerializer, Immutable, Alias("ladder-rung")]
public sealed record LadderRung([property: Id(0)] ActionKind Action, [property: Id(1)] int Seconds);
