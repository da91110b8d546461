using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Appeals;

/// <summary>How often members may appeal, and how long reviewers may take.</summary>
public sealed partial class AppealOptions
{
    /// <summary>Days after a denial before the same case can be appealed again.</summary>
    [ConfigurationKeyName("APPEAL_COOLDOWN_DAYS"), Range(0, 3_650)] public double CoolDownDays { get; set; } = 7;

    /// <summary>Hours after which reviewers are reminded of an open appeal; then every day.</summary>
    [ConfigurationKeyName("APPEAL_DEADLINE_HOURS"), Range(1, 8_760)] public double DeadlineHours { get; set; } = 48;

    /// <summary>Seconds between two looks for appeals that are due, or that a crash or an outage has left unfinished.</summary>
    [ConfigurationKeyName("APPEAL_SWEEP_SECS"), Range(0.05, 3_600)] public double SweepSeconds { get; set; } = 30;

    [OptionsValidator] public sealed partial class Validator : IValidateOptions<AppealOptions>;
}
