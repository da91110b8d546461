using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Gateway;

/// <summary>How silos share the bot's requests per second. The same on all silos.</summary>
public sealed partial class RequestBudgetOptions
{
    /// <summary>
    /// Silos for which the limit is divided where no lease says otherwise: each of them may always send this part of it, so more silos
    /// than this may exceed the limit while they cannot agree, and a higher number leaves each with less at such a time.
    /// </summary>
    [ConfigurationKeyName("DISCORD_REST_SILOS"), Range(1, 1_000)] public int Silos { get; set; } = 25;

    /// <summary>
    /// Seconds for which a share is granted. It should cover a failover, so that nobody falls back meanwhile; the share of a silo that died is
    /// free after that.
    /// </summary>
    [ConfigurationKeyName("DISCORD_REST_LEASE_SECS"), Range(2, 60)] public double LeaseSeconds { get; set; } = 5;

    /// <summary>Seconds between two renewals: what a silo takes at most to hear that Discord stopped another one.</summary>
    [ConfigurationKeyName("DISCORD_REST_RENEW_SECS"), Range(0.1, 1)] public double RenewSeconds { get; set; } = 0.75;

    /// <summary>Seconds between two writes of the count of refused requests: what a crash of its keeper forgets.</summary>
    [ConfigurationKeyName("DISCORD_REFUSED_SAVE_SECS"), Range(1, 600)] public double RefusedSaveSeconds { get; set; } = 10;

    /// <summary>What a silo without a lease may send per second, of the bot's <paramref name="limit"/>.</summary>
    public int FloorOf(int limit) => Math.Max(1, limit / Silos);

    /// <summary>
    /// For how long a silo that never had a lease sends nothing, and for how long a silo that has been heard of is counted although the
    /// cluster does not name it: a new member is known to all others after 15 s, see the silos' membership settings.
    /// </summary>
    public static TimeSpan UnknownFor => TimeSpan.FromSeconds(20);

    public TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);

    public TimeSpan Renew => TimeSpan.FromSeconds(RenewSeconds);

    [OptionsValidator] public sealed partial class Validator : IValidateOptions<RequestBudgetOptions>;
}
