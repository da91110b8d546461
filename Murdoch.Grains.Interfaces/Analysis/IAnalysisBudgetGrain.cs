using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Interfaces.Analysis;

/// <summary>What the cluster may ask an analyser outside, and what it has cost since midnight UTC. Asked before every request. Key 0.</summary>
[Alias("analysis-budget")]
public interface IAnalysisBudgetGrain : IGrainWithIntegerKey
{
    /// <summary>Asks for leave to make one request, and reserves what it may cost at most.</summary>
    /// <param name="dollars">Stays spent unless <see cref="Settle"/> gives a part of it back.</param>
    [Alias("take")] Task<AnalysisTurn> Take(GuildId guild, double dollars);

    /// <summary>Says what a request has cost.</summary>
    /// <returns>Dollars of the whole cluster since midnight UTC, reservations included.</returns>
    [Alias("settle")] Task<double> Settle(GuildId guild, AnalysisTurn turn, double dollars);
}

/// <summary>Leave to make one request, or why there is none.</summary>
/// <param name="Refused">The cap that is reached; <see cref="AnalysisCap.None"/> when the request may be made.</param>
/// <param name="Reserved">Dollars.</param>
/// <param name="Day">Since 1 January 0001, UTC: on which the reservation counts.</param>
/// <param name="DollarsToday">Of the whole cluster, reservations included.</param>
[GenerateSerializer, Immutable, Alias("analysis-turn")]
public sealed record AnalysisTurn(
    [property: Id(0)] AnalysisCap Refused,
    [property: Id(1)] double Reserved,
    [property: Id(2)] int Day,
    [property: Id(3)] double DollarsToday);

/// <summary>What stops a request.</summary>
[GenerateSerializer, Alias("analysis-cap")]
public enum AnalysisCap
{
    None = 0,

    /// <summary>The guild's requests per minute.</summary>
    GuildRate = 1,

    /// <summary>The cluster's requests per minute.</summary>
    TotalRate = 2,

    /// <summary>The guild's dollars per day.</summary>
    GuildCost = 3,

    /// <summary>The cluster's dollars per day.</summary>
    TotalCost = 4,
}
