using System.Collections.Concurrent;

namespace Murdoch.Grains.Storage;

/// <summary>
/// Threads that the database may block: SQLite works synchronously, and a PostgreSQL that hangs must not take the thread pool with it, which the whole silo
/// runs on.
/// </summary>
internal sealed class DatabaseThreads : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> _queue = [];

    /// <param name="work">What they do, for whoever looks at a dump.</param>
    public DatabaseThreads(int count, string work)
    {
        for (var number = 1; number <= count; number++) new Thread(Run) { IsBackground = true, Name = $"database {work} {number}" }.Start();
    }

    public Task<T> Start<T>(Func<T> work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.DenyChildAttach | TaskCreationOptions.HideScheduler, this);

    /// <summary>Lets the threads end when the queue is empty; does not wait for them.</summary>
    public void Dispose() => _queue.CompleteAdding();

    protected override void QueueTask(Task task) => _queue.Add(task);
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;
    protected override IEnumerable<Task> GetScheduledTasks() => [.. _queue];

    private void Run()
    {
        foreach (var task in _queue.GetConsumingEnumerable()) TryExecuteTask(task);
    }
}
