namespace Murdoch.Grains.Storage;

/// <summary>Writes of many grains in one commit. Owns one connection that writes. One thread at a time.</summary>
internal abstract class DatabaseTransaction : IDisposable
{
    /// <summary>What the last commit refused.</summary>
    protected Dictionary<DatabaseWrite, Exception> Refused { get; } = [];

    /// <summary>
    /// Commits all writes but those that fail for reasons of their own, which end and leave the list. On trouble nothing is written, as far as one can
    /// know. The same list has to be tried again until this returns; then <see cref="End"/> has to follow.
    /// </summary>
    public abstract void Commit(List<DatabaseWrite> writes);

    /// <summary>Tells those who wait that their writes are durable, or refused.</summary>
    public void End(List<DatabaseWrite> writes)
    {
        foreach (var write in writes) write.End(Refused.GetValueOrDefault(write));
    }

    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the connection; the next commit opens another one.</summary>
    protected abstract void Close();
}
