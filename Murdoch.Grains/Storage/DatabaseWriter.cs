using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Storage;

/// <summary>How the store is doing.</summary>
/// <param name="Problem">Why writes fail, in a sentence; null while they work.</param>
/// <param name="Queued">Writes that wait.</param>
public sealed record DatabaseHealth(string? Problem, DateTimeOffset? Since, int Queued)
{
    public bool IsHealthy => Problem is null;
}

/// <summary>
/// The one writer of a silo. Whatever has queued up goes into one transaction, so a thousand guilds' snapshots cost one commit. A store
/// that cannot write now is asked again until it can: nothing is dropped.
/// </summary>
/// <remarks>Registered before Orleans, therefore stopped after the grains have written their last.</remarks>
public sealed partial class DatabaseWriter : BackgroundService
{
    private readonly Database _database;
    private readonly DatabaseOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<DatabaseWriter> _logger;
    private readonly Channel<DatabaseWrite> _queue;
    private readonly CancellationTokenSource _deadline = new();
    private DatabaseHealth _health = new(null, null, 0);

    public DatabaseWriter(Database database, IOptions<DatabaseOptions> options, TimeProvider time, ILogger<DatabaseWriter> logger, IMeterFactory meters)
    {
        (_database, _options, _time, _logger) = (database, options.Value, time, logger);
        _queue = Channel.CreateBounded<DatabaseWrite>(new BoundedChannelOptions(_options.QueueLimit) { SingleReader = true });
        meters.Create(Database.MeterName).CreateObservableGauge("db_queue_writes", () => _queue.Reader.Count, null, "Writes that wait for the store");
    }

    public DatabaseHealth Health => _health with { Queued = _queue.Reader.Count };

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        _deadline.CancelAfter(TimeSpan.FromSeconds(_options.FlushSeconds));
        if (ExecuteTask is { } running) await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _deadline.Dispose();
        base.Dispose();
    }

    /// <returns>Ends when the write is durable. Waits while the queue is full.</returns>
    internal async Task Write(DatabaseWrite write)
    {
        if (!_queue.Writer.TryWrite(write)) await _queue.Writer.WriteAsync(write).ConfigureAwait(false);
        await write.Done.ConfigureAwait(false);
    }

    // The loop ends when the queue is completed and empty, not when the host begins to stop: grains still write then.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    private async Task Run()
    {
        var batch = new List<DatabaseWrite>(_options.BatchWrites);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < _options.BatchWrites && _queue.Reader.TryRead(out var write)) batch.Add(write);
            await WriteBatch(batch).ConfigureAwait(false);
            batch.Clear();
        }
    }

    private async Task WriteBatch(List<DatabaseWrite> batch)
    {
        var pause = TimeSpan.FromMilliseconds(_options.RetryMilliseconds);
        while (true)
        {
            try
            {
                var failed = _database.Measure(() => Commit(batch));
                Recovered();
                foreach (var write in batch)
                {
                    if (failed is not null && failed.TryGetValue(write, out var exception)) write.Fail(exception);
                    else write.Succeed();
                }
                return;
            }
            catch (Exception exception) when (IsTrouble(exception))
            {
                Troubled(exception);
                if (_deadline.IsCancellationRequested)
                {
                    LogLost(exception, batch.Count);
                    foreach (var write in batch) write.Fail(exception);
                    return;
                }
            }
            await Task.Delay(pause, _time, _deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = TimeSpan.FromMilliseconds(Math.Min(pause.TotalMilliseconds * 2, _options.RetryMaxMilliseconds));
        }
    }

    /// <returns>Writes that failed for reasons of their own; null when all went well.</returns>
    private Dictionary<DatabaseWrite, Exception>? Commit(List<DatabaseWrite> batch)
    {
        // Opened per transaction from the pool: after a full disk or a replaced file nothing stale is left.
        using var connection = _database.Open();
        using var transaction = connection.BeginTransaction(deferred: false);
        using var commands = new WriterCommands(connection);
        Dictionary<DatabaseWrite, Exception>? failed = null;
        foreach (var write in batch)
        {
            try { write.Apply(commands); }
            catch (Exception exception) when (!IsTrouble(exception)) { (failed ??= [])[write] = exception; }
        }
        transaction.Commit();
        return failed;
    }

    /// <summary>The store cannot work now, as opposed to a write that it will never take. https://www.sqlite.org/rescode.html</summary>
    private static bool IsTrouble(Exception exception) => exception is IOException
        or SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED or SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_CANTOPEN };

    private void Recovered()
    {
        if (_health.IsHealthy) return;
        _health = new(null, null, 0);
        LogRecovered();
    }

    private void Troubled(Exception exception)
    {
        if (!_health.IsHealthy) return;
        _health = new($"The database cannot be written: {exception.Message}", _time.GetUtcNow(), 0);
        LogTrouble(exception);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The database cannot be written; writes wait and are tried again until it works")]
    private partial void LogTrouble(Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database can be written again")]
    private partial void LogRecovered();

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Writes} writes could not be stored before the deadline of the shutdown")]
    private partial void LogLost(Exception exception, int writes);
}
