using Murdoch.TestCluster.Processes;

using Npgsql;

namespace Murdoch.Grains.Tests.Storage;

/// <summary>A PostgreSQL server of its own, with a password that has to be encoded in addresses and databases to make.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    public const string Password = "p@ss:w/rd?#%";

    private static readonly Lazy<Task<PostgresServer>> SharedServer = new(() => Start());
    private static int _databases;

    private readonly RunFolder _folder;
    private readonly TestCluster.Servers.PostgresServer _server;

    private PostgresServer(RunFolder folder, TestCluster.Servers.PostgresServer server) => (_folder, _server) = (folder, server);

    public int Port => _server.Port;

    /// <summary>The server for all tests that do it no harm; it ends with the process.</summary>
    public static Task<PostgresServer> Shared => SharedServer.Value;

    /// <param name="primary">What this one is a replica of.</param>
    public static async Task<PostgresServer> Start(PostgresServer? primary = null, int? port = null)
    {
        var folder = RunFolder.Create();
        return new(folder, primary is null ? await TestCluster.Servers.PostgresServer.StartPrimary(folder, Password, port) : await primary._server.StartReplica(folder));
    }

    /// <summary>What DATABASE_PATH would be for a server that is not there yet.</summary>
    public static string Address(int port, string database) => TestCluster.Servers.PostgresServer.Address(port, Password, database);

    /// <summary>What DATABASE_PATH would be for a database of this server.</summary>
    public string Address(string database) => _server.Address(database);

    public async Task<string> CreateDatabase()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await _server.CreateDatabase(name);
        return name;
    }

    public NpgsqlConnection Open(string database)
    {
        var connection = new NpgsqlConnection($"{_server.ConnectionString(database)};Pooling=false");
        connection.Open();
        return connection;
    }

    public async Task Run(string database, string sql)
    {
        await using var connection = Open(database);
        await connection.Run(sql);
    }

    /// <summary>Stops all of its processes where they are, as a machine that hangs.</summary>
    public void Pause() => _server.Pause();

    public void Resume() => _server.Resume();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _folder.DisposeAsync();
    }
}

internal static class PostgresConnectionTexts
{
    public static async Task Run(this NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<List<string>> Query(this NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync()) values.Add(reader.GetValue(0).ToString()!);
        return values;
    }
}
