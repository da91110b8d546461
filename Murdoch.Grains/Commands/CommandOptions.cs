using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Commands;

/// <summary>How moderators are answered in Discord.</summary>
public sealed partial class CommandOptions
{
    /// <summary>
    /// Milliseconds after which an answer that is not ready is announced; Discord gives up after three seconds.
    /// https://docs.discord.com/developers/interactions/receiving-and-responding
    /// </summary>
    [ConfigurationKeyName("INTERACTION_DEFER_MS"), Range(0, 2_500)] public int DeferMilliseconds { get; set; } = 1_000;

    /// <summary>Seconds that a deferred answer may take; Discord's tokens live for 900.</summary>
    [ConfigurationKeyName("INTERACTION_DEADLINE_SECS"), Range(1, 890)] public double DeadlineSeconds { get; set; } = 600;

    /// <summary>Interactions that a silo works on at once; more are told to come back.</summary>
    [ConfigurationKeyName("INTERACTIONS_CONCURRENT"), Range(1, 10_000)] public int Concurrent { get; set; } = 500;

    /// <summary>Seconds before the commands are registered again after Discord could not be reached; doubles up to ten minutes.</summary>
    [ConfigurationKeyName("COMMANDS_RETRY_SECS"), Range(0.05, 600)] public double RegisterRetrySeconds { get; set; } = 5;

    [OptionsValidator] public sealed partial class Validator : IValidateOptions<CommandOptions>;
}
