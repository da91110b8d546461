using System.Net.Sockets;
using System.Text;
using Murdoch.TestCluster.Processes;

namespace Murdoch.TestCluster.Servers;

/// <summary>A redis-server on loopback that writes every command to its append-only file: what was stored survives a <c>kill -9</c>.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly RunFolder _folder;
    private readonly int _port = LoopbackPort.Free();
    private ChildProcess _process;

    private RedisServer(RunFolder folder)
    {
        _folder = folder;
        _process = Launch();
    }

    /// <summary>What REDIS_URL would be.</summary>
    public string Url => $"redis://127.0.0.1:{_port}";

    public static async Task<RedisServer> Start(RunFolder folder)
    {
        var redis = new RedisServer(folder);
        await redis.Answers();
        return redis;
    }

    /// <summary>SIGKILL, or in order.</summary>
    public async Task Stop(bool kill)
    {
        if (kill) await _process.Kill();
        else await _process.Terminate();
        await _process.DisposeAsync();
    }

    /// <summary>On the same port, with what was stored.</summary>
    public async Task StartAgain()
    {
        _process = Launch();
        await Answers();
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private ChildProcess Launch()
    {
        var data = _folder.Subfolder("redis");
        return ChildProcess.Start(new(
            "redis-server", "--port", $"{_port}", "--bind", "127.0.0.1", "--dir", data, "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction")
        {
            WorkingDirectory = data,
            LogFile = _folder.LogOf("redis"),
        });
    }

    private Task Answers() => LoopbackPort.WaitFor(_process, Patience, async () =>
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", _port);
            var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray());
            var answer = new byte[16];
            return Encoding.ASCII.GetString(answer, 0, await stream.ReadAsync(answer)).StartsWith("+PONG", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false; // Not yet.
        }
    });
}
