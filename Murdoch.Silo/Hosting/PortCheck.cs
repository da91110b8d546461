using System.Net;
using System.Net.Sockets;

namespace Murdoch.Silo.Hosting;

/// <summary>
/// Looks for taken ports before anything starts: the web server binds last, and by then shards would be connected. All taken ports are told at once.
/// </summary>
internal static class PortCheck
{
    public static IReadOnlyList<string> FindTaken(WebOptions web, SiloOptions silo, bool loopbackOnly)
    {
        var browsers = loopbackOnly ? IPAddress.Loopback : IPAddress.IPv6Any;
        var silos = silo.AdvertisedAddress is { } advertised ? IPAddress.Parse(advertised) : IPAddress.Loopback;
        List<(string Setting, int Port, IPAddress Address)> wanted =
        [
            ("HEALTH_PORT", web.HealthPort, browsers),
            ("SILO_PORT", silo.SiloPort, silos),
            ("SILO_GATEWAY_PORT", silo.GatewayPort, silos),
        ];
        if (silo.IsWeb) wanted.Insert(0, ("WEB_PORT", web.WebPort, browsers));
        var problems = wanted.Where(want => want.Port != 0).Select(want => FindProblem(want.Setting, want.Port, want.Address)).OfType<string>().ToList();
        foreach (var twice in wanted.Where(want => want.Port != 0).GroupBy(want => want.Port).Where(group => group.Count() > 1))
            problems.Add($"Port {twice.Key} is given to {string.Join(" and ", twice.Select(want => want.Setting))}: each needs its own.");
        return problems;
    }

    public static bool IsFree(int port, IPAddress address) => FindProblem("", port, address) is null;

    /// <summary>Two different ports that nobody listens on at this moment, for servers that cannot choose one themselves.</summary>
    public static (int First, int Second) FindFree(IPAddress address)
    {
        using var first = Bind(0, address);
        using var second = Bind(0, address);
        return (((IPEndPoint)first.LocalEndPoint!).Port, ((IPEndPoint)second.LocalEndPoint!).Port);
    }

    private static string? FindProblem(string setting, int port, IPAddress address)
    {
        try
        {
            Bind(port, address).Dispose();
            return null;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"Port {port} ({setting}) is taken by another program: set {setting} to another port, or to 0 for any free one.",
                SocketError.AccessDenied => $"Port {port} ({setting}) needs more rights than this program has: set {setting} to a port above 1023.",
                SocketError.AddressNotAvailable => $"{address} (ADVERTISED_ADDRESS) is not an address of this machine.",
                _ => $"Port {port} ({setting}) cannot be opened: {exception.Message}.",
            };
        }
    }

    private static Socket Bind(int port, IPAddress address)
    {
        var everywhere = address.Equals(IPAddress.IPv6Any);
        if (everywhere && !Socket.OSSupportsIPv6) address = IPAddress.Any;
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (everywhere && address.AddressFamily == AddressFamily.InterNetworkV6) socket.DualMode = true;
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
