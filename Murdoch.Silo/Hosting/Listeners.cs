using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Murdoch.Silo.Hosting;

/// <summary>Which of the two ports a request came in by.</summary>
internal enum Listener
{
    Web,
    Health,
}

/// <summary>
/// Two ports, two audiences: browsers must never reach metrics, and monitoring has no business with the dashboard. The port is known by the
/// connection, never by the Host header, which the client writes.
/// </summary>
internal sealed class Listeners(WebOptions options, bool loopbackOnly)
{
    private readonly Dictionary<Listener, ListenOptions> _listening = [];

    public void Listen(KestrelServerOptions kestrel, bool web)
    {
        kestrel.AddServerHeader = false;
        if (web) Add(kestrel, Listener.Web, options.WebPort);
        Add(kestrel, Listener.Health, options.HealthPort);
    }

    /// <summary>The address to show, once listening; null when this process does not serve it.</summary>
    public Uri? AddressOf(Listener listener) =>
        _listening.TryGetValue(listener, out var endpoint) ? new Uri($"http://127.0.0.1:{endpoint.IPEndPoint!.Port}") : null;

    private void Add(KestrelServerOptions kestrel, Listener listener, int port)
    {
        void Configure(ListenOptions endpoint)
        {
            _listening[listener] = endpoint;
            endpoint.Use(next => connection =>
            {
                connection.Features.Set(new ListenerFeature(listener));
                return next(connection);
            });
        }

        if (loopbackOnly) kestrel.Listen(IPAddress.Loopback, port, Configure);
        else kestrel.ListenAnyIP(port, Configure);
    }
}

/// <summary>Carried by a connection.</summary>
internal sealed record ListenerFeature(Listener Listener);

/// <summary>Carried by an endpoint that answers on one port alone.</summary>
internal sealed record ListenerMetadata(Listener Listener);

internal static class ListenerEndpoints
{
    public static TBuilder OnListener<TBuilder>(this TBuilder endpoints, Listener listener) where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new ListenerMetadata(listener));

    /// <summary>To stand right after routing: an endpoint that does not say that it belongs to this port is not there.</summary>
    public static void UseListeners(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ListenerMetadata>()?.Listener != context.Features.Get<ListenerFeature>()?.Listener)
            context.SetEndpoint(null);
        return next(context);
    });
}
