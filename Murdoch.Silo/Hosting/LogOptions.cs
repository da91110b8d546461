using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Murdoch.Silo.Hosting;

/// <summary>What is logged, and how it looks.</summary>
internal sealed partial class LogOptions
{
    /// <summary>The least important level that is written. At debug, errors at start come with their stack.</summary>
    [ConfigurationKeyName("LOG_LEVEL"), AllowedValues("trace", "debug", "info", "warning", "error")] public string Level { get; set; } = "info";

    /// <summary>A readable line per event, or one JSON object per line for a log collector.</summary>
    [ConfigurationKeyName("LOG_FORMAT"), AllowedValues("text", "json")] public string Format { get; set; } = "text";

    public LogLevel MinimumLevel => Level switch
    {
        "trace" => LogLevel.Trace,
        "debug" => LogLevel.Debug,
        "warning" => LogLevel.Warning,
        "error" => LogLevel.Error,
        _ => LogLevel.Information,
    };

    [OptionsValidator] internal sealed partial class Validator : IValidateOptions<LogOptions>;
}
