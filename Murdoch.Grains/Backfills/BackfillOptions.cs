using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Backfills;

/// <summary>How far Murdoch goes back after Discord has not replayed what a shard missed.</summary>
public sealed partial class BackfillOptions
{
    /// <summary>Hours of history that are read at most. What is older stays unread, and the gap says so.</summary>
    [ConfigurationKeyName("BACKFILL_HOURS"), Range(1, 24 * 14)] public int Hours { get; set; } = 24;

    /// <summary>Messages of one channel that are read at most, the newest of them. A hundred cost one request.</summary>
    [ConfigurationKeyName("BACKFILL_CHANNEL_MESSAGES"), Range(100, 1_000_000)] public int ChannelMessages { get; set; } = 5_000;

    /// <summary>Guilds whose history a silo fetches at once. They wait for what moderation sends to Discord meanwhile.</summary>
    [ConfigurationKeyName("BACKFILL_CONCURRENT"), Range(1, 1_000)] public int Concurrent { get; set; } = 4;

    /// <summary>Seconds before history that could not be fetched is tried again; doubles up to <see cref="RetryMaxSeconds"/>.</summary>
    [ConfigurationKeyName("BACKFILL_RETRY_SECS"), Range(0.01, 600)] public double RetrySeconds { get; set; } = 1;
    [ConfigurationKeyName("BACKFILL_RETRY_MAX_SECS"), Range(0.01, 3_600)] public double RetryMaxSeconds { get; set; } = 60;

    [OptionsValidator] public sealed partial class Validator : IValidateOptions<BackfillOptions>;
}
