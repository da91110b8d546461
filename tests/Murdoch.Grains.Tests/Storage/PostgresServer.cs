using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Npgsql;

namespace Murdoch.Grains.Tests.Storage;

/// <summary>
/// A PostgreSQL server of its own: a folder that goes away with it, loopback, a free port. A shell stands between: when its input ends, because the tests
/// ended in whatever way, it stops the server and removes the folder.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    public const string User = "murdoch";
    public const string Password = "p@ss:w/rd?#%";

    private const int Stop = 19;
    private const int Continue = 18;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Lazy<Task<PostgresServer>> SharedServer = new(() => Start());
    private static int _databases;

    private readonly Process _keeper;
    private readonly string _folder;

    private PostgresServer(Process keeper, string folder, int port) => (_keeper, _folder, Port) = (keeper, folder, port);

    public int Port { get; }

    /// <summary>The server for all tests that do it no harm; it ends with the process.</summary>
    public static Task<PostgresServer> Shared => SharedServer.Value;

    /// <param name="primary">What this one is a replica of.</param>
    public static async Task<PostgresServer> Start(PostgresServer? primary = null, int? port = null)
    {
        var folder = Path.Combine(Path.GetTempPath(), "murdoch-postgres-" + Guid.NewGuid().ToString("N"));
        var listensOn = port ?? FreePort();
        var make = primary is null
            ? $"""printf %s '{Password}' > "$folder/password"; $as "$bin/initdb" -D "$folder/data" -U {User} --auth=scram-sha-256 --pwfile="$folder/password" --encoding=UTF8 --locale=C --no-sync"""
            : $"""$as env PGPASSWORD='{Password}' "$bin/pg_basebackup" -D "$folder/data" -h 127.0.0.1 -p {primary.Port} -U {User} -R --checkpoint=fast --no-sync""";
        var script = $$"""
            folder='{{folder}}'
            bin=$(dirname "$(readlink -f "$(command -v initdb || ls -d /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)")")
            user=$(id -un postgres 2>/dev/null || echo nobody)
            as=
            if [ "$(id -u)" = 0 ]; then as="setpriv --reuid=$(id -u "$user") --regid=$(id -g "$user") --clear-groups"; fi
            clean() { rm -rf "$folder"; }
            trap clean EXIT
            mkdir -m 700 "$folder" && if [ "$as" ]; then chown "$user" "$folder"; fi
            cd "$folder"
            { {{make}}; } > "$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
            $as "$bin/postgres" -D "$folder/data" -p {{listensOn}} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=200 \
                -c shared_buffers=64MB -c wal_level=replica >> "$folder/log" 2>&1 < /dev/null &
            server=$!
            cat > /dev/null
            kill -CONT $server
            # One that is just starting still ignores it, as everything does that a shell runs in the background.
            while kill -QUIT $server 2> /dev/null; do sleep 0.1; done
            """;
        var keeper = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardInput = true, UseShellExecute = false })!;
        var server = new PostgresServer(keeper, folder, listensOn);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.End();
        await server.Reachable();
        return server;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>What DATABASE_PATH would be for a database of this server.</summary>
    public string Address(string database) => $"postgresql://{User}:{Uri.EscapeDataString(Password)}@127.0.0.1:{Port}/{database}";

    public async Task<string> CreateDatabase()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await Run("postgres", $"CREATE DATABASE {name}");
        return name;
    }

    public NpgsqlConnection Open(string database)
    {
        var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={Port};Username={User};Password={Password};Database={database};Pooling=false;Timeout=5");
        connection.Open();
        return connection;
    }

    public async Task Run(string database, string sql)
    {
        await using var connection = Open(database);
        await connection.Run(sql);
    }

    /// <summary>Stops all of its processes where they are, as a machine that hangs.</summary>
    public void Pause() => Signal(Stop);

    public void Resume() => Signal(Continue);

    public async ValueTask DisposeAsync()
    {
        Resume();
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync();
        _keeper.Dispose();
    }

    private void End()
    {
        try { _keeper.StandardInput.Close(); }
        catch (InvalidOperationException) { /* Disposed of before. */ }
    }

    private async Task Reachable()
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = Open("postgres");
                return;
            }
            catch (NpgsqlException exception)
            {
                if (_keeper.HasExited || Stopwatch.GetElapsedTime(started) > Patience) throw new InvalidOperationException("PostgreSQL did not start.", exception);
                await Task.Delay(20);
            }
        }
    }

    private void Signal(int signal)
    {
        var postmaster = int.Parse(File.ReadLines(Path.Combine(_folder, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        _ = Kill(postmaster, signal);
        foreach (var child in Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Where(name => ParentOf(name!) == postmaster))
            _ = Kill(int.Parse(child!, CultureInfo.InvariantCulture), signal);
    }

    private static int ParentOf(string process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 4)..].Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (IOException) { return 0; /* It ended meanwhile. */ }
    }

#pragma warning disable CA5392, SYSLIB1054 // The C library is where it always is.
    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
#pragma warning restore CA5392, SYSLIB1054
}

internal static class PostgresConnectionTexts
{
    public static async Task Run(this NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task<List<string>> Query(this NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync()) values.Add(reader.GetValue(0).ToString()!);
        return values;
    }
}
