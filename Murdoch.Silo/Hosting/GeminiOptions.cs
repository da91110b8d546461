using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Analysis.Wire;

namespace Murdoch.Silo.Hosting;

/// <summary>Google's Gemini as the analyser.</summary>
internal sealed partial class GeminiOptions : IValidatableObject
{
    /// <summary>Read here too: the key is needed by nobody else.</summary>
    [ConfigurationKeyName("ANALYZER")] public string Analyzer { get; set; } = AnalyzerOptions.None;

    /// <summary>A key of the Gemini API.</summary>
    [ConfigurationKeyName("GEMINI_API_KEY")] public string? ApiKey { get; set; }

    /// <summary>The API's base address with its version.</summary>
    [ConfigurationKeyName("GEMINI_API_URL"), Required, HttpAddress] public string ApiUrl { get; set; } = "https://generativelanguage.googleapis.com/v1beta";

    /// <summary>Quick and cheap rather than clever: it reads chat. ANALYZER_PRICE_IN and ANALYZER_PRICE_OUT have to be its prices.</summary>
    [ConfigurationKeyName("GEMINI_MODEL"), Required] public string Model { get; set; } = "gemini-flash-lite-latest";

    public ModelEndpoint Endpoint => new(new(ApiUrl), ApiKey, Model);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Analyzer == AnalyzerOptions.Gemini && string.IsNullOrWhiteSpace(ApiKey))
            yield return new("GEMINI_API_KEY is not set though ANALYZER is gemini: a key from https://aistudio.google.com/apikey");
    }

    [OptionsValidator] internal sealed partial class Validator : IValidateOptions<GeminiOptions>;
}
