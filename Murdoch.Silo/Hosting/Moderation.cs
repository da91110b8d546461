using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Murdoch.Discord.Gateway;
using Murdoch.Discord.Rest;
using Murdoch.Grains;
using Murdoch.Grains.Analysis;
using Murdoch.Grains.Backfills;
using Murdoch.Grains.Gateway;
using Murdoch.Grains.Messages.Lists;
using Murdoch.Grains.Placement;
using Murdoch.Grains.Storage;

namespace Murdoch.Silo.Hosting;

/// <summary>Moderation as the host sees it: what it registers before the silo and after it, and how well it is.</summary>
internal static class Moderation
{
    /// <summary>What must outlive the grains: options, the database and its writer, Discord's REST API.</summary>
    public static void AddBeforeSilo(IServiceCollection services, IConfiguration configuration)
    {
        var discord = configuration.Read<DiscordOptions>();
        AddAnalyzer(services, configuration);
        services.AddModerationStorage(configuration, new DiscordRestOptions { ApiUrl = new(discord.ApiUrl), Token = discord.Token, RequestsPerSecond = discord.RestPerSecond });
    }

    /// <summary>What must stop before the grains: dispatcher, tickers, shard keeper.</summary>
    public static void AddAfterSilo(IServiceCollection services, IConfiguration configuration) =>
        services.AddModeration(new ShardConnectionOptions { Token = configuration.Read<DiscordOptions>().Token, Compression = configuration.Read<GatewayOptions>().Compression });

    public static void AddHealth(IHealthChecksBuilder checks, SiloOptions silo)
    {
        checks.AddCheck<DatabaseHealthCheck>("database");
        if (silo.IsBot) checks.AddCheck<ShardHealthCheck>("shards").AddCheck<AnalyzerHealthCheck>("analyzer").AddCheck<ListsHealthCheck>("lists");
        else checks.AddCheck<BotSiloHealthCheck>("bots");
    }

    // Before the rest of moderation, which takes no analyser for granted.
    private static void AddAnalyzer(IServiceCollection services, IConfiguration configuration)
    {
        switch (configuration.Read<AnalyzerOptions>().Analyzer)
        {
            case AnalyzerOptions.Embedded:
                services.AddEmbeddedAnalyzer();
                break;
            case AnalyzerOptions.Gemini:
                services.AddGemini(configuration.Read<GeminiOptions>().Endpoint);
                break;
            case AnalyzerOptions.OpenAi:
                services.AddOpenAi(configuration.Read<OpenAiOptions>().Endpoint);
                break;
            default:
                break;
        }
    }
}

/// <summary>A store that cannot be written is no reason to stop moderating: buffers hold, so it is degraded. One that was never reached is: nobody's settings are known.</summary>
internal sealed class DatabaseHealthCheck(DatabaseWriter writer) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var health = writer.Health;
        if (!health.HasStarted) return Task.FromResult(HealthCheckResult.Unhealthy(health.Problem));
        return Task.FromResult(health.IsHealthy ? HealthCheckResult.Healthy($"{health.Queued} writes wait.") : HealthCheckResult.Degraded($"{health.Problem} {health.Queued} writes wait."));
    }
}

/// <summary>A list that cannot be right does not take the place of the one before: never more than degraded.</summary>
internal sealed class ListsHealthCheck(ListReload lists) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(lists.Problem is { } problem ? HealthCheckResult.Degraded(problem) : HealthCheckResult.Healthy(lists.Summary));
}

/// <summary>Layer 1 goes on without an analyser, and buffers wait for it: never more than degraded.</summary>
internal sealed class AnalyzerHealthCheck(IMessageAnalyzer analyzer, AnalysisHealth health) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var spent = health.DollarsToday is { } dollars ? string.Create(CultureInfo.InvariantCulture, $" ${dollars:0.00} of the cluster's budget are spent or reserved today.") : "";
        return Task.FromResult(((analyzer as EmbeddedAnalyzer)?.Problem ?? health.Problem) is { } problem
            ? HealthCheckResult.Degraded($"{problem} Layer 1 goes on alone; buffers wait.{spent}")
            : HealthCheckResult.Healthy(analyzer.IsEnabled ? $"{analyzer.Name}.{spent}" : "There is none (ANALYZER=none)."));
    }
}

/// <summary>Ready when every shard is.</summary>
internal sealed class ShardHealthCheck(ShardKeeper keeper, MissedHistory missed) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (keeper.Problem is { } problem) return Task.FromResult(HealthCheckResult.Unhealthy(problem));
        if (keeper.Shards is not { } shards) return Task.FromResult(HealthCheckResult.Unhealthy("The shards are not planned yet."));
        var late = shards.Where(shard => shard.State != "ready").ToArray();
        return Task.FromResult(late.Length == 0
            ? HealthCheckResult.Healthy(missed() is > 0 and var guilds ? $"{shards.Count} shards are ready; {guilds} guilds are getting back what they missed." : $"{shards.Count} shards are ready.")
            : HealthCheckResult.Unhealthy(string.Join(" ", late.Select(shard => $"Shard {shard.Shard} is {shard.State}. {shard.Problem}".TrimEnd()))));
    }
}

/// <summary>A silo of the dashboard alone holds no guild: where nobody else does, every call fails at once, and this says why.</summary>
internal sealed class BotSiloHealthCheck(SiloRoles roles) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(roles.Active(SiloRoles.Bot) is { Length: > 0 } bots
            ? HealthCheckResult.Healthy($"{bots.Length} silos moderate.")
            : HealthCheckResult.Unhealthy("No silo of this cluster moderates, and this one only serves the dashboard: start one with MURDOCH_ROLES=bot, or set MURDOCH_ROLES to bot,web here."));
}
