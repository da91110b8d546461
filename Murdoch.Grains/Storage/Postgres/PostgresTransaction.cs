using Npgsql;

namespace Murdoch.Grains.Storage.Postgres;

/// <summary>
/// Writes of a kind go in few statements. When the connection is lost while a commit is under way, the server is asked what became of it before anything
/// is written again: nothing is lost and nothing doubled.
/// </summary>
internal sealed class PostgresTransaction(PostgresDatabase database) : DatabaseTransaction
{
    private DatabaseSession? _session;
    private string? _inDoubt;

    public override void Commit(List<DatabaseWrite> writes)
    {
        try
        {
            if (_inDoubt is { } transaction)
            {
                var isCommitted = WasCommitted(transaction);
                _inDoubt = null;
                if (isCommitted) return;
            }
            if (!TryTogether(writes)) OneByOne(writes);
        }
        catch
        {
            Close();
            throw;
        }
    }

    protected override void Close()
    {
        _session?.Dispose();
        _session = null;
    }

    /// <returns>False when one of the writes is refused, and there is no telling which.</returns>
    private bool TryTogether(List<DatabaseWrite> writes)
    {
        var transaction = Begin();
        try
        {
            foreach (var kind in writes.GroupBy(write => write.GetType()))
            {
                DatabaseWrite[] same = [.. kind];
                same[0].ApplyMany(_session!, same, Refused);
            }
        }
        catch (Exception exception) when (!DatabaseProblems.IsTrouble(exception))
        {
            Close();
            return false;
        }
        End(transaction);
        return true;
    }

    private void OneByOne(List<DatabaseWrite> writes)
    {
        while (!TryOneByOne(writes)) { /* Each time there is one write less. */ }
    }

    /// <returns>False when a write was refused in a way that took the connection with it.</returns>
    private bool TryOneByOne(List<DatabaseWrite> writes)
    {
        var transaction = Begin();
        foreach (var write in writes.ToArray())
        {
            _session!["SAVEPOINT before_write"].Run();
            try { write.ApplyMany(_session, [write], Refused); }
            catch (Exception exception) when (!DatabaseProblems.IsTrouble(exception))
            {
                write.End(exception);
                writes.Remove(write);
                if (exception is not PostgresException)
                {
                    Close();
                    return false;
                }
                _session["ROLLBACK TO SAVEPOINT before_write"].Run();
            }
            _session["RELEASE SAVEPOINT before_write"].Run();
        }
        End(transaction);
        return true;
    }

    private string Begin()
    {
        Refused.Clear();
        _session ??= database.OpenWriter();
        return _session["BEGIN; SELECT pg_current_xact_id()::text"].First(row => row.GetString(0))!;
    }

    private void End(string transaction)
    {
        _inDoubt = transaction;
        try { _session!["COMMIT"].Run(); }
        catch (PostgresException exception) when (exception.InvariantSeverity == "ERROR")
        {
            // The answer to the commit: there was none. What is FATAL ends the connection, and may come after the commit but before its answer.
            _inDoubt = null;
            throw;
        }
        _inDoubt = null;
    }

    /// <summary>https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-PG-SNAPSHOT</summary>
    private bool WasCommitted(string transaction)
    {
        _session ??= database.OpenWriter();
        try
        {
            return _session["SELECT pg_xact_status(@transaction::xid8)"].Bind("@transaction", transaction).First(row => row.IsDBNull(0) ? "aborted" : row.GetString(0)) switch
            {
                "committed" => true,
                "aborted" => false,
                _ => throw new IOException("the server has not decided about the last transaction yet"),
            };
        }
        // A server that does not know the number has never got so far: it was put back to an earlier state.
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidParameterValue) { return false; }
    }
}
