using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Actions;
using Murdoch.Grains.Appeals;
using Murdoch.Grains.Audit;
using Murdoch.Grains.Cases;
using Murdoch.Grains.Feedback;
using Murdoch.Grains.Gateway;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Raids;
using Murdoch.Grains.Storage.Postgres;
using Murdoch.Grains.Storage.Sqlite;
using Murdoch.Grains.Violations;
using Orleans.Storage;

namespace Murdoch.Grains.Storage;

/// <summary>Storage as a silo registers it.</summary>
public static class StorageHosting
{
    /// <summary>
    /// The database, its migrations at start, its writer, the stores and the grain storage <see cref="StorageNames.Moderation"/>. Before
    /// <c>UseOrleans</c>: hosted services stop in the opposite order, so the writer outlives the grains. <see cref="DatabaseOptions"/> are bound elsewhere.
    /// </summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PostgresPartitions>();
        services.AddByDatabase<Database, SqliteDatabase, PostgresDatabase>();
        services.AddByDatabase<DatabaseMigrations, SqliteMigrations, PostgresMigrations>();
        services.AddHostedService<DatabaseStartup>();
        services.AddSingleton<DatabaseWriter>();
        services.AddHostedService<PostgresUpkeep>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseWriter>());
        services.AddSingleton<SnapshotStore>();
        services.AddSingleton<ViolationStore>();
        services.AddSingleton<MarkStore>();
        services.AddSingleton<CaseStore>();
        services.AddSingleton<AppealStore>();
        services.AddSingleton<AuditStore>();
        services.AddSingleton<HourlyMetricsStore>();
        services.AddSingleton<GapStore>();
        services.AddSingleton<RaidStore>();
        services.AddSingleton<ExpiryStore>();
        services.AddByDatabase<IGrainStorage, SqliteGrainStorage, PostgresGrainStorage>(StorageNames.Moderation);
        return services;
    }

    /// <summary>DATABASE_PATH decides which of the two it is.</summary>
    private static void AddByDatabase<TService, TSqlite, TPostgres>(this IServiceCollection services, string? key = null)
        where TService : class
        where TSqlite : class, TService
        where TPostgres : class, TService
    {
        services.TryAddSingleton<TSqlite>();
        services.TryAddSingleton<TPostgres>();
        services.AddKeyedSingleton<TService>(key, (provider, _) => IsPostgres(provider) ? provider.GetRequiredService<TPostgres>() : provider.GetRequiredService<TSqlite>());
    }

    private static bool IsPostgres(IServiceProvider provider) => PostgresAddress.IsOne(provider.GetRequiredService<IOptions<DatabaseOptions>>().Value.Path);
}
