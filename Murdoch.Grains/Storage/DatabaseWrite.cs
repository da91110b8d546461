namespace Murdoch.Grains.Storage;

/// <summary>Something to be written in the next transaction; <see cref="Done"/> ends when that is durable.</summary>
internal abstract class DatabaseWrite
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    /// <summary>How many rows it writes at most: what a transaction's size is reckoned in.</summary>
    public virtual int Rows => 1;

    /// <summary>Runs on the writer's thread inside a transaction, and again when that transaction fails. What it throws fails this write alone.</summary>
    /// <returns>Null; or why the store keeps what it has, and then nothing was written.</returns>
    public abstract Exception? Apply(DatabaseSession session);

    /// <summary>
    /// Applies many of this one's kind, itself among them, where a database does that faster in one statement than one by one: PostgreSQL, to which every
    /// statement is a journey. What it throws may be the fault of any of them; then each is applied alone.
    /// </summary>
    /// <param name="refused">Takes those that the store does not take, as <see cref="Apply"/> returns it.</param>
    public virtual void ApplyMany(DatabaseSession session, IReadOnlyList<DatabaseWrite> writes, Dictionary<DatabaseWrite, Exception> refused)
    {
        foreach (var write in writes)
        {
            if (write.Apply(session) is { } refusal) refused[write] = refusal;
        }
    }

    public void End(Exception? refusal)
    {
        if (refusal is null) _done.TrySetResult();
        else _done.TrySetException(refusal);
    }
}
