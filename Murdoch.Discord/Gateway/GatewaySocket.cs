using System.Net.WebSockets;

namespace Murdoch.Discord.Gateway;

/// <summary>One websocket: opened once, written by one sender at a time, closed with a code that says whether the session goes on.</summary>
internal sealed class GatewaySocket : IDisposable
{
    private static readonly TimeSpan CloseDeadline = TimeSpan.FromSeconds(2);
    private readonly ClientWebSocket _socket = new();
    private readonly HttpMessageInvoker _transport;
    private readonly SemaphoreSlim _sending = new(1, 1);

    public GatewaySocket(int readBufferBytes)
    {
        // Discord's heartbeats do what websocket pings would.
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
        _transport = new(new SocketsHttpHandler
        {
            PlaintextStreamFilter = (context, _) => new(new ReadBufferedStream(context.PlaintextStream, readBufferBytes)),
        });
    }

    public int? CloseCode => (int?)_socket.CloseStatus;

    public Task Connect(Uri url, CancellationToken cancellationToken) => _socket.ConnectAsync(url, _transport, cancellationToken);

    /// <summary>Not cancellable, because a token per read costs more than the read: <see cref="Abort"/> ends it.</summary>
    public ValueTask<ValueWebSocketReceiveResult> Receive(Memory<byte> buffer) => _socket.ReceiveAsync(buffer, CancellationToken.None);

    public async Task Send(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try { await _socket.SendAsync(payload, WebSocketMessageType.Text, endOfMessage: true, cancellationToken).ConfigureAwait(false); }
        finally { _sending.Release(); }
    }

    /// <summary>Says goodbye with a code other than 1000 and 1001, so that the session lives on, and hangs up.</summary>
    public async Task Close(int code)
    {
        using var deadline = new CancellationTokenSource(CloseDeadline);
        try { await _socket.CloseOutputAsync((WebSocketCloseStatus)code, null, deadline.Token).ConfigureAwait(false); }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or InvalidOperationException or IOException)
        {
            // Dead already: hanging up says the same.
        }
        Abort();
    }

    public void Abort() => _socket.Abort();

    public void Dispose()
    {
        _socket.Dispose();
        _transport.Dispose();
        _sending.Dispose();
    }
}
