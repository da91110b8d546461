using System.Net.Sockets;
using System.Text;
using Murdoch.TestCluster.Processes;

namespace Murdoch.TestCluster.Servers;

/// <summary>A redis-server on loopback that writes every command to its append-only file: what was stored survives a <c>kill -9</c>.</summary>
/// <param name="password">What it asks of everybody; null for nothing.</param>
public sealed class RedisServer(RunFolder folder, string? password = null) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private ChildProcess? _process;

    /// <summary>Its own also while it does not run.</summary>
    public int Port { get; } = LoopbackPort.Free();

    /// <summary>What REDIS_URL would be.</summary>
    public string Url => $"redis://{(password is null ? "" : $":{password}@")}127.0.0.1:{Port}";

    public static async Task<RedisServer> Start(RunFolder folder, string? password = null)
    {
        var redis = new RedisServer(folder, password);
        await redis.Start();
        return redis;
    }

    /// <summary>Also again, on the same port, with what was stored.</summary>
    public Task Start()
    {
        var data = folder.Subfolder("redis");
        string[] access = password is null ? [] : ["--requirepass", password];
        _process = ChildProcess.Start(new(
            "redis-server",
            ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", data, "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction", .. access])
        {
            WorkingDirectory = data,
            LogFile = folder.LogOf("redis"),
        });
        return LoopbackPort.WaitFor(_process, Patience, Answers);
    }

    /// <summary>SIGKILL, or in order.</summary>
    public async Task Stop(bool kill)
    {
        if (kill) await _process!.Kill();
        else await _process!.Terminate();
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _process = null;
    }

    private async Task<bool> Answers()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray());
            var answer = new byte[64];
            var text = Encoding.ASCII.GetString(answer, 0, await stream.ReadAsync(answer));
            return text.StartsWith("+PONG", StringComparison.Ordinal) || text.StartsWith("-NOAUTH", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false; // Not yet.
        }
    }
}
