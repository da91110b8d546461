using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Storage;

/// <summary>Where everything is kept.</summary>
public sealed partial class DatabaseOptions
{
    /// <summary>A SQLite file; made when it is missing.</summary>
    [ConfigurationKeyName("DATABASE_PATH"), Required, RegularExpression("^(?!postgres(ql)?://).+", ErrorMessage = "DATABASE_PATH takes the path of a SQLite file in this version.")]
    public string Path { get; set; } = "murdoch.db";

    /// <summary>Milliseconds for which a statement waits while another process holds the file.</summary>
    [ConfigurationKeyName("DATABASE_BUSY_TIMEOUT_MS"), Range(0, 60_000)] public int BusyTimeoutMilliseconds { get; set; } = 1_000;

    /// <summary>Writes that may wait for the store; more than that, and whoever writes waits. Nothing is dropped.</summary>
    [ConfigurationKeyName("DATABASE_QUEUE_LIMIT"), Range(10, 1_000_000)] public int QueueLimit { get; set; } = 50_000;

    /// <summary>Writes that one transaction takes at most.</summary>
    [ConfigurationKeyName("DATABASE_BATCH_WRITES"), Range(1, 100_000)] public int BatchWrites { get; set; } = 2_000;

    /// <summary>Milliseconds before a transaction that failed is tried again; doubles up to <see cref="RetryMaxMilliseconds"/>.</summary>
    [ConfigurationKeyName("DATABASE_RETRY_MS"), Range(1, 60_000)] public int RetryMilliseconds { get; set; } = 50;
    [ConfigurationKeyName("DATABASE_RETRY_MAX_MS"), Range(1, 600_000)] public int RetryMaxMilliseconds { get; set; } = 2_000;

    /// <summary>Seconds that a stopping silo gives to what is still waiting.</summary>
    [ConfigurationKeyName("DATABASE_FLUSH_SECS"), Range(0, 60)] public double FlushSeconds { get; set; } = 8;

    /// <summary>Connections that read at once.</summary>
    [ConfigurationKeyName("DATABASE_READERS"), Range(1, 64)] public int Readers { get; set; } = 4;

    [OptionsValidator] public sealed partial class Validator : IValidateOptions<DatabaseOptions>;
}
