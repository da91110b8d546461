using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Interfaces.Breakers;

namespace Murdoch.Grains.Breakers;

/// <summary>Whether what does too much at once is stopped. How much is too much each guild says for itself.</summary>
public sealed class BreakerOptions
{
    private static readonly BreakerConfig Never = new() { Members = 0, ActivePercent = 0, ModeratorMembers = 0 };
    private static readonly BreakerConfig Standard = new();

    /// <summary>False: in no guild, whatever it has configured. For load tests, where everybody offends.</summary>
    [ConfigurationKeyName("BREAKER_ENABLED")] public bool Enabled { get; set; } = true;

    /// <param name="config">Null for a configuration that was stored before breakers had one.</param>
    public BreakerConfig Of(BreakerConfig? config) => Enabled ? config ?? Standard : Never;

    /// <summary>What can be wrong with it the binder tells; by this class the setting is known.</summary>
    public sealed class Validator : IValidateOptions<BreakerOptions>
    {
        public ValidateOptionsResult Validate(string? name, BreakerOptions options) => ValidateOptionsResult.Success;
    }
}
