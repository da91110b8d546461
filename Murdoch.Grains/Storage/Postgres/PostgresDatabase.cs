using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
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
    private long _size = -1;

    public PostgresDatabase(IOptions<DatabaseOptions> options, IMeterFactory meters, TimeProvider time, ILogger<PostgresDatabase> logger) : base(options.Value, meters, Connections(options.Value))
    {
        if (!PostgresAddress.TryParse(Options.Path, out var settings, out var problem)) throw new OptionsValidationException("DATABASE_PATH", typeof(DatabaseOptions), [$"DATABASE_PATH: {problem}."]);
        _settings = settings;
        _settings.ApplicationName ??= "murdoch";
        _settings.Timeout = Options.ConnectTimeoutSeconds;
        _settings.CommandTimeout = Options.CommandTimeoutSeconds;
        _settings.MaxPoolSize = Options.Readers + Options.Writers + SpareConnections;
        _settings.MaxAutoPrepare = PreparedStatements;
        _settings.AutoPrepareMinUsages = 2;
        _settings.KeepAlive = KeepAliveSeconds;
        Primary = NpgsqlDataSource.Create(_settings);
        // Another pool: a storm of grains that load must not take the writer's connections. Twice what runs at once: a refusal takes a second look. And those who read for many.
        GrainState = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_settings.ConnectionString) { MaxPoolSize = (Options.GrainConnections * 2) + Options.QuickReaders });
        Replicas = new(_settings, Options, time, logger, Meter);
    }

    /// <summary>The server that takes writes.</summary>
    public NpgsqlDataSource Primary { get; }

    public NpgsqlDataSource GrainState { get; }
    public PostgresReplicas Replicas { get; }

    public override string Name => $"{_settings.Host}:{_settings.Port}/{_settings.Database}";
    public override long? SizeBytes => _size < 0 ? null : _size;
    public override long? MaxSizeBytes => Options.MaxSizeMegabytes > 0 ? Options.MaxSizeMegabytes * 1_048_576L : null;
    internal override bool MayComeLater => true;
    internal override bool TakesArrays => true;
    internal override int Writers => Options.Writers;

    /// <summary>Asks the server how much room the database takes.</summary>
    public async Task MeasureSize(CancellationToken cancellationToken)
    {
        await using var command = Primary.CreateCommand("SELECT pg_database_size(current_database())");
        Volatile.Write(ref _size, (long)(await command.ExecuteScalarAsync(cancellationToken))!);
    }

    public DatabaseSession OpenWriter() => new(Primary.OpenConnection(), PostgresValues.Convert);

    internal override async Task<T> ReadLagging<T>(Func<DatabaseSession, T> read, CancellationToken cancellationToken = default)
    {
        await Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await Slowly(() => OnReader(() => ReadInTurn(read), cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    internal override DatabaseTransaction CreateTransaction() => new PostgresTransaction(this);

    private protected override DatabaseSession OpenReader() => new(Primary.OpenConnection(), PostgresValues.Convert);

    private protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        Replicas.Dispose();
        GrainState.Dispose();
        Primary.Dispose();
    }

    private T ReadInTurn<T>(Func<DatabaseSession, T> read)
    {
        foreach (var replica in Replicas.InTurn())
        {
            try { return ReadOn(replica.Idle, replica.Open, read); }
            catch (Exception exception) when (DatabaseProblems.IsTrouble(exception)) { replica.Skip(DatabaseProblems.Describe(exception)); }
        }
        return ReadHere(read);
    }

    private static int Connections(DatabaseOptions options) => options.Readers + options.Writers + options.GrainConnections + options.QuickReaders + SpareConnections;
}
