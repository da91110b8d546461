namespace Murdoch.Grains.Interfaces.Guilds;

/// <summary>A guild at a glance.</summary>
/// <param name="Revision">Goes up with every change that a viewer can see.</param>
[GenerateSerializer, Immutable, Alias("guild-overview")]
public sealed record GuildOverview(
    [property: Id(0)] GuildId Guild,
    [property: Id(1)] string Name,
    [property: Id(2)] long Revision,
    [property: Id(3)] PeriodCounts Minute,
    [property: Id(4)] PeriodCounts Hour,
    [property: Id(5)] PeriodCounts Day,
    [property: Id(6)] PeriodCounts Week,
    [property: Id(7)] int Buffered,
    [property: Id(8)] int ActionsPending,
    [property: Id(9)] bool DryRun);

/// <summary>Counts of a sliding period that ends now.</summary>
[GenerateSerializer, Immutable, Alias("period-counts")]
public readonly record struct PeriodCounts([property: Id(0)] long Messages, [property: Id(1)] long Violations, [property: Id(2)] long Actions);
