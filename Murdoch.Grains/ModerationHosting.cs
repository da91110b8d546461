using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Murdoch.Discord.Gateway;
using Murdoch.Discord.Rest;
using Murdoch.Discord.Rest.RateLimits;
using Murdoch.Grains.Actions;
using Murdoch.Grains.Analysis;
using Murdoch.Grains.Analysis.Budget;
using Murdoch.Grains.Analysis.Cascade;
using Murdoch.Grains.Analysis.Wire;
using Murdoch.Grains.Appeals;
using Murdoch.Grains.Backfills;
using Murdoch.Grains.Breakers;
using Murdoch.Grains.Buffers;
using Murdoch.Grains.Cases;
using Murdoch.Grains.Commands;
using Murdoch.Grains.Commands.Guilds;
using Murdoch.Grains.Explanations;
using Murdoch.Grains.Gateway;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Members;
using Murdoch.Grains.Messages.Lists;
using Murdoch.Grains.Notices;
using Murdoch.Grains.Notifications;
using Murdoch.Grains.Placement;
using Murdoch.Grains.Raids;
using Murdoch.Grains.Storage;
using Orleans.Placement;

namespace Murdoch.Grains;

/// <summary>What a silo needs in order to moderate. The order matters: hosted services stop in the opposite order of their registration.</summary>
public static class ModerationHosting
{
    /// <summary>The options of moderation and their validators.</summary>
    public static IServiceCollection AddModerationOptions(this IServiceCollection services, IConfiguration configuration) => services
        .AddBound<DatabaseOptions, DatabaseOptions.Validator>(configuration)
        .AddBound<BufferOptions, BufferOptions.Validator>(configuration)
        .AddBound<RaidOptions, RaidOptions.Validator>(configuration)
        .AddBound<BackfillOptions, BackfillOptions.Validator>(configuration)
        .AddBound<GatewayOptions, GatewayOptions.Validator>(configuration)
        .AddBound<ActionOptions, ActionOptions.Validator>(configuration)
        .AddBound<NoticeOptions, NoticeOptions.Validator>(configuration)
        .AddBound<AppealOptions, AppealOptions.Validator>(configuration)
        .AddBound<ModeratorOptions, ModeratorOptions.Validator>(configuration)
        .AddBound<PatternOptions, PatternOptions.Validator>(configuration)
        .AddBound<ListOptions, ListOptions.Validator>(configuration)
        .AddBound<RequestBudgetOptions, RequestBudgetOptions.Validator>(configuration)
        .AddBound<EmbeddedAnalyzerOptions, EmbeddedAnalyzerOptions.Validator>(configuration)
        .AddBound<ModelOptions, ModelOptions.Validator>(configuration)
        .AddBound<AnalysisBudgetOptions, AnalysisBudgetOptions.Validator>(configuration)
        .AddBound<CascadeOptions, CascadeOptions.Validator>(configuration)
        .AddBound<BreakerOptions, BreakerOptions.Validator>(configuration)
        .AddBound<CommandOptions, CommandOptions.Validator>(configuration)
        .Configure<DashboardAddress>(configuration);

