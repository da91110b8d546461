using System.Net;
using System.Net.Sockets;

namespace Murdoch.TestCluster.Servers;

/// <summary>Ports of servers on this machine.</summary>
public static class LoopbackPort
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>A port that nobody listens on at this moment, for servers that cannot choose one themselves.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Asks until the answer is yes.</summary>
    /// <exception cref="InvalidOperationException">The server ended, or never answered.</exception>
    public static async Task WaitFor(Processes.ChildProcess server, TimeSpan patience, Func<Task<bool>> answers)
    {
        using var deadline = new CancellationTokenSource(patience);
        while (!await answers())
        {
            if (server.HasExited || deadline.IsCancellationRequested) throw new InvalidOperationException($"A server did not start:\n{server.Output}");
            await Task.Delay(Poll, CancellationToken.None);
        }
    }
}
