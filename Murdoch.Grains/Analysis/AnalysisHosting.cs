using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Analysis.Cascade;
using Murdoch.Grains.Analysis.Wire;

namespace Murdoch.Grains.Analysis;

/// <summary>Which analyser a silo has. Before the rest of moderation, which takes none for granted.</summary>
public static class AnalysisHosting
{
    public static IServiceCollection AddEmbeddedAnalyzer(this IServiceCollection services) => services.AddSingleton<IMessageAnalyzer, EmbeddedAnalyzer>();

    public static IServiceCollection AddGemini(this IServiceCollection services, ModelEndpoint endpoint) => services.AddOutside(new GeminiWire(endpoint));

    public static IServiceCollection AddOpenAi(this IServiceCollection services, ModelEndpoint endpoint) => services.AddOutside(new OpenAiWire(endpoint));

    private static IServiceCollection AddOutside(this IServiceCollection services, ModelWire wire)
    {
        services.AddSingleton(wire);
        services.AddSingleton<ModelClient>();
        services.AddSingleton<EmbeddedAnalyzer>();
        services.AddSingleton<PromptedAnalyzer>();
        return services.AddSingleton<IMessageAnalyzer>(provider =>
        {
            var outside = provider.GetRequiredService<PromptedAnalyzer>();
            var cascade = provider.GetRequiredService<IOptions<CascadeOptions>>().Value;
            var embedded = provider.GetRequiredService<EmbeddedAnalyzer>();
            // Without a model, which was logged when it was not found, the analyser outside judges everything.
            return cascade.Enabled && embedded.IsEnabled
                ? new CascadeAnalyzer(outside, cascade, provider.GetRequiredService<IOptions<EmbeddedAnalyzerOptions>>().Value, embedded.Model)
                : outside;
        });
    }
}
