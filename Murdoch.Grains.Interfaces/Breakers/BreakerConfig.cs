namespace Murdoch.Grains.Interfaces.Breakers;

/// <summary>When a rule, or a moderator, is doing so much that somebody has to look at it before it goes on.</summary>
[GenerateSerializer, Immutable, Alias("breaker-config")]
public sealed record BreakerConfig
{
    /// <summary>More members than this, acted against by one rule within a minute, stop the rule; 0 switches it off.</summary>
    [Id(0)] public int Members { get; init; } = 15;

    /// <summary>
    /// So does more than this share, in percent, of the members who wrote something in the last hour, where those are <see cref="FewestActive"/> at least; 0 switches it off.
    /// </summary>
    [Id(1)] public int ActivePercent { get; init; } = 25;

    /// <summary>More members than this, sanctioned by one moderator within a minute by means of Murdoch, stop the moderator; 0 switches it off.</summary>
    [Id(2)] public int ModeratorMembers { get; init; } = 15;

    /// <summary>Of fewer members a share says nothing.</summary>
    public const int FewestActive = 10;
}
