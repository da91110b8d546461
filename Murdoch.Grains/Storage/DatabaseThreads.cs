namespace Murdoch.Grains.Storage;

/// <summary>
/// Threads that the database may block: SQLite works synchronously, and a PostgreSQL that hangs must not take the thread pool with it, which the whole silo
/// runs on.
/// </summary>
internal sealed class DatabaseThreads : TaskScheduler, IDisposable
{
    // A monitor and not a BlockingCollection: that one spins before it sleeps, which cost more than all reads together.
    private readonly Queue<Task> _queue = [];
    private bool _isClosed;

    /// <param name="work">What they do, for whoever looks at a dump.</param>
    public DatabaseThreads(int count, string work)
    {
        for (var number = 1; number <= count; number++) new Thread(Run) { IsBackground = true, Name = $"database {work} {number}" }.Start();
    }

    public Task<T> Start<T>(Func<T> work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.DenyChildAttach | TaskCreationOptions.HideScheduler, this);

    /// <summary>Lets the threads end when the queue is empty; does not wait for them.</summary>
    public void Dispose()
    {
        lock (_queue)
        {
            _isClosed = true;
            Monitor.PulseAll(_queue);
        }
    }

    /// <exception cref="InvalidOperationException">The threads were told to end.</exception>
    protected override void QueueTask(Task task)
    {
        lock (_queue)
        {
            if (_isClosed) throw new InvalidOperationException("The database's threads have ended.");
            _queue.Enqueue(task);
            Monitor.Pulse(_queue);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_queue) return [.. _queue];
    }

    private void Run()
    {
        while (Take() is { } task) TryExecuteTask(task);
    }

    /// <returns>Null when nothing is left and nothing more will come.</returns>
    private Task? Take()
    {
        lock (_queue)
        {
            while (_queue.Count == 0)
            {
                if (_isClosed) return null;
                Monitor.Wait(_queue);
            }
            return _queue.Dequeue();
        }
    }
}
