using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Murdoch.Grains.Storage.Postgres;

/// <summary>A PostgreSQL database, version 13 or later. Connections are few and kept, each with its prepared statements.</summary>
internal sealed class PostgresDatabase : Database
{
    // For migrations and for upkeep, beside readers, writers and grain state.
    private const int SpareConnections = 3;
    private const int PreparedStatements = 100;
    private const int KeepAliveSeconds = 15;

    private readonly NpgsqlConnectionStringBuilder _settings;

    public PostgresDatabase(IOptions<DatabaseOptions> options, IMeterFactory meters) : base(options.Value, meters, Connections(options.Value))
    {
        if (!PostgresAddress.TryParse(Options.Path, out var settings, out var problem)) throw new OptionsValidationException("DATABASE_PATH", typeof(DatabaseOptions), [$"DATABASE_PATH: {problem}."]);
        _settings = settings;
        _settings.ApplicationName ??= "murdoch";
        _settings.Timeout = Options.ConnectTimeoutSeconds;
        _settings.CommandTimeout = Options.CommandTimeoutSeconds;
        _settings.MaxPoolSize = Connections(Options);
        _settings.MaxAutoPrepare = PreparedStatements;
        _settings.AutoPrepareMinUsages = 2;
        _settings.KeepAlive = KeepAliveSeconds;
        Primary = NpgsqlDataSource.Create(_settings);
    }

    /// <summary>The server that takes writes.</summary>
    public NpgsqlDataSource Primary { get; }

    public override string Name => $"{_settings.Host}:{_settings.Port}/{_settings.Database}";
    public override long? SizeBytes => null;
    public override long? MaxSizeBytes => Options.MaxSizeMegabytes > 0 ? Options.MaxSizeMegabytes * 1_048_576L : null;
    internal override bool MayComeLater => true;
    internal override int Writers => Options.Writers;

    public DatabaseSession OpenWriter() => new(Primary.OpenConnection(), PostgresValues.Convert);

    internal override DatabaseTransaction CreateTransaction() => new PostgresTransaction(this);

    private protected override DatabaseSession OpenReader() => new(Primary.OpenConnection(), PostgresValues.Convert);

    private protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Primary.Dispose();
    }

    private static int Connections(DatabaseOptions options) => options.Readers + options.Writers + options.GrainConnections + SpareConnections;
}
