using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Murdoch.Silo.Hosting;

/// <summary>Who judges what patterns cannot.</summary>
internal sealed partial class AnalyzerOptions
{
    [ConfigurationKeyName("ANALYZER"), AllowedValues("none")] public string Analyzer { get; set; } = "none";

    [OptionsValidator] internal sealed partial class Validator : IValidateOptions<AnalyzerOptions>;
}
