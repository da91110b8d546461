using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Tests.Storage;

/// <summary>Storage on a SQLite file in a folder that goes away with it.</summary>
public sealed class SqliteStores : StoreFixture
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("murdoch-stores-");

    public DatabaseOptions Options { get; } = new() { BusyTimeoutMilliseconds = 10, RetryMilliseconds = 1, RetryMaxMilliseconds = 20 };
    public string Path => System.IO.Path.Combine(_folder.FullName, "murdoch.db");

    internal static async Task<SqliteStores> Start(Action<DatabaseOptions>? configure = null)
    {
        var stores = new SqliteStores();
        configure?.Invoke(stores.Options);
        await stores.InitializeAsync();
        return stores;
    }

    /// <summary>A connection as another process would have it.</summary>
    public SqliteConnection OpenAsStranger()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>Keeps everybody from writing until it is disposed of.</summary>
    public SqliteConnection Lock()
    {
        var connection = OpenAsStranger();
        connection.Run("BEGIN EXCLUSIVE");
        return connection;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    protected override void Register(IServiceCollection services)
    {
        Options.Path = Path;
        services.AddSingleton<IOptions<DatabaseOptions>>(new OptionsWrapper<DatabaseOptions>(Options));
        services.AddStorage();
    }
}

internal static class SqliteConnectionTexts
{
    public static void Run(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static List<string> Query(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read()) values.Add(reader.GetValue(0).ToString()!);
        return values;
    }
}
