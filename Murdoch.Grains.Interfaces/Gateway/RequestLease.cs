namespace Murdoch.Grains.Interfaces.Gateway;

/// <summary>How a silo stands with Discord's limits.</summary>
/// <param name="Demand">Requests sent in the last second, and those that wait.</param>
/// <param name="Lease">The lease that the silo works by, which ends all earlier ones; 0 for none.</param>
/// <param name="PerSecond">What that lease grants; 0 for none.</param>
/// <param name="BlockedFor">How long Discord lets all requests of the bot wait; zero for not at all.</param>
/// <param name="InvalidRequests">Answers of 401, 403 and 429 since the last renewal that was answered.</param>
[GenerateSerializer, Immutable, Alias("request-lease-renewal")]
public sealed record RequestLeaseRenewal(
    [property: Id(0)] SiloAddress Silo,
    [property: Id(1)] int Demand,
    [property: Id(2)] long Lease,
    [property: Id(3)] int PerSecond,
    [property: Id(4)] TimeSpan BlockedFor,
    [property: Id(5)] int InvalidRequests);

/// <summary>What a silo may send to Discord.</summary>
/// <param name="PerSecond">Requests in any second; 0 when nothing is free yet, and an earlier lease goes on to its end.</param>
/// <param name="Length">How long, from when the silo asked: no clock of another machine is needed to know when it ends.</param>
/// <param name="BlockedFor">How long Discord lets all requests of the bot wait, whichever silo was told.</param>
/// <param name="InvalidRequests">Of all silos in the last ten minutes.</param>
/// <param name="Silos">That share the limits.</param>
[GenerateSerializer, Immutable, Alias("request-lease")]
public sealed record RequestLease(
    [property: Id(0)] long Number,
    [property: Id(1)] int PerSecond,
    [property: Id(2)] TimeSpan Length,
    [property: Id(3)] TimeSpan BlockedFor,
    [property: Id(4)] int InvalidRequests,
    [property: Id(5)] int Silos);
