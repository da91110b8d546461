using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Storage;
using Npgsql;

namespace Murdoch.Grains.Tests.Storage;

/// <summary>Storage on a PostgreSQL database of its own, on the server that all tests share or on a given one.</summary>
public sealed class PostgresStores : StoreFixture
{
    private PostgresServer? _server;

    public DatabaseOptions Options { get; } = new() { RetryMilliseconds = 1, RetryMaxMilliseconds = 20, ConnectTimeoutSeconds = 1 };
    internal string Database { get; private set; } = "";

    internal static async Task<PostgresStores> Start(Action<DatabaseOptions>? configure = null, PostgresServer? server = null, string? database = null)
    {
        var stores = new PostgresStores { _server = server, Database = database ?? "" };
        configure?.Invoke(stores.Options);
        await stores.InitializeAsync();
        return stores;
    }

    /// <summary>A connection as another process would have it.</summary>
    public NpgsqlConnection OpenAsStranger() => _server!.Open(Database);

    protected override async Task Prepare()
    {
        _server ??= await PostgresServer.Shared;
        if (Database.Length == 0) Database = await _server.CreateDatabase();
        if (Options.Path == new DatabaseOptions().Path) Options.Path = _server.Address(Database);
    }

    protected override void Register(IServiceCollection services)
    {
        services.AddSingleton<IOptions<DatabaseOptions>>(new OptionsWrapper<DatabaseOptions>(Options));
        services.AddStorage();
    }
}
