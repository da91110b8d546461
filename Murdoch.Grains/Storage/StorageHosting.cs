using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Murdoch.Grains.Actions;
using Murdoch.Grains.Gateway;
using Murdoch.Grains.Guilds;
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
        services.AddSingleton<SqliteDatabase>();
        services.AddSingleton<Database>(provider => provider.GetRequiredService<SqliteDatabase>());
        services.AddSingleton<DatabaseMigrations, SqliteMigrations>();
        services.AddHostedService<DatabaseStartup>();
        services.AddSingleton<DatabaseWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseWriter>());
        services.AddSingleton<SnapshotStore>();
        services.AddSingleton<ViolationStore>();
        services.AddSingleton<CaseStore>();
        services.AddSingleton<HourlyMetricsStore>();
        services.AddSingleton<GapStore>();
        services.AddSingleton<ExpiryStore>();
        services.AddKeyedSingleton<IGrainStorage, SqliteGrainStorage>(StorageNames.Moderation);
        return services;
    }
}
