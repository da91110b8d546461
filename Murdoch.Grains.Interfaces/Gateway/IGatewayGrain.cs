using Orleans.Concurrency;

namespace Murdoch.Grains.Interfaces.Gateway;

/// <summary>What concerns all shards of the bot: how many there are, whose turn it is to identify, who may send how many requests. Key 0.</summary>
[Alias("gateway")]
public interface IGatewayGrain : IGrainWithIntegerKey
{
    /// <summary>Asks Discord on the first call, then answers from memory until the plan is old.</summary>
    [Alias("get-plan")] Task<GatewayPlan> GetPlan();

    /// <summary>Asks for a turn to identify: Discord counts identifies per bot, not per connection.</summary>
    [Alias("take-turn")] Task<IdentifyTurn> TakeIdentifyTurn(int shard);
    [Alias("get-status")] Task<ShardStatus[]> GetStatus();

    /// <summary>
    /// Grants a silo its part of the bot's requests per second, and exchanges what Discord has said to any of them. Sent every second by every
    /// silo. Interleaves, because the grain's own requests to Discord wait for it.
    /// </summary>
    [Alias("renew-lease"), AlwaysInterleave] Task<RequestLease> RenewLease(RequestLeaseRenewal renewal);
}

/// <param name="Url">Where new sessions connect.</param>
/// <param name="IdentifiesLeft">Sessions that may still be started before Discord's daily limit.</param>
[GenerateSerializer, Immutable, Alias("gateway-plan")]
public sealed record GatewayPlan(
    [property: Id(0)] string Url,
    [property: Id(1)] int Shards,
    [property: Id(2)] int MaxConcurrency,
    [property: Id(3)] int IdentifiesLeft);

/// <param name="Wait">Until the turn; without one, how long to wait before asking again.</param>
/// <param name="Problem">Why there is no turn, in a sentence for operators; null when there is one.</param>
[GenerateSerializer, Immutable, Alias("identify-turn")]
public sealed record IdentifyTurn([property: Id(0)] TimeSpan Wait, [property: Id(1)] string? Problem);
