using System.Diagnostics;
using Murdoch.TestCluster.Processes;
using Npgsql;

namespace Murdoch.TestCluster.Servers;

/// <summary>A PostgreSQL server on loopback, with data of its own: a primary, or a streaming replica of one.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "murdoch";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ChildProcess _process;

    private PostgresServer(ChildProcess process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <param name="durable">With fsync, where what is written has to survive the machine; without, only the processes.</param>
    public static async Task<PostgresServer> StartPrimary(RunFolder folder, bool durable = false)
    {
        var data = await MakeDataFolder(folder, "primary");
        await Run(folder, "initdb", "-D", data, "-U", User, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync");
        return await Start(folder, "primary", data, durable);
    }

    public async Task<PostgresServer> StartReplica(RunFolder folder)
    {
        var data = await MakeDataFolder(folder, "replica");
        await Run(folder, "pg_basebackup", "-D", data, "-h", "127.0.0.1", "-p", $"{Port}", "-U", User, "-R", "--checkpoint=fast", "--no-sync");
        return await Start(folder, "replica", data, durable: false);
    }

    /// <summary>What DATABASE_PATH would be.</summary>
    public string Address(string database) => $"postgresql://{User}@127.0.0.1:{Port}/{database}";

    /// <summary>For Npgsql.</summary>
    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Username={User};Database={database};Timeout=5;Command Timeout=30";

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

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<PostgresServer> Start(RunFolder folder, string name, string data, bool durable)
    {
        var port = LoopbackPort.Free();
        var process = ChildProcess.Start(Command("postgres",
        [
            "-D", data, "-p", $"{port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", durable ? "fsync=on" : "fsync=off",
            "-c", "max_connections=200", "-c", "shared_buffers=64MB", "-c", "wal_level=replica", "-c", "max_wal_senders=4", "-c", "hot_standby=on",
        ]) with
        { WorkingDirectory = data, LogFile = folder.LogOf(name) });
        var server = new PostgresServer(process, port);
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

    private static async Task Run(RunFolder folder, string program, params string[] arguments)
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
