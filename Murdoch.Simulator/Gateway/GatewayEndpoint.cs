using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Murdoch.Simulator.Gateway;

/// <summary>The WebSocket handshake of RFC 6455, then the connection's life.</summary>
internal sealed class GatewayEndpoint(GatewayHub hub, CancellationToken stopping)
{
    /// <summary>RFC 6455, section 1.3.</summary>
    private const string HandshakeGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    public async Task HandleAsync(HttpContext context, bool onResumeUrl)
    {
        if (hub.Faults.RefuseGateway)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        var key = context.Request.Headers.SecWebSocketKey.ToString();
        if (upgrade is not { IsUpgradableRequest: true } || key.Length == 0)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.SecWebSocketAccept = AcceptOf(key);
        await using var stream = await upgrade.UpgradeAsync();
        var query = context.Request.Query;
        using var connection = new GatewayConnection(hub, context, stream,
            new GatewayQuery(query["v"].ToString(), query["encoding"].Count == 0 ? "json" : query["encoding"].ToString(), query["compress"].ToString()), onResumeUrl);
        await connection.RunAsync(stopping);
    }

    // RFC 6455 asks for SHA-1 here; it proves that the server speaks WebSocket, it protects nothing.
#pragma warning disable CA5350
    private static string AcceptOf(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + HandshakeGuid)));
#pragma warning restore CA5350
}
