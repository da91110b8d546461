using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Actions;

/// <summary>How actions leave a silo.</summary>
public sealed partial class ActionOptions
{
    /// <summary>Sanctions of one guild under way at once per silo. Discord's limits are the real bound; this one keeps a raid's sanctions out of the way of others.</summary>
    [ConfigurationKeyName("ACTIONS_CONCURRENT"), Range(1, 1_000)] public int Concurrent { get; set; } = 32;

    /// <summary>How often an action is tried after Discord could not be reached, on top of the retries of a single request.</summary>
    [ConfigurationKeyName("ACTIONS_ATTEMPTS"), Range(1, 100)] public int Attempts { get; set; } = 6;

    /// <summary>Seconds before the next attempt; doubles every time.</summary>
    [ConfigurationKeyName("ACTIONS_RETRY_SECS"), Range(0.01, 600)] public double RetrySeconds { get; set; } = 1;

    /// <summary>Seconds that a stopping silo gives actions that are under way; the rest stays in the outboxes.</summary>
    [ConfigurationKeyName("ACTIONS_DRAIN_SECS"), Range(0, 60)] public double DrainSeconds { get; set; } = 8;

    /// <summary>Seconds between two looks for bans and other things that end by themselves.</summary>
    [ConfigurationKeyName("EXPIRY_SWEEP_SECS"), Range(0.05, 3_600)] public double ExpirySweepSeconds { get; set; } = 5;

    /// <summary>Seconds for which a silo keeps what it has taken to end; if it dies meanwhile, another takes it after that.</summary>
    [ConfigurationKeyName("EXPIRY_LEASE_SECS"), Range(1, 3_600)] public double ExpiryLeaseSeconds { get; set; } = 120;

    /// <summary>How many endings a silo takes at a time.</summary>
    [ConfigurationKeyName("EXPIRY_BATCH"), Range(1, 1_000)] public int ExpiryBatch { get; set; } = 50;

    /// <summary>Seconds between two looks for cases that a crash, or an outage of Discord's, has left unfinished.</summary>
    [ConfigurationKeyName("CASE_SWEEP_SECS"), Range(0.05, 3_600)] public double CaseSweepSeconds { get; set; } = 30;

    [OptionsValidator] public sealed partial class Validator : IValidateOptions<ActionOptions>;
}
