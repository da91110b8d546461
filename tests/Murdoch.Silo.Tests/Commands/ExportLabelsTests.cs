using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Murdoch.Grains;
using Murdoch.Grains.Storage;
using Murdoch.Silo.Commands;
using Murdoch.Silo.Hosting;
using Murdoch.Silo.Settings;

namespace Murdoch.Silo.Tests.Commands;

public sealed class ExportLabelsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("murdoch-labels-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public async Task Rows_go_to_the_output_or_to_a_file_that_train_can_read()
    {
        await MakeDatabase();

        Assert.Equal(ExitCode.Done, await Run());
        Assert.Equal(ExitCode.Done, await Run(target: "labels.jsonl"));

        Assert.Equal("", _output.ToString());
        Assert.Equal("", await File.ReadAllTextAsync(PathOf("labels.jsonl"), Cancellation));
        Assert.StartsWith("0 benign and 0 violating texts.", _errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("in guilds that keep texts", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_not_made()
    {
        Assert.Equal(ExitCode.Failed, await Run());

        Assert.Equal($"The database {PathOf("murdoch.db")} cannot be opened: there is no such file.\n", _errors.ToString().ReplaceLineEndings("\n"));
        Assert.False(File.Exists(PathOf("murdoch.db")));
    }

    [Fact]
    public async Task A_database_of_another_version_is_left_alone()
    {
        await MakeDatabase();
        using (var connection = new SqliteConnection($"Data Source={PathOf("murdoch.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM SchemaVersions WHERE ScriptName LIKE '%marks%'";
            command.ExecuteNonQuery();
        }

        Assert.Equal(ExitCode.Failed, await Run(target: "labels.jsonl"));

        Assert.Contains("its schema is that of another version", _errors.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(PathOf("labels.jsonl")));
    }

    [Fact]
    public async Task A_wrong_setting_of_the_database_is_named()
    {
        Assert.Equal(ExitCode.WrongUsage, await Run(database: "postgresql://"));

        Assert.Contains("DATABASE_PATH", _errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("DISCORD_TOKEN", _errors.ToString(), StringComparison.Ordinal);
    }

    private async Task MakeDatabase()
    {
        var settings = Load(PathOf("murdoch.db"));
        await using var services = new ServiceCollection().AddLogging().AddMetrics().AddModerationOptions(settings.Configuration).AddStorage().BuildServiceProvider();
        await services.GetRequiredService<DatabaseMigrations>().RunAsync(Cancellation);
    }

    private Task<int> Run(string? target = null, string? database = null) => ExportLabelsCommand.RunAsync(
        Load(database ?? PathOf("murdoch.db")), MurdochHost.Catalogue(), null, target is null ? null : new FileInfo(PathOf(target)), _output, _errors, Cancellation);

    private LoadedSettings Load(string database) =>
        SettingSources.Load(_folder.FullName, new Dictionary<string, string> { ["DATABASE_PATH"] = database }, MurdochHost.Catalogue().Names);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
