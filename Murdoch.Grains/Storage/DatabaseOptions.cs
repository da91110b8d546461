using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Storage.Postgres;

namespace Murdoch.Grains.Storage;

/// <summary>Where everything is kept, and how long a write may wait for it.</summary>
public sealed partial class DatabaseOptions : IValidatableObject
{
    /// <summary>A SQLite file, made when it is missing, with its folder; or a PostgreSQL database: <c>postgresql://user:password@host:port/database</c>.</summary>
    [ConfigurationKeyName("DATABASE_PATH"), Required, DatabasePath] public string Path { get; set; } = "murdoch.db";

    /// <summary>Replicas of the PostgreSQL server, as <c>host:port</c> with commas between: history and statistics are read there.</summary>
    [ConfigurationKeyName("DATABASE_READ_REPLICAS"), RegularExpression(@"\s*([^\s,:/@]+(:\d{1,5})?\s*(,\s*|$))*", ErrorMessage = "DATABASE_READ_REPLICAS takes host:port of each replica, with commas between.")]
    public string? ReadReplicas { get; set; }

    /// <summary>Seconds that a replica may lag behind and still be read from. Less of it shows newer history, and asks the primary more often.</summary>
    [ConfigurationKeyName("DATABASE_REPLICA_MAX_LAG_SECS"), Range(0.1, 3_600)] public double ReplicaMaxLagSeconds { get; set; } = 5;

    /// <summary>Milliseconds between two looks at how far the replicas are.</summary>
    [ConfigurationKeyName("DATABASE_REPLICA_CHECK_MS"), Range(10, 60_000)] public int ReplicaCheckMilliseconds { get; set; } = 1_000;

    /// <summary>Megabytes that a SQLite file may grow to; 0: as far as the volume goes. At the limit writes wait as they do on a full disk.</summary>
    [ConfigurationKeyName("DATABASE_MAX_SIZE_MB"), Range(0, 1_000_000)] public int MaxSizeMegabytes { get; set; }

    /// <summary>Milliseconds for which a statement waits while another process holds the file; SQLite's driver waits a second at least.</summary>
    [ConfigurationKeyName("DATABASE_BUSY_TIMEOUT_MS"), Range(0, 60_000)] public int BusyTimeoutMilliseconds { get; set; } = 1_000;

    /// <summary>Writes that may wait for the store; more than that, and whoever writes waits. Nothing is dropped.</summary>
    [ConfigurationKeyName("DATABASE_QUEUE_LIMIT"), Range(10, 1_000_000)] public int QueueLimit { get; set; } = 50_000;

    /// <summary>Rows that one transaction takes; a single larger write still goes as a whole. More rows cost fewer commits and longer waits behind them.</summary>
    [ConfigurationKeyName("DATABASE_BATCH_ROWS"), Range(1, 100_000)] public int BatchRows { get; set; } = 2_000;

    /// <summary>Milliseconds before a transaction that failed is tried again; doubles up to <see cref="RetryMaxMilliseconds"/>.</summary>
    [ConfigurationKeyName("DATABASE_RETRY_MS"), Range(1, 60_000)] public int RetryMilliseconds { get; set; } = 50;
    [ConfigurationKeyName("DATABASE_RETRY_MAX_MS"), Range(1, 600_000)] public int RetryMaxMilliseconds { get; set; } = 2_000;

    /// <summary>Seconds that a stopping silo gives to what is still waiting.</summary>
    [ConfigurationKeyName("DATABASE_FLUSH_SECS"), Range(0, 60)] public double FlushSeconds { get; set; } = 8;

    /// <summary>Connections that read at once.</summary>
    [ConfigurationKeyName("DATABASE_READERS"), Range(1, 64)] public int Readers { get; set; } = 4;

    /// <summary>How many of the readers may be busy with history, so that a grain's activation never queues behind a search.</summary>
    [ConfigurationKeyName("DATABASE_HISTORY_READERS"), Range(1, 64)] public int HistoryReaders { get; set; } = 2;

    /// <summary>Rows that grains which wake up at once get by one statement at most. More of them cost fewer statements, and the first waits for the last.</summary>
    [ConfigurationKeyName("DATABASE_READ_ROWS"), Range(1, 10_000)] public int ReadRows { get; set; } = 200;

    /// <summary>Seconds that a start waits while another process migrates.</summary>
    [ConfigurationKeyName("DATABASE_MIGRATION_LOCK_SECS"), Range(0, 3_600)] public double MigrationLockSeconds { get; set; } = 60;

    /// <summary>Transactions that write at once on PostgreSQL. SQLite takes one at a time.</summary>
    [ConfigurationKeyName("DATABASE_WRITERS"), Range(1, 16)] public int Writers { get; set; } = 2;

    /// <summary>PostgreSQL connections for grain state, which grains read and write one row at a time.</summary>
    [ConfigurationKeyName("DATABASE_GRAIN_CONNECTIONS"), Range(1, 64)] public int GrainConnections { get; set; } = 8;

    /// <summary>Seconds that PostgreSQL may take to accept a connection.</summary>
    [ConfigurationKeyName("DATABASE_CONNECT_TIMEOUT_SECS"), Range(1, 300)] public int ConnectTimeoutSeconds { get; set; } = 5;

    /// <summary>Seconds that PostgreSQL may take for one statement. After that the connection is given up; writes are tried again on another one.</summary>
    [ConfigurationKeyName("DATABASE_COMMAND_TIMEOUT_SECS"), Range(1, 3_600)] public int CommandTimeoutSeconds { get; set; } = 30;

    /// <summary>Months of violations that PostgreSQL has a partition for beside this one.</summary>
    [ConfigurationKeyName("DATABASE_PARTITIONS_AHEAD"), Range(1, 24)] public int PartitionsAhead { get; set; } = 3;

    /// <summary>Hours between two looks at whether the next months are there.</summary>
    [ConfigurationKeyName("DATABASE_PARTITION_CHECK_HOURS"), Range(0.001, 168)] public double PartitionCheckHours { get; set; } = 6;

    /// <summary>The readers that history leaves alone.</summary>
    internal int QuickReaders => Math.Max(1, Readers - HistoryReaders);

    /// <summary>True for the address of a PostgreSQL database, false for a SQLite file.</summary>
    public static bool IsPostgres(string path) => PostgresAddress.IsOne(path);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrWhiteSpace(ReadReplicas) && !PostgresAddress.IsOne(Path))
            yield return new("DATABASE_READ_REPLICAS needs DATABASE_PATH to be the address of a PostgreSQL database.");
    }

    [OptionsValidator] public sealed partial class Validator : IValidateOptions<DatabaseOptions>;
}
