using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Murdoch.Silo.Hosting;

/// <summary>Who judges what patterns cannot.</summary>
internal sealed partial class AnalyzerOptions
{
    public const string Embedded = "embedded";
    public const string Gemini = "gemini";
    public const string OpenAi = "openai";
    public const string None = "none";

    /// <summary>None by default: one everyday message in 200 is too many to act on unasked.</summary>
    [ConfigurationKeyName("ANALYZER"), AllowedValues(Embedded, Gemini, OpenAi, None)] public string Analyzer { get; set; } = None;

    [OptionsValidator] internal sealed partial class Validator : IValidateOptions<AnalyzerOptions>;
}
