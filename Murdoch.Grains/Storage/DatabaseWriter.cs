using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Storage;

/// <summary>How the store is doing.</summary>
/// <param name="Problem">Why writes fail, in a sentence; null while they work.</param>
/// <param name="Since">When the first of them failed.</param>
/// <param name="Queued">Writes that wait.</param>
public sealed record DatabaseHealth(string? Problem, DateTimeOffset? Since, int Queued)
{
    /// <summary>False from the start of the process until the database could be reached for the first time.</summary>
    public bool HasStarted { get; init; } = true;
    public bool IsHealthy => Problem is null;
}

/// <summary>
/// The one writer of a silo. Whatever has queued up goes into one transaction, so a thousand guilds' snapshots cost one commit. A store
/// that cannot write now is asked again until it can: nothing is dropped.
/// </summary>
/// <remarks>
/// Registered before Orleans, therefore stopped after the grains have written their last. SQLite takes one transaction at a time; on PostgreSQL a few
/// run side by side, so only who waits for a write knows that a later one comes after it.
/// </remarks>
public sealed partial class DatabaseWriter : BackgroundService
{
    private readonly Database _database;
    private readonly DatabaseOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<DatabaseWriter> _logger;
    private readonly Channel<DatabaseWrite> _queue;
    private readonly CancellationTokenSource _deadline;
    private readonly Histogram<int> _rows;
    private readonly DatabaseThreads _threads;
    private DatabaseHealth _health = new(null, null, 0);
    private readonly Lock _door = new();
    private int _underWay;
    private int _entering;
    private bool _isClosed;

    public DatabaseWriter(Database database, IOptions<DatabaseOptions> options, TimeProvider time, ILogger<DatabaseWriter> logger, IMeterFactory meters)
    {
        (_database, _options, _time, _logger) = (database, options.Value, time, logger);
        _deadline = new(Timeout.InfiniteTimeSpan, time);
        _queue = Channel.CreateBounded<DatabaseWrite>(new BoundedChannelOptions(_options.QueueLimit) { SingleReader = database.Writers == 1 });
        _threads = new(database.Writers, "writer");
        var meter = meters.Create(Database.MeterName);
        meter.CreateObservableGauge("db_queue_writes", () => Queued, null, "Writes that wait for the store");
        _rows = meter.CreateHistogram<int>("db_transaction_rows", null, "Rows that one transaction wrote",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500] });
    }

    public DatabaseHealth Health => _database.Ready.IsCompleted
        ? _health with { Queued = Queued }
        : new(_database.StartProblem ?? "The database is being opened.", null, Queued) { HasStarted = false };

    private int Queued => _queue.Reader.Count + Volatile.Read(ref _underWay);

    /// <summary>Takes no more writes and waits for those it has, as long as the options allow.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_door)
        {
            _isClosed = true;
            CompleteWhenEmpty();
        }
        _deadline.CancelAfter(TimeSpan.FromSeconds(_options.FlushSeconds));
        await using var impatience = cancellationToken.Register(_deadline.Cancel);
        if (ExecuteTask is { } running) await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _deadline.Dispose();
        _threads.Dispose();
        base.Dispose();
    }

    /// <returns>Ends when the write is durable. Waits while the queue is full.</returns>
    /// <exception cref="ChannelClosedException">The silo has stopped writing.</exception>
    internal async Task Write(DatabaseWrite write)
    {
        lock (_door)
        {
            if (_isClosed) throw new ChannelClosedException("The database takes no more writes: this process is stopping.");
            _entering++;
        }
        try
        {
            if (!_queue.Writer.TryWrite(write)) await _queue.Writer.WriteAsync(write).ConfigureAwait(false);
        }
        finally
        {
            lock (_door)
            {
                _entering--;
                CompleteWhenEmpty();
            }
        }
        await write.Done.ConfigureAwait(false);
    }

    /// <summary>Whoever waited for room when the silo began to stop was accepted and still gets in: only then is the queue at its end.</summary>
    private void CompleteWhenEmpty()
    {
        if (_isClosed && _entering == 0) _queue.Writer.TryComplete();
    }

    // The loop ends when the queue is completed and empty, not when the host begins to stop: grains still write then.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, _database.Writers).Select(_ => Task.Run(Run, CancellationToken.None)));

    private async Task Run()
    {
        using var transaction = _database.CreateTransaction();
        var batch = new List<DatabaseWrite>();
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            var rows = 0;
            while (_queue.Reader.TryPeek(out var next) && (batch.Count == 0 || rows + next.Rows <= _options.BatchRows) && _queue.Reader.TryRead(out next))
            {
                batch.Add(next);
                rows += next.Rows;
            }
            Interlocked.Add(ref _underWay, batch.Count);
            if (await WriteBatch(transaction, batch).ConfigureAwait(false) is { } problem) GiveUp(batch, problem);
            batch.Clear();
        }
    }

    /// <returns>Null when the batch is durable; what was wrong when the deadline of the shutdown passed before that.</returns>
    private async Task<Exception?> WriteBatch(DatabaseTransaction transaction, List<DatabaseWrite> batch)
    {
        var pause = TimeSpan.FromMilliseconds(_options.RetryMilliseconds);
        var taken = batch.Count;
        while (true)
        {
            try
            {
                if (!await IsReady()) throw new DatabaseUnavailableException(_database.Name, "it could not be reached since the start", null);
                await _threads.Start(() => _database.Measure(() => transaction.Commit(batch)), CancellationToken.None).ConfigureAwait(false);
                _rows.Record(batch.Sum(write => write.Rows));
                // Whoever hears that a write is durable finds health and queue as they are after it.
                Recovered();
                Interlocked.Add(ref _underWay, -taken);
                transaction.End(batch);
                return null;
            }
            catch (Exception exception)
            {
                // Whatever it is: the loop is all that the silo writes through, and trying again loses nothing.
                Troubled(exception);
                if (_deadline.IsCancellationRequested)
                {
                    Interlocked.Add(ref _underWay, -taken);
                    return exception;
                }
            }
            await Task.Delay(pause, _time, _deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = TimeSpan.FromMilliseconds(Math.Min(pause.TotalMilliseconds * 2, _options.RetryMaxMilliseconds));
        }
    }

    private async Task<bool> IsReady()
    {
        await _database.Ready.WaitAsync(_deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _database.Ready.IsCompleted;
    }

    private void GiveUp(List<DatabaseWrite> batch, Exception problem)
    {
        while (_queue.Reader.TryRead(out var write)) batch.Add(write);
        LogLost(problem, batch.Count, batch.Sum(write => write.Rows));
        foreach (var write in batch) write.End(problem);
    }

    private void Recovered()
    {
        lock (_door)
        {
            if (_health.IsHealthy) return;
            LogRecovered(_time.GetUtcNow() - _health.Since!.Value);
            _health = new(null, null, 0);
        }
    }

    private void Troubled(Exception exception)
    {
        var problem = $"The database cannot be written: {DatabaseProblems.Describe(exception)}.";
        lock (_door)
        {
            // Logged once per kind of trouble: the retries may go on for hours.
            if (problem != _health.Problem) LogTrouble(exception, problem);
            _health = new(problem, _health.Since ?? _time.GetUtcNow(), 0);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem} Writes wait and are tried again until it works")]
    private partial void LogTrouble(Exception exception, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database can be written again, after {Trouble}")]
    private partial void LogRecovered(TimeSpan trouble);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Writes} writes of {Rows} rows could not be stored before the deadline of the shutdown")]
    private partial void LogLost(Exception exception, int writes, int rows);
}
