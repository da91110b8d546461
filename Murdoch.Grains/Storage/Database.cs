using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Storage;

/// <summary>Murdoch's SQLite file: connections as they have to be opened, and reads that never block a grain's turn.</summary>
/// <remarks>WAL lets readers go on beside the one writer; https://www.sqlite.org/wal.html.</remarks>
public sealed class Database : IDisposable
{
    public const string MeterName = "Murdoch.Storage";
    private readonly DatabaseOptions _options;
    private readonly SemaphoreSlim _readers;
    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _duration;
    private int _active;

    public Database(IOptions<DatabaseOptions> options)
    {
        _options = options.Value;
        _readers = new(_options.Readers);
        _duration = _meter.CreateHistogram<double>("db_query_duration_seconds", "s", "Time of database queries and transactions",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] });
        _meter.CreateObservableGauge("db_connections_active", () => _active, null, "Connections at work");
        _meter.CreateObservableGauge("db_connections_max", () => _options.Readers + 1, null, "Connections that may be at work at once");
        _meter.CreateObservableGauge("db_size_bytes", () => SizeBytes, "By", "Size of the database with its log");
        _meter.CreateObservableGauge("db_max_size_bytes", () => MaxSizeBytes, "By", "Size that the database may grow to on its volume");
    }

    public string Path => System.IO.Path.GetFullPath(_options.Path);

    /// <summary>The file and its write-ahead log.</summary>
    public long SizeBytes => new[] { Path, Path + "-wal" }.Select(file => new FileInfo(file)).Sum(file => file.Exists ? file.Length : 0);

    /// <summary>What it has and what the volume has left.</summary>
    public long MaxSizeBytes => SizeBytes + new DriveInfo(System.IO.Path.GetDirectoryName(Path)!).AvailableFreeSpace;

    /// <exception cref="SqliteException">The file cannot be opened or made.</exception>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(ConnectionString);
        try
        {
            connection.Open();
            using var pragmas = connection.CreateCommand();
            pragmas.CommandText = $"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout={_options.BusyTimeoutMilliseconds};";
            pragmas.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs one read. SQLite works synchronously, so it runs on the thread pool, never in a grain's turn.</summary>
    public async Task<T> Read<T>(Func<SqliteConnection, T> read, CancellationToken cancellationToken = default)
    {
        await _readers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(() =>
            {
                using var connection = Open();
                return Measure(() => read(connection));
            }, cancellationToken).ConfigureAwait(false);
        }
        finally { _readers.Release(); }
    }

    public void Dispose()
    {
        _meter.Dispose();
        _readers.Dispose();
        using var any = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(any);
    }

    internal string ConnectionString => new SqliteConnectionStringBuilder { DataSource = Path, DefaultTimeout = 1, Pooling = true }.ToString();

    internal T Measure<T>(Func<T> work)
    {
        var started = Stopwatch.GetTimestamp();
        Interlocked.Increment(ref _active);
        try { return work(); }
        finally
        {
            Interlocked.Decrement(ref _active);
            _duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
    }
}
