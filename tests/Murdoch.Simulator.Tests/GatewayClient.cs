using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Murdoch.Simulator.Tests;

/// <summary>A bare gateway client on the framework's WebSocket: no retries, no heartbeats of its own.</summary>
internal sealed class GatewayClient : IAsyncDisposable
{
    public const int ModerationIntents = 3184135;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket = new();
    private readonly Channel<JsonElement> _messages = Channel.CreateUnbounded<JsonElement>();
    private readonly ConcurrentQueue<(WebSocketMessageType Type, bool End)> _frames = new();
    private readonly string _compress;
    private Task _reading = Task.CompletedTask;

    private GatewayClient(string compress) => _compress = compress;

    public int? CloseCode { get; private set; }
    public string SessionId { get; private set; } = "";
    public string ResumeUrl { get; private set; } = "";
    public long Sequence { get; private set; }

    /// <summary>Every frame as it came, with its end-of-message mark.</summary>
    public IReadOnlyCollection<(WebSocketMessageType Type, bool End)> Frames => _frames;

    public static async Task<GatewayClient> ConnectAsync(Uri url, string query = "?v=10&encoding=json", string compress = "")
    {
        var client = new GatewayClient(compress);
        await client._socket.ConnectAsync(new Uri(url, url.AbsolutePath + query + (compress.Length > 0 ? $"&compress={compress}" : "")), CancellationToken.None);
        client._reading = client.ReadAsync();
        return client;
    }

    /// <summary>Connects, says who it is and reads to READY.</summary>
    public static async Task<GatewayClient> IdentifiedAsync(SimulatorServer server, int intents = ModerationIntents, int[]? shard = null, string compress = "")
    {
        var client = await ConnectAsync(server.GatewayUrl, compress: compress);
        await client.ExpectOpAsync(10);
        await client.IdentifyAsync(server.Options.Token, intents, shard);
        await client.ExpectAsync("READY");
        return client;
    }

    public Task IdentifyAsync(string token, long intents = ModerationIntents, int[]? shard = null, bool compress = false)
    {
        var data = new JsonObject
        {
            ["token"] = token,
            ["intents"] = intents,
            ["properties"] = new JsonObject { ["os"] = "linux", ["browser"] = "wire test", ["device"] = "wire test" },
        };
        if (shard is not null) data["shard"] = new JsonArray([.. shard.Select(n => JsonValue.Create(n))]);
        if (compress) data["compress"] = true;
        return SendAsync(2, data);
    }

    public Task ResumeAsync(string token, string session, long sequence) =>
        SendAsync(6, new JsonObject { ["token"] = token, ["session_id"] = session, ["seq"] = sequence });

    public Task SendAsync(int op, JsonNode? data) => SendTextAsync(new JsonObject { ["op"] = op, ["d"] = data }.ToJsonString());

    public Task SendTextAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);

    /// <summary>The next gateway message, whatever it is.</summary>
    public async Task<JsonElement> NextAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        return await _messages.Reader.ReadAsync(deadline.Token);
    }

    public async Task<JsonElement> ExpectOpAsync(int op)
    {
        while (true)
        {
            var message = await NextAsync();
            if (message.GetProperty("op").GetInt32() == op) return message.GetProperty("d");
        }
    }

    /// <summary>Skips other dispatches.</summary>
    public async Task<JsonElement> ExpectAsync(string name)
    {
        while (true)
        {
            var message = await NextAsync();
            if (message.GetProperty("t").GetString() == name) return message.GetProperty("d");
        }
    }

    /// <summary>Names of the dispatches up to and including <paramref name="last"/>.</summary>
    public async Task<List<string>> NamesUpToAsync(string last)
    {
        var names = new List<string>();
        while (names.Count == 0 || names[^1] != last)
            if ((await NextAsync()).GetProperty("t").GetString() is { } name) names.Add(name);
        return names;
    }

    /// <summary>Waits for the end of the connection.</summary>
    /// <returns>The close code; null when there was no close frame.</returns>
    public async Task<int?> EndAsync()
    {
        await _reading.WaitAsync(Deadline);
        return CloseCode;
    }

    public async Task CloseAsync(int code)
    {
        await _socket.CloseOutputAsync((WebSocketCloseStatus)code, null, CancellationToken.None);
        await _reading.WaitAsync(Deadline);
    }

    /// <summary>Cuts the connection without a close frame.</summary>
    public async Task DropAsync()
    {
        _socket.Abort();
        await _reading.WaitAsync(Deadline);
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        using var inbox = new FeedStream();
        await using var inflate = _compress == "zlib-stream" ? new ZLibStream(inbox, CompressionMode.Decompress) : null;
        try
        {
            while (true)
            {
                using var message = new MemoryStream();
                ValueWebSocketReceiveResult result;
                do
                {
                    result = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                    if (result.MessageType == WebSocketMessageType.Close)
                    {
                        CloseCode = (int?)_socket.CloseStatus;
                        if (_socket.State == WebSocketState.CloseReceived) await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                        return;
                    }
                    _frames.Enqueue((result.MessageType, result.EndOfMessage));
                    message.Write(buffer, 0, result.Count);
                }
                while (!result.EndOfMessage);
                Note(Decode(message.ToArray(), inbox, inflate, result.MessageType));
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            CloseCode = null; // Dropped without a close frame, within a read or between two.
        }
        finally
        {
            _messages.Writer.TryComplete();
        }
    }

    private static byte[] Decode(byte[] frame, FeedStream inbox, ZLibStream? inflate, WebSocketMessageType type)
    {
        if (inflate is null && type == WebSocketMessageType.Text) return frame;
        using var plain = new MemoryStream();
        if (inflate is null)
        {
            using var blob = new ZLibStream(new MemoryStream(frame), CompressionMode.Decompress);
            blob.CopyTo(plain);
            return plain.ToArray();
        }
        Assert.Equal([0, 0, 0xff, 0xff], frame[^4..]);
        inbox.Feed(frame);
        var buffer = new byte[16 * 1024];
        while (inflate.Read(buffer) is > 0 and var read) plain.Write(buffer, 0, read);
        return plain.ToArray();
    }

    private void Note(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement.Clone();
        if (root.GetProperty("op").GetInt32() == 0) Sequence = root.GetProperty("s").GetInt64();
        if (root.GetProperty("t").GetString() == "READY")
        {
            SessionId = root.GetProperty("d").GetProperty("session_id").GetString()!;
            ResumeUrl = root.GetProperty("d").GetProperty("resume_gateway_url").GetString()!;
        }
        _messages.Writer.TryWrite(root);
    }

    private sealed class FeedStream : Stream
    {
        private byte[] _data = [];
        private int _at;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void Feed(byte[] data) => (_data, _at) = (data, 0);

        public override int Read(byte[] buffer, int offset, int count)
        {
            var taken = Math.Min(count, _data.Length - _at);
            Array.Copy(_data, _at, buffer, offset, taken);
            _at += taken;
            return taken;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
