using Murdoch.Silo.Hosting.Redis;

namespace Murdoch.Silo.Hosting;

/// <summary>The options classes of the host itself.</summary>
internal static class HostSettings
{
    public static void AddHostSettings(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<WebOptions, WebOptions.Validator>().Bind(configuration);
        services.AddOptionsWithValidateOnStart<SiloOptions, SiloOptions.Validator>().Bind(configuration);
        services.AddOptionsWithValidateOnStart<RedisOptions, RedisOptions.Validator>().Bind(configuration);
        services.AddOptionsWithValidateOnStart<LogOptions, LogOptions.Validator>().Bind(configuration);
        services.AddOptionsWithValidateOnStart<DiscordOptions, DiscordOptions.Validator>().Bind(configuration);
        services.AddOptionsWithValidateOnStart<AnalyzerOptions, AnalyzerOptions.Validator>().Bind(configuration);
        services.AddOptionsWithValidateOnStart<GeminiOptions, GeminiOptions.Validator>().Bind(configuration);
        services.AddOptionsWithValidateOnStart<OpenAiOptions, OpenAiOptions.Validator>().Bind(configuration);
    }

    /// <summary>Options needed while the host is put together, from settings that were checked already.</summary>
    public static TOptions Read<TOptions>(this IConfiguration configuration) where TOptions : class, new()
    {
        var options = new TOptions();
        configuration.Bind(options);
        return options;
    }
}
