using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Analysis.Wire;

namespace Murdoch.Silo.Hosting;

/// <summary>Any server that speaks OpenAI's chat completions as the analyser, one on the same machine too.</summary>
internal sealed partial class OpenAiOptions : IValidatableObject
{
    private const string OpenAiHost = "api.openai.com";

    /// <summary>Read here too: key and model are needed by nobody else.</summary>
    [ConfigurationKeyName("ANALYZER")] public string Analyzer { get; set; } = AnalyzerOptions.None;

    /// <summary>The API's base address with its version, such as <c>http://localhost:11434/v1</c>.</summary>
    [ConfigurationKeyName("OPENAI_API_URL"), Required, HttpAddress] public string ApiUrl { get; set; } = "https://api.openai.com/v1";

    /// <summary>Sent as a bearer token; a local server mostly wants none.</summary>
    [ConfigurationKeyName("OPENAI_API_KEY")] public string? ApiKey { get; set; }

    /// <summary>The model's name as the server knows it. ANALYZER_PRICE_IN and ANALYZER_PRICE_OUT have to be its prices.</summary>
    [ConfigurationKeyName("OPENAI_MODEL")] public string? Model { get; set; }

    public ModelEndpoint Endpoint => new(new(ApiUrl), string.IsNullOrWhiteSpace(ApiKey) ? null : ApiKey, Model!);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Analyzer != AnalyzerOptions.OpenAi) yield break;
        if (string.IsNullOrWhiteSpace(Model)) yield return new("OPENAI_MODEL is not set though ANALYZER is openai: the name of a model that OPENAI_API_URL serves");
        if (string.IsNullOrWhiteSpace(ApiKey) && Uri.TryCreate(ApiUrl, UriKind.Absolute, out var address) && address.Host == OpenAiHost)
            yield return new($"OPENAI_API_KEY is not set though ANALYZER is openai and OPENAI_API_URL is {OpenAiHost}: a key from https://platform.openai.com/api-keys");
    }

    [OptionsValidator] internal sealed partial class Validator : IValidateOptions<OpenAiOptions>;
}
