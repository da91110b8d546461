using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Analysis.Budget;

/// <summary>What an analyser outside may be asked and may cost. For the whole cluster, so the same on all silos.</summary>
public sealed partial class AnalysisBudgetOptions
{
    /// <summary>Requests in any 60 seconds of all guilds, and of one. More of them find a quarrel earlier.</summary>
    [ConfigurationKeyName("ANALYZER_REQUESTS_PER_MINUTE"), Range(1, 1_000_000)] public int RequestsPerMinute { get; set; } = 300;
    [ConfigurationKeyName("ANALYZER_GUILD_REQUESTS_PER_MINUTE"), Range(1, 100_000)] public int GuildRequestsPerMinute { get; set; } = 20;

    /// <summary>Dollars from midnight to midnight UTC of all guilds, and of one. What a request may cost at most is reserved before it is made.</summary>
    [ConfigurationKeyName("ANALYZER_DOLLARS_PER_DAY"), Range(0, 1_000_000)] public double DollarsPerDay { get; set; } = 5;
    [ConfigurationKeyName("ANALYZER_GUILD_DOLLARS_PER_DAY"), Range(0, 1_000_000)] public double GuildDollarsPerDay { get; set; } = 1;

    /// <summary>Seconds between two writes of what was spent: what a crash of its keeper forgets.</summary>
    [ConfigurationKeyName("ANALYZER_COST_SAVE_SECS"), Range(1, 600)] public double SaveSeconds { get; set; } = 10;

    [OptionsValidator] public sealed partial class Validator : IValidateOptions<AnalysisBudgetOptions>;
}
