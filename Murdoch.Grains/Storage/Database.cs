using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Murdoch.Grains.Storage;

/// <summary>Murdoch's database: connections as they have to be opened, and reads that never block a grain's turn.</summary>
public abstract class Database : IDisposable
{
    public const string MeterName = "Murdoch.Storage";

    private readonly SemaphoreSlim _readers;
    private readonly SemaphoreSlim _historyReaders;
    private readonly DatabaseThreads _threads;
    private readonly ConcurrentBag<DatabaseSession> _idle = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Histogram<double> _duration;
    private volatile bool _isDisposed;
    private int _active;

    /// <param name="connections">How many may be at work at once.</param>
    private protected Database(DatabaseOptions options, IMeterFactory meters, int connections)
    {
        Options = options;
        _readers = new(options.Readers);
        _historyReaders = new(Math.Clamp(options.HistoryReaders, 1, Math.Max(1, options.Readers - 1)));
        _threads = new(options.Readers, "reader");
        var meter = Meter = meters.Create(MeterName);
        _duration = meter.CreateHistogram<double>("db_query_duration_seconds", "s", "Time of database queries and transactions",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5] });
        meter.CreateObservableGauge("db_connections_active", () => _active, null, "Connections at work");
        meter.CreateObservableGauge("db_connections_max", () => connections, null, "Connections that may be at work at once");
        meter.CreateObservableGauge("db_size_bytes", () => Known(SizeBytes), "By", "Size of the database with its log");
        meter.CreateObservableGauge("db_max_size_bytes", () => Known(MaxSizeBytes), "By", "Size that the database may grow to");
    }

    /// <summary>The database as people are told of it: never with its password.</summary>
    public abstract string Name { get; }

    /// <summary>Null while that is not known.</summary>
    public abstract long? SizeBytes { get; }

    /// <summary>Null when there is no telling.</summary>
    public abstract long? MaxSizeBytes { get; }

    /// <summary>Ends when the schema is what this executable expects. Until then whoever reads or writes waits.</summary>
    public Task Ready => _ready.Task;

    private protected DatabaseOptions Options { get; }
    private protected Meter Meter { get; }

    /// <summary>Why it is not ready, in a sentence; null when nothing is wrong.</summary>
    internal string? StartProblem { get; set; }

    /// <summary>The schema is current.</summary>
    internal void MarkReady() => _ready.TrySetResult();

    /// <summary>True for a server, which may be started after us or be away for a while; a file is there or it is not.</summary>
    internal abstract bool MayComeLater { get; }

    /// <summary>True where a parameter may be an array, so that one statement asks for many rows.</summary>
    internal abstract bool TakesArrays { get; }

    /// <summary>How many transactions may run at once.</summary>
    internal abstract int Writers { get; }

    internal abstract DatabaseTransaction CreateTransaction();

    public void Dispose()
    {
        // A container that knows it by two names disposes of it twice.
        if (!_isDisposed) Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs one quick read, never in a grain's turn.</summary>
    internal async Task<T> Read<T>(Func<DatabaseSession, T> read, CancellationToken cancellationToken = default)
    {
        await Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await OnReader(() => ReadHere(read), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs one read that may take long. Few of them run at once; the others wait, not the quick ones.</summary>
    internal Task<T> ReadHistory<T>(Func<DatabaseSession, T> read, CancellationToken cancellationToken = default) => Slowly(() => Read(read, cancellationToken), cancellationToken);

    /// <summary>As <see cref="ReadHistory"/>, for whom it does not matter that what was written in the last seconds may be missing.</summary>
    internal virtual Task<T> ReadLagging<T>(Func<DatabaseSession, T> read, CancellationToken cancellationToken = default) => ReadHistory(read, cancellationToken);

    internal bool Measure(Action work) => Measure(() =>
    {
        work();
        return true;
    });

    internal Task Measure(Func<Task> work) => Measure(async () =>
    {
        await work();
        return true;
    });

    internal async Task<T> Measure<T>(Func<Task<T>> work)
    {
        var started = Stopwatch.GetTimestamp();
        Interlocked.Increment(ref _active);
        try { return await work(); }
        finally
        {
            Interlocked.Decrement(ref _active);
            _duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
    }

    private protected T Measure<T>(Func<T> work)
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

    private protected virtual void Dispose(bool disposing)
    {
        _isDisposed = true;
        _threads.Dispose();
        while (_idle.TryTake(out var session)) session.Dispose();
        _readers.Dispose();
        _historyReaders.Dispose();
    }

    private protected abstract DatabaseSession OpenReader();

    private protected async Task<T> Slowly<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        await _historyReaders.WaitAsync(cancellationToken).ConfigureAwait(false);
        try { return await read().ConfigureAwait(false); }
        finally { _historyReaders.Release(); }
    }

    private protected async Task<T> OnReader<T>(Func<T> read, CancellationToken cancellationToken)
    {
        await _readers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try { return await _threads.Start(() => Measure(read), cancellationToken).ConfigureAwait(false); }
        finally { _readers.Release(); }
    }

    private protected T ReadHere<T>(Func<DatabaseSession, T> read) => ReadOn(_idle, OpenReader, read);

    private protected T ReadOn<T>(ConcurrentBag<DatabaseSession> idle, Func<DatabaseSession> open, Func<DatabaseSession, T> read)
    {
        if (!idle.TryTake(out var session)) session = open();
        try
        {
            var result = read(session);
            if (_isDisposed) session.Dispose();
            else idle.Add(session);
            return result;
        }
        catch
        {
            // Whatever went wrong, the next read begins on a sound connection.
            session.Dispose();
            throw;
        }
    }

    private static IEnumerable<Measurement<long>> Known(long? value) => value is { } known ? [new(known)] : [];
}
