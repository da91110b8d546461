using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Analysis;

/// <summary>How far back the embedded analyser looks, and what it mentions.</summary>
public sealed partial class EmbeddedAnalyzerOptions
{
    /// <summary>A model that <c>murdoch train</c> wrote, in the place of the one that comes with Murdoch. Without a readable one layer 1 goes on alone.</summary>
    [ConfigurationKeyName("ANALYZER_MODEL_PATH")] public string? ModelPath { get; set; }

    /// <summary>Earlier messages of a channel that bear on a message.</summary>
    [ConfigurationKeyName("ANALYZER_CONTEXT_MESSAGES"), Range(0, 100)] public int ContextMessages { get; set; } = 10;

    /// <summary>Seconds after which an earlier message no longer bears on a new one.</summary>
    [ConfigurationKeyName("ANALYZER_CONTEXT_SECS"), Range(1, 86_400)] public int ContextSeconds { get; set; } = 600;

    /// <summary>Severity from where a message is reported. A guild's own threshold decides what is done; below this one it cannot go.</summary>
    [ConfigurationKeyName("ANALYZER_MIN_SEVERITY"), Range(0.05, 0.95)] public double MinSeverity { get; set; } = 0.3;

    [OptionsValidator] public sealed partial class Validator : IValidateOptions<EmbeddedAnalyzerOptions>;
}
