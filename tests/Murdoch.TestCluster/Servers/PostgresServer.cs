using System.Diagnostics;
using Murdoch.TestCluster.Processes;
using Npgsql;

namespace Murdoch.TestCluster.Servers;

/// <summary>A PostgreSQL server on loopback, with data of its own: a primary, or a streaming replica of one.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "murdoch";

    /// <summary>SIGTERM would wait for every client to leave. https://www.postgresql.org/docs/current/server-shutdown.html</summary>
    private const Signal FastShutdown = Signal.Interrupt;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ChildProcess _process;
    private readonly string? _password;

    private PostgresServer(ChildProcess process, int port, string? password) => (_process, Port, _password) = (process, port, password);

    public int Port { get; }

    /// <param name="password">What it asks of everybody; null to trust everybody.</param>
    /// <param name="port">Null for any free one.</param>
    /// <param name="durable">With fsync, where what is written has to survive the machine; without, only the processes.</param>
    public static async Task<PostgresServer> StartPrimary(RunFolder folder, string? password = null, int? port = null, bool durable = false)
    {
        var data = await MakeDataFolder(folder, "primary");
        string[] access = ["--auth=trust"];
        if (password is not null)
        {
            // Read by whom the server runs as.
            var file = Path.Combine(folder.Path, "password");
            await File.WriteAllTextAsync(file, password);
            access = ["--auth=scram-sha-256", $"--pwfile={file}"];
        }
        await Run(folder, "initdb", ["-D", data, "-U", User, "--encoding=UTF8", "--locale=C", "--no-sync", .. access]);
        return await Start(folder, "primary", data, password, port, durable);
    }

    public async Task<PostgresServer> StartReplica(RunFolder folder, string name = "replica")
    {
        var data = await MakeDataFolder(folder, name);
        await Run(folder, "pg_basebackup", ["-D", data, "-d", Address("postgres"), "-R", "--checkpoint=fast", "--no-sync"]);
        return await Start(folder, name, data, _password, wanted: null, durable: false);
    }

    /// <summary>What DATABASE_PATH would be for a database of a server at this port.</summary>
    public static string Address(int port, string? password, string database) =>
        $"postgresql://{User}{(password is null ? "" : $":{Uri.EscapeDataString(password)}")}@127.0.0.1:{port}/{database}";

    /// <summary>What DATABASE_PATH would be.</summary>
    public string Address(string database) => Address(Port, _password, database);

    /// <summary>For Npgsql.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = User,
        Password = _password,
        Database = database,
        Timeout = 5,
        CommandTimeout = 30,
    }.ConnectionString;

    public async Task CreateDatabase(string name)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Connections stay open and nothing answers.</summary>
    public void Pause() => _process.Pause();

    public void Resume() => _process.Resume();

    /// <summary>Of the server and of all who are connected now.</summary>
    public TimeSpan Cpu() => _process.FamilyCpu();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<PostgresServer> Start(RunFolder folder, string name, string data, string? password, int? wanted, bool durable)
    {
        var port = wanted ?? LoopbackPort.Free();
        var process = ChildProcess.Start(Command("postgres",
        [
            "-D", data, "-p", $"{port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", durable ? "fsync=on" : "fsync=off",
            "-c", "max_connections=200", "-c", "shared_buffers=64MB", "-c", "wal_level=replica", "-c", "max_wal_senders=4", "-c", "hot_standby=on",
        ]) with
        { WorkingDirectory = data, LogFile = folder.LogOf(name), StopWith = FastShutdown });
        var server = new PostgresServer(process, port, password);
        await LoopbackPort.WaitFor(process, Patience, server.Answers);
        return server;
    }

    private async Task<bool> Answers()
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false; // Not yet.
        }
    }

    /// <summary>A folder that belongs to whom the server runs as.</summary>
    private static async Task<string> MakeDataFolder(RunFolder folder, string name)
    {
        var path = folder.Subfolder(name);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (!Environment.IsPrivilegedProcess) return path;
        var (user, group) = Unprivileged();
        using var chown = Process.Start("chown", [$"{user}:{group}", path]);
        await chown.WaitForExitAsync();
        return path;
    }

    private static async Task Run(RunFolder folder, string program, string[] arguments)
    {
        await using var process = ChildProcess.Start(Command(program, arguments) with { WorkingDirectory = folder.Path });
        await process.Exited();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} failed:\n{process.Output}");
    }

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static ChildStart Command(string program, string[] arguments)
    {
        var path = Find(program);
        if (!Environment.IsPrivilegedProcess) return new(path, arguments);
        var (user, group) = Unprivileged();
        return new("setpriv", [$"--reuid={user}", $"--regid={group}", "--clear-groups", path, .. arguments]);
    }

    /// <summary>Debian keeps the server's programs away from the path.</summary>
    private static string Find(string program)
    {
        const string Installed = "/usr/lib/postgresql";
        var folders = Directory.Exists(Installed) ? Directory.GetDirectories(Installed).Order().Reverse().Select(version => Path.Combine(version, "bin")) : [];
        return folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists) ?? program;
    }

    private static (string User, string Group) Unprivileged()
    {
        var accounts = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).ToDictionary(fields => fields[0], fields => (fields[2], fields[3]));
        return accounts.TryGetValue("postgres", out var postgres) ? postgres : accounts["nobody"];
    }
}
