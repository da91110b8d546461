using System.Diagnostics.Metrics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Storage.Sqlite;

/// <summary>A SQLite file.</summary>
/// <remarks>
/// WAL lets readers go on beside the one writer (https://www.sqlite.org/wal.html). With <c>synchronous=NORMAL</c> a commit outlives the death of the
/// process; a loss of power may take back the last commits, but always from the end, so what a checkpoint promises is never ahead of what it covers.
/// </remarks>
internal sealed class SqliteDatabase(IOptions<DatabaseOptions> options, IMeterFactory meters) : Database(options.Value, meters, options.Value.Readers + 1)
{
    private const int PageBytes = 4_096;
    private const long PagesPerMegabyte = 1_048_576 / PageBytes;

    public override string Name => Path;
    public string Path => System.IO.Path.GetFullPath(Options.Path);

    /// <summary>The file and its write-ahead log.</summary>
    public override long? SizeBytes => new[] { Path, Path + "-wal" }.Select(file => new FileInfo(file)).Sum(file => file.Exists ? file.Length : 0);

    /// <summary>What is allowed, or what it has and the volume has left.</summary>
    public override long? MaxSizeBytes
    {
        get
        {
            var onVolume = SizeBytes + new DriveInfo(System.IO.Path.GetDirectoryName(Path)!).AvailableFreeSpace;
            return Options.MaxSizeMegabytes == 0 ? onVolume : Math.Min(onVolume!.Value, Options.MaxSizeMegabytes * PagesPerMegabyte * PageBytes);
        }
    }

    internal override bool MayComeLater => false;
    internal override bool TakesArrays => false;
    internal override int Writers => 1;

    /// <exception cref="DatabaseUnavailableException">The file cannot be opened or made.</exception>
    /// <exception cref="SqliteException">Another process holds it.</exception>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, DefaultTimeout = 1, Pooling = false }.ToString());
        try
        {
            connection.Open();
            using var pragmas = connection.CreateCommand();
            // The timeout first: turning WAL on waits for other processes too.
            pragmas.CommandText = $"""
                PRAGMA busy_timeout={Options.BusyTimeoutMilliseconds};
                PRAGMA page_size={PageBytes};
                PRAGMA journal_mode=WAL;
                PRAGMA synchronous=NORMAL;
                {(Options.MaxSizeMegabytes > 0 ? $"PRAGMA max_page_count={Options.MaxSizeMegabytes * PagesPerMegabyte};" : "")}
                """;
            pragmas.ExecuteNonQuery();
            return connection;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is not (SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED or SQLitePCL.raw.SQLITE_FULL))
        {
            connection.Dispose();
            throw new DatabaseUnavailableException(Path, Directory.Exists(Path) ? "it is a folder" : DatabaseProblems.Describe(exception), exception);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    internal override DatabaseTransaction CreateTransaction() => new SqliteTransaction(this);

    private protected override DatabaseSession OpenReader()
    {
        var session = new DatabaseSession(Open(), Columns.ForSqlite);
        session["PRAGMA query_only=1"].Run();
        return session;
    }
}
