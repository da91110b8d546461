using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Murdoch.Grains.Storage;

namespace Murdoch.Silo.Hosting.Redis;

/// <summary>Redis, by which silos find each other and share the dashboard's messages and keys.</summary>
internal sealed partial class RedisOptions : IValidatableObject
{
    /// <summary>Silos that are given the same Redis, the same PostgreSQL and the same MURDOCH_CLUSTER_ID are one cluster. Without Redis there is one silo.</summary>
    [ConfigurationKeyName("REDIS_ENABLED")] public bool Enabled { get; set; }

    /// <summary><c>redis://user:password@host:port/database</c>; <c>rediss</c> for TLS; several hosts with commas between for a Redis cluster.</summary>
    [ConfigurationKeyName("REDIS_URL"), RedisAddress] public string? Url { get; set; }

    /// <summary>Read here too: two silos on two machines cannot write to one file.</summary>
    [ConfigurationKeyName("DATABASE_PATH")] public string DatabasePath { get; set; } = "murdoch.db";

    /// <summary>Milliseconds before a start asks a Redis again that could not be reached; doubles up to <see cref="RetryMaxMilliseconds"/>.</summary>
    [ConfigurationKeyName("REDIS_RETRY_MS"), Range(1, 60_000)] public int RetryMilliseconds { get; set; } = 250;
    [ConfigurationKeyName("REDIS_RETRY_MAX_MS"), Range(1, 600_000)] public int RetryMaxMilliseconds { get; set; } = 5_000;

    /// <summary>Milliseconds that Redis may take to answer before health calls it degraded.</summary>
    [ConfigurationKeyName("REDIS_HEALTH_TIMEOUT_MS"), Range(10, 60_000)] public int HealthTimeoutMilliseconds { get; set; } = 1_000;

    /// <summary>Seconds between two comparisons of this machine's clock with that of Redis, which every silo compares itself with.</summary>
    [ConfigurationKeyName("CLOCK_CHECK_SECS"), Range(1, 3_600)] public int ClockCheckSeconds { get; set; } = 60;

    /// <summary>Seconds that the clocks may differ: more of it, and the times of violations and the ends of timeouts depend on which silo decides.</summary>
    [ConfigurationKeyName("CLOCK_MAX_SKEW_SECS"), Range(0.1, 3_600)] public double ClockMaxSkewSeconds { get; set; } = 2;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Enabled) yield break;
        if (Url is null) yield return new("REDIS_URL is not set though REDIS_ENABLED is true: the address of Redis, such as redis://host:6379");
        if (!DatabaseOptions.IsPostgres(DatabasePath))
        {
            yield return new("REDIS_ENABLED is true and DATABASE_PATH is a SQLite file, which several silos cannot share: "
                + "set DATABASE_PATH to postgresql://user:password@host/database, or REDIS_ENABLED to false.");
        }
    }

    [OptionsValidator] internal sealed partial class Validator : IValidateOptions<RedisOptions>;
}
