namespace Murdoch.Grains.Storage;

/// <summary>Writes of many grains in one commit. Owns the one connection that writes.</summary>
internal sealed class DatabaseTransaction(Database database) : IDisposable
{
    private readonly Dictionary<DatabaseWrite, Exception> _refused = [];
    private DatabaseSession? _session;

    /// <summary>
    /// Commits all writes but those that fail for reasons of their own, which end and leave the list. On trouble nothing is written. <see cref="End"/>
    /// has to follow when all went well.
    /// </summary>
    public void Commit(List<DatabaseWrite> writes)
    {
        try
        {
            while (TryCommit(writes) is { } broken)
            {
                // It may have written half of itself, so the transaction starts anew without it.
                broken.Write.End(broken.Exception);
                writes.Remove(broken.Write);
            }
        }
        catch
        {
            // Closing rolls back; after a full disk or a replaced file nothing stale is left.
            Dispose();
            throw;
        }
    }

    /// <summary>Tells those who wait that their writes are durable, or refused.</summary>
    public void End(List<DatabaseWrite> writes)
    {
        foreach (var write in writes) write.End(_refused.GetValueOrDefault(write));
    }

    public void Dispose()
    {
        _session?.Dispose();
        _session = null;
    }

    private (DatabaseWrite Write, Exception Exception)? TryCommit(List<DatabaseWrite> writes)
    {
        _refused.Clear();
        _session ??= new(database.Open());
        // Takes the write lock at once: a lock that is taken in the middle of a transaction may fail without waiting.
        _session["BEGIN IMMEDIATE"].Run();
        foreach (var write in writes)
        {
            try
            {
                if (write.Apply(_session) is { } refusal) _refused[write] = refusal;
            }
            catch (Exception exception) when (!DatabaseProblems.IsTrouble(exception))
            {
                _session["ROLLBACK"].Run();
                return (write, exception);
            }
        }
        _session["COMMIT"].Run();
        return null;
    }
}
