using System.Net;
using System.Net.Sockets;
using System.Text;
using Murdoch.TestCluster;
using Murdoch.TestCluster.Processes;

namespace Murdoch.Silo.Tests.Redis;

/// <summary>A redis-server of one test, which it may stop, hang and start again.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly RunFolder _folder = RunFolder.Create();
    private readonly string? _password;
    private ChildProcess? _process;

    public RedisProcess(string? password = null)
    {
        _password = password;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    /// <summary>What REDIS_URL would be.</summary>
    public string Url => $"redis://{(_password is null ? "" : $":{_password}@")}127.0.0.1:{Port}";

    public static async Task<RedisProcess> Start(string? password = null)
    {
        var redis = new RedisProcess(password);
        await redis.Start();
        return redis;
    }

    /// <summary>With what was stored, on the same port.</summary>
    public async Task Start()
    {
        var data = _folder.Subfolder("redis");
        string[] access = _password is null ? [] : ["--requirepass", _password];
        _process = ChildProcess.Start(new(
            "redis-server", ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", data, "--appendonly", "yes", "--appendfsync", "always", "--save", "", .. access])
        { WorkingDirectory = data, LogFile = _folder.LogOf("redis") });
        Assert.True(await Poll.Until(Answers, Patience, TestContext.Current.CancellationToken), _process.Output);
    }

    public async Task Stop()
    {
        await _process!.Terminate();
        await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Connections stay open, and nothing answers.</summary>
    public void Pause() => _process!.Pause();

    public void Resume() => _process!.Resume();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        await _folder.DisposeAsync();
    }

    private async Task<bool> Answers()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
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
