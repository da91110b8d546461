using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Analysis.Cascade;

/// <summary>Which messages the embedded model settles by itself, so that an analyser outside is asked about the others alone.</summary>
public sealed partial class CascadeOptions : IValidatableObject
{
    /// <summary>Off: the analyser outside judges everything, which costs ten times as much and finds more.</summary>
    [ConfigurationKeyName("ANALYZER_CASCADE")] public bool Enabled { get; set; } = true;

    /// <summary>Severity below which a message is clearly benign. A higher one saves more requests and lets more veiled hostility pass.</summary>
    [ConfigurationKeyName("ANALYZER_CASCADE_LOW"), Range(0.001, 0.5)] public double Low { get; set; } = 0.08;

    /// <summary>Severity from where a message is clearly violating. A lower one saves more requests and errs more often.</summary>
    [ConfigurationKeyName("ANALYZER_CASCADE_HIGH"), Range(0.5, 1)] public double High { get; set; } = 0.95;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Low >= High) yield return new("ANALYZER_CASCADE_LOW is not below ANALYZER_CASCADE_HIGH: between the two lies what the analyser outside is asked about");
    }

    [OptionsValidator] public sealed partial class Validator : IValidateOptions<CascadeOptions>;
}
