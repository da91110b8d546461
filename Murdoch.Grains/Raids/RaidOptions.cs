using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Raids;

/// <summary>How what is decided about raids is carried out.</summary>
public sealed partial class RaidOptions
{
    /// <summary>Guilds whose raids a silo works on at once.</summary>
    [ConfigurationKeyName("RAID_CONCURRENT"), Range(1, 1_000)] public int Concurrent { get; set; } = 16;

    /// <summary>Seconds before something that Discord could not be reached for is tried again; doubles up to <see cref="RetryMaxSeconds"/>.</summary>
    [ConfigurationKeyName("RAID_RETRY_SECS"), Range(0.01, 600)] public double RetrySeconds { get; set; } = 1;
    [ConfigurationKeyName("RAID_RETRY_MAX_SECS"), Range(0.01, 3_600)] public double RetryMaxSeconds { get; set; } = 30;

    /// <summary>Seconds of what a raider wrote that a ban removes, 0 to 604,800 (seven days).</summary>
    [ConfigurationKeyName("RAID_DELETE_SECS"), Range(0, 604_800)] public int DeleteSeconds { get; set; } = 3_600;

    [OptionsValidator] public sealed partial class Validator : IValidateOptions<RaidOptions>;
}
