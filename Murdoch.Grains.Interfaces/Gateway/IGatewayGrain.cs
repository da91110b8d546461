namespace Murdoch.Grains.Interfaces.Gateway;

/// <summary>What concerns all shards of the bot: how many there are, and whose turn it is to identify. Key 0.</summary>
[Alias("gateway")]
public interface IGatewayGrain : IGrainWithIntegerKey
{
    /// <summary>Asks Discord on the first call, then answers from memory until the plan is old.</summary>
    [Alias("get-plan")] Task<GatewayPlan> GetPlan();

    /// <summary>Takes a turn to identify and says how long to wait for it: Discord counts identifies per bot, not per connection.</summary>
    [Alias("take-identify-turn")] Task<TimeSpan> TakeIdentifyTurn(int shard);
    [Alias("get-status")] Task<ShardStatus[]> GetStatus();
}

/// <param name="Url">Where new sessions connect.</param>
/// <param name="IdentifiesLeft">Sessions that may still be started before Discord's daily limit.</param>
[GenerateSerializer, Immutable, Alias("gateway-plan")]
public sealed record GatewayPlan(
    [property: Id(0)] string Url,
    [property: Id(1)] int Shards,
    [property: Id(2)] int MaxConcurrency,
    [property: Id(3)] int IdentifiesLeft);
