using Microsoft.Data.Sqlite;
using Npgsql;
using static SQLitePCL.raw;

namespace Murdoch.Grains.Storage;

/// <summary>The database cannot be opened at all: a wrong path, missing rights, not a database.</summary>
public sealed class DatabaseUnavailableException(string path, string reason, Exception? cause) : Exception($"The database {path} cannot be opened: {reason}.", cause)
{
    /// <summary>What is wrong, as the second half of a sentence.</summary>
    public string Reason => reason;
}

/// <summary>The schema is newer than this executable: going on could destroy what it does not know.</summary>
public sealed class DatabaseTooNewException(string path, IEnumerable<string> scripts)
    : Exception($"The database {path} was used by a newer Murdoch (it has {string.Join(", ", scripts)}). Start that version or restore a backup from before.");

internal static class DatabaseProblems
{
    /// <summary>
    /// True when the store cannot work now, as opposed to a write that it will never take. What is not known to be the write's own fault counts as
    /// trouble: trying again loses nothing. https://www.sqlite.org/rescode.html, https://www.postgresql.org/docs/current/errcodes-appendix.html
    /// </summary>
    public static bool IsTrouble(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: SQLITE_CONSTRAINT or SQLITE_TOOBIG or SQLITE_MISMATCH or SQLITE_RANGE or SQLITE_MISUSE or SQLITE_ERROR } => false,
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } => true,
        // Values, constraints, statements, sizes: what this write brought with it.
        PostgresException { SqlState: ['2', '1' or '2' or '3', ..] or ['4', '2' or '4', ..] or ['5', '4', ..] or ['0', 'A', ..] } => false,
        NpgsqlException or TimeoutException => true,
        SqliteException or IOException or UnauthorizedAccessException or DatabaseUnavailableException => true,
        _ => false,
    };

    /// <summary>What is wrong, as the second half of a sentence.</summary>
    public static string Describe(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: SQLITE_BUSY or SQLITE_LOCKED } => "another process holds it",
        SqliteException { SqliteErrorCode: SQLITE_FULL } => "the disk, or the size that DATABASE_MAX_SIZE_MB allows, is full",
        SqliteException { SqliteErrorCode: SQLITE_READONLY } => "it is read-only",
        SqliteException { SqliteErrorCode: SQLITE_CANTOPEN } => "the file cannot be opened or made",
        SqliteException { SqliteErrorCode: SQLITE_NOTADB } => "the file is not a SQLite database",
        SqliteException { SqliteErrorCode: SQLITE_CORRUPT } => "the file is damaged",
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } => "the user or the password is wrong",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => "there is no such database on the server",
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "the server's disk is full",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => "the server has no connection left",
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => "the server is read-only, as a replica is",
        PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown } =>
            "the server is starting or stopping",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } denied => $"the user lacks a right ({denied.MessageText})",
        PostgresException refused => $"{refused.MessageText} ({refused.SqlState})",
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => "the server did not answer in time",
        NpgsqlException { InnerException: System.Net.Sockets.SocketException socket } => $"the server cannot be reached ({socket.Message})",
        NpgsqlException { InnerException: EndOfStreamException or IOException } => "the connection to the server was lost",
        DatabaseUnavailableException unavailable => unavailable.Reason,
        _ => exception.Message.TrimEnd('.'),
    };
}
