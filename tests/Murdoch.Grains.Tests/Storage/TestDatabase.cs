using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Tests.Storage;

/// <summary>A real SQLite file in a folder of its own, with its writer at work.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("murdoch-db-");
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private readonly IOptions<DatabaseOptions> _options;

    private TestDatabase()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _options = Options.Create(new DatabaseOptions { Path = Path.Combine(_folder.FullName, "murdoch.db"), BusyTimeoutMilliseconds = 20, RetryMilliseconds = 10, RetryMaxMilliseconds = 20, FlushSeconds = 1 });
        Database = new(_options, meters);
        Writer = new(Database, _options, TimeProvider.System, NullLogger<DatabaseWriter>.Instance, meters);
    }

    public Database Database { get; }
    public DatabaseWriter Writer { get; }
    public DatabaseMigrations Migrations => new(Database, _options, TimeProvider.System, NullLogger<DatabaseMigrations>.Instance);

    public static async Task<TestDatabase> Create()
    {
        var database = new TestDatabase();
        await database.Migrations.RunAsync(TestContext.Current.CancellationToken);
        await database.Writer.StartAsync(TestContext.Current.CancellationToken);
        return database;
    }

    public long Scalar(string sql)
    {
        using var connection = Database.Open();
        return Scalar(connection, sql);
    }

    public void Execute(string sql)
    {
        using var connection = Database.Open();
        Execute(connection, sql);
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.StopAsync(CancellationToken.None);
        Writer.Dispose();
        Database.Dispose();
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }
}