    /// <summary>Options, storage and Discord's REST client. Before <c>UseOrleans</c>: the writer outlives the grains.</summary>
    public static IServiceCollection AddModerationStorage(this IServiceCollection services, IConfiguration configuration, DiscordRestOptions rest)
    {
        services.AddModerationOptions(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddStorage();
        services.AddRequestBudget(rest.RequestsPerSecond);
        services.AddSingleton(provider => new DiscordRest(
            rest, provider.GetRequiredService<RequestBudget>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<DiscordRest>>()));
        services.TryAddSingleton<IMessageAnalyzer, NoAnalyzer>();
        services.AddSingleton<PatternCatalogue>();
        services.AddSingleton(provider => new ListReload(
            provider.GetRequiredService<PatternCatalogue>(), provider.GetRequiredService<IOptions<PatternOptions>>(), provider.GetRequiredService<IOptions<ListOptions>>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IMeterFactory>(), provider.GetRequiredService<ILogger<ListReload>>()));
        services.AddSingleton<AnalysisHealth>();
        services.AddSingleton<AnalysisDispatcher>();
        services.AddSingleton(provider => provider.GetRequiredService<IMessageAnalyzer>() is var analyzer && analyzer is EmbeddedAnalyzer embedded
            ? new MessageExplainer(analyzer.Name, embedded)
            : new MessageExplainer(analyzer.Name, provider.GetService<EmbeddedAnalyzer>()));
        services.AddSingleton<BackfillRunner>();
        services.AddSingleton<StaffNotices>();
        services.AddSingleton<RaidMeasures>();
        services.AddSingleton<RaidRunner>();
        services.AddSingleton<DueGuilds>();
        services.AddSingleton<LayoutBytes>();
        services.AddSingleton<GuildServices>();
        services.AddSingleton<DeletionQueue>();
        services.AddSingleton<MemberGrains>();
        services.AddSingleton<ThreadOwners>();
        services.AddSingleton<NameRunner>();
        services.AddSingleton<SanctionRunner>();
        services.AddSingleton<ActionDispatcher>();
        services.AddSingleton<MemberNotices>();
        services.AddSingleton<CaseActions>();
        services.AddSingleton<LogChannels>();
        services.AddSingleton<CaseLogServices>();
        services.AddSingleton<AppealDesk>();
        services.AddSingleton<ShardRunnerFactory>();
        services.AddSingleton<GatewayMetrics>();
        services.AddCommands();
        services.AddSingleton<SiloRoles>();
        // Every silo places grains, whatever it runs itself.
        services.AddPlacementFilter<RunsOnStrategy, RunsOnDirector>(ServiceLifetime.Transient);
        return services;
    }

    /// <summary>What must be quiet before the grains go. After <c>UseOrleans</c>: shards stop first, then actions drain, then grains deactivate.</summary>
    public static IServiceCollection AddModeration(this IServiceCollection services, ShardConnectionOptions connection)
    {
        services.AddSingleton(connection);
        services.AddHostedService(provider => provider.GetRequiredService<ActionDispatcher>());
        services.AddHostedService<GuildTicker>();
        services.AddHostedService(provider => provider.GetRequiredService<ListReload>());
        services.AddHostedService<ExpirySweep>();
        services.AddHostedService<CaseSweep>();
        services.AddHostedService<AppealSweep>();
        services.AddHostedService(provider => provider.GetRequiredService<InteractionDesk>());
        services.AddHostedService<CommandRegistrar>();
        services.AddHostedService(provider => provider.GetRequiredService<BackfillRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<RaidRunner>());
        services.AddHostedService(provider => provider.GetRequiredService<StaffNotices>());
        services.AddSingleton<LocalShards>(provider => () => [.. provider.GetRequiredService<ShardRunnerFactory>().Local.Select(runner => runner.Pump.Shard)]);
        services.AddSingleton<MissedHistory>(provider => () => provider.GetRequiredService<BackfillRunner>().Waiting);
        services.AddSingleton<ShardKeeper>();
        services.AddHostedService(provider =>
        {
            // Gauges exist once somebody has asked for them.
            provider.GetRequiredService<GatewayMetrics>();
            return provider.GetRequiredService<ShardKeeper>();
        });
        return services;
    }

    /// <summary>The silo's part of the bot's requests per second, and who renews its lease.</summary>
    internal static IServiceCollection AddRequestBudget(this IServiceCollection services, int requestsPerSecond)
    {
        services.AddSingleton(provider => new RequestBudget(
            requestsPerSecond, provider.GetRequiredService<IOptions<RequestBudgetOptions>>().Value.FloorOf(requestsPerSecond), RequestBudgetOptions.UnknownFor, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RequestBudgetKeeper>();
        return services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<RequestBudgetKeeper>());
    }

    private static IServiceCollection AddBound<TOptions, TValidator>(this IServiceCollection services, IConfiguration configuration)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddOptions<TOptions>().Bind(configuration);
        return services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
    }
}
