namespace Murdoch.Grains.Storage.Sqlite;

internal sealed class SqliteTransaction(SqliteDatabase database) : DatabaseTransaction
{
    private DatabaseSession? _session;

    public override void Commit(List<DatabaseWrite> writes)
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
            Close();
            throw;
        }
    }

    protected override void Close()
    {
        _session?.Dispose();
        _session = null;
    }

    private (DatabaseWrite Write, Exception Exception)? TryCommit(List<DatabaseWrite> writes)
    {
        Refused.Clear();
        _session ??= new(database.Open(), Columns.ForSqlite);
        // Takes the write lock at once: a lock that is taken in the middle of a transaction may fail without waiting.
        _session["BEGIN IMMEDIATE"].Run();
        foreach (var write in writes)
        {
            try
            {
                if (write.Apply(_session) is { } refusal) Refused[write] = refusal;
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
