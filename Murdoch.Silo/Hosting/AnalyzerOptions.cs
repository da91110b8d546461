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

    /// <summary>The built-in model needs no key, and no message leaves the machine.</summary>
    [ConfigurationKeyName("ANALYZER"), AllowedValues(Embedded, Gemini, OpenAi, None)] public string Analyzer { get; set; } = Embedded;

    [OptionsValidator] internal sealed partial class Validator : IValidateOptions<AnalyzerOptions>;
}
