using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Storage;

/// <summary>Murdoch's SQLite file: connections as they have to be opened, and reads that never block a grain's turn.</summary>
/// <remarks>
/// WAL lets readers go on beside the one writer (https://www.sqlite.org/wal.html). With <c>synchronous=NORMAL</c> a commit outlives the death of the
/// process; a loss of power may take back the last commits, but always from the end, so what a checkpoint promises is never ahead of what it covers.
/// </remarks>
public sealed class Database : IDisposable
{
    public const string MeterName = "Murdoch.Storage";
    private const int PageBytes = 4_096;
    private const long PagesPerMegabyte = 1_048_576 / PageBytes;

    private readonly DatabaseOptions _options;
    private readonly SemaphoreSlim _readers;
    private readonly SemaphoreSlim _historyReaders;
    private readonly ConcurrentBag<DatabaseSession> _idle = [];
    private readonly Histogram<double> _duration;
    private volatile bool _isDisposed;
    private int _active;

    public Database(IOptions<DatabaseOptions> options, IMeterFactory meters)
    {
        _options = options.Value;
        _readers = new(_options.Readers);
        _historyReaders = new(Math.Clamp(_options.HistoryReaders, 1, Math.Max(1, _options.Readers - 1)));
        var meter = meters.Create(MeterName);
        _duration = meter.CreateHistogram<double>("db_query_duration_seconds", "s", "Time of database queries and transactions",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] });
        meter.CreateObservableGauge("db_connections_active", () => _active, null, "Connections at work");
        meter.CreateObservableGauge("db_connections_max", () => _options.Readers + 1, null, "Connections that may be at work at once");
        meter.CreateObservableGauge("db_size_bytes", () => SizeBytes, "By", "Size of the database with its log");
        meter.CreateObservableGauge("db_max_size_bytes", () => MaxSizeBytes, "By", "Size that the database may grow to");
    }

    public string Path => System.IO.Path.GetFullPath(_options.Path);

    /// <summary>The file and its write-ahead log.</summary>
    public long SizeBytes => new[] { Path, Path + "-wal" }.Select(file => new FileInfo(file)).Sum(file => file.Exists ? file.Length : 0);

    /// <summary>What is allowed, or what it has and the volume has left.</summary>
    public long MaxSizeBytes
    {
        get
        {
            var onVolume = SizeBytes + new DriveInfo(System.IO.Path.GetDirectoryName(Path)!).AvailableFreeSpace;
            return _options.MaxSizeMegabytes == 0 ? onVolume : Math.Min(onVolume, _options.MaxSizeMegabytes * PagesPerMegabyte * PageBytes);
        }
    }

    /// <exception cref="DatabaseUnavailableException">The file cannot be opened or made.</exception>
    /// <exception cref="SqliteException">Another process holds it.</exception>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, DefaultTimeout = 1, Pooling = false }.ToString());
        try
        {
            connection.Open();
            using var pragmas = connection.CreateCommand();
            // The timeout first: turning WAL on waits for other processes too.
            pragmas.CommandText = $"""
                PRAGMA busy_timeout={_options.BusyTimeoutMilliseconds};
                PRAGMA page_size={PageBytes};
                PRAGMA journal_mode=WAL;
                PRAGMA synchronous=NORMAL;
                {(_options.MaxSizeMegabytes > 0 ? $"PRAGMA max_page_count={_options.MaxSizeMegabytes * PagesPerMegabyte};" : "")}
                """;
            pragmas.ExecuteNonQuery();
            return connection;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is not (SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED or SQLitePCL.raw.SQLITE_FULL))
        {
            connection.Dispose();
            throw new DatabaseUnavailableException(Path, Directory.Exists(Path) ? "it is a folder" : DatabaseProblems.Describe(exception), exception);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryTake(out var session)) session.Dispose();
        _readers.Dispose();
        _historyReaders.Dispose();
    }

    /// <summary>Runs one quick read. SQLite works synchronously, so it runs on the thread pool, never in a grain's turn.</summary>
    internal async Task<T> Read<T>(Func<DatabaseSession, T> read, CancellationToken cancellationToken = default)
    {
        await _readers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try { return await Task.Run(() => Measure(() => ReadOnce(read)), cancellationToken).ConfigureAwait(false); }
        finally { _readers.Release(); }
    }

    /// <summary>Runs one read that may take long. Few of them run at once; the others wait, not the quick ones.</summary>
    internal async Task<T> ReadHistory<T>(Func<DatabaseSession, T> read, CancellationToken cancellationToken = default)
    {
        await _historyReaders.WaitAsync(cancellationToken).ConfigureAwait(false);
        try { return await Read(read, cancellationToken).ConfigureAwait(false); }
        finally { _historyReaders.Release(); }
    }

    internal void Measure(Action work) => Measure(() =>
    {
        work();
        return true;
    });

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

    private T ReadOnce<T>(Func<DatabaseSession, T> read)
    {
        if (!_idle.TryTake(out var session)) session = OpenReader();
        try
        {
            var result = read(session);
            if (_isDisposed) session.Dispose();
            else _idle.Add(session);
            return result;
        }
        catch
        {
            // Whatever went wrong, the next read begins on a sound connection.
            session.Dispose();
            throw;
        }
    }

    private DatabaseSession OpenReader()
    {
        var session = new DatabaseSession(Open());
        session["PRAGMA query_only=1"].Run();
        return session;
    }
}
