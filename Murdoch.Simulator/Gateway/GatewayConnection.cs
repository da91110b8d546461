using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;

namespace Murdoch.Simulator.Gateway;

/// <summary>One socket of a client. The receive loop belongs to <see cref="RunAsync"/>; a second loop writes, fed by the session's replay
/// buffer and by a queue of everything that has no sequence.</summary>
internal sealed class GatewayConnection : IDisposable
{
    private const int BatchSize = 64;
    private static readonly TimeSpan CloseDeadline = TimeSpan.FromSeconds(2);

    private readonly GatewayHub _hub;
    private readonly HttpContext _context;
    private readonly Stream _stream;
    private readonly FrameWriter _frames;
    private readonly ConcurrentQueue<OutboundFrame> _outbound = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly CancellationTokenSource _ended = new();
    private readonly Dispatch[] _batch = new Dispatch[BatchSize];
    private readonly Queue<DateTimeOffset> _received = new();
    private GatewaySession? _session;
    private long _sent;
    private readonly Lock _finishing = new();
    private bool _finished;
    private bool _closeSent;

    public GatewayConnection(GatewayHub hub, HttpContext context, Stream stream, GatewayQuery query, bool onResumeUrl)
    {
        _hub = hub;
        _context = context;
        _stream = stream;
        Query = query;
        OnResumeUrl = onResumeUrl;
        _frames = new FrameWriter(query.Compression == "zlib-stream");
        LastHeartbeat = hub.Now;
    }

    public GatewayQuery Query { get; }
    public bool OnResumeUrl { get; }
    public GatewaySession? Session => Volatile.Read(ref _session);
    public DateTimeOffset LastHeartbeat { get; set; }

    /// <summary>Sequence of the last dispatch that was written.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Neither acknowledges nor dispatches any more, as a half-dead connection does.</summary>
    public bool Frozen { get; set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token, _context.RequestAborted);
        var reader = new FrameReader(_stream);
        var writing = WriteLoopAsync(stop.Token);
        _hub.Greet(this);
        int? closedWith = null;
        while (await reader.ReadAsync(stop.Token) is { } frame)
        {
            if (frame.Opcode == 8)
            {
                closedWith = frame.Payload.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(frame.Payload.Span) : 1005;
                break;
            }
            if (frame.Opcode == 9) Enqueue(new OutboundFrame(10, frame.Payload.ToArray()));
            else if (frame.Opcode != 10 && !_closeSent) _hub.Commands.Handle(this, frame);
        }
        _hub.Ended(this, closedWith);
        if (closedWith is { } code) Close(code == 1005 ? CloseCode.Normal : code);
        await _ended.CancelAsync();
        await writing;
        lock (_finishing) _finished = true;
    }

    public void Dispose()
    {
        _frames.Dispose();
        _ended.Dispose();
    }

    /// <summary>Notes a message from the client. https://docs.discord.com/developers/events/gateway#rate-limiting</summary>
    /// <returns>False when there were more than 120 in 60 seconds.</returns>
    public bool CountReceived(DateTimeOffset now)
    {
        _received.Enqueue(now);
        while (now - _received.Peek() > GatewayHub.SendWindow) _received.Dequeue();
        return _received.Count <= GatewayHub.SendLimit;
    }

    public void Attach(GatewaySession session, long sentUpTo)
    {
        Volatile.Write(ref _sent, sentUpTo);
        Volatile.Write(ref _session, session);
    }

    public void Detach() => Volatile.Write(ref _session, null);

    public void Wake() => _wake.Writer.TryWrite(true);

    public void Send(byte[] json) => Enqueue(new OutboundFrame(1, json));

    /// <summary>From now on each message is a zlib blob of its own (payload compression).</summary>
    public void CompressPayloads() => _frames.CompressEach = true;

    public void SplitNextFrame() => _frames.SplitNext = true;

    public void Close(int code, string reason = "")
    {
        var payload = new byte[2 + Encoding.UTF8.GetByteCount(reason)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        Encoding.UTF8.GetBytes(reason, payload.AsSpan(2));
        Enqueue(new OutboundFrame(8, payload));
    }

    /// <summary>Ends the TCP connection without a word.</summary>
    public void Drop()
    {
        lock (_finishing)
            if (!_finished) _context.Abort();
    }

    private void Enqueue(OutboundFrame frame)
    {
        _outbound.Enqueue(frame);
        Wake();
    }

    private async Task WriteLoopAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!_closeSent)
            {
                await _wake.Reader.ReadAsync(cancellationToken);
                while (await WriteSomeAsync(cancellationToken)) { }
            }
            // The client answers a close with a close; one that does not is cut off.
            await Task.Delay(CloseDeadline, cancellationToken);
            _context.Abort();
        }
        catch (OperationCanceledException)
        {
            await WriteLastAsync();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            _hub.Ended(this, null); // The socket broke under the write; the reader sees the end as well.
        }
    }

    /// <returns>True when there may be more to write.</returns>
    private async ValueTask<bool> WriteSomeAsync(CancellationToken cancellationToken)
    {
        _frames.Clear();
        WriteOutbound();
        var dispatches = 0;
        if (!_closeSent && Session is { } session && !Frozen && !_hub.Faults.WithholdDispatches)
        {
            if (_hub.Faults.DispatchDelay > TimeSpan.Zero) await Task.Delay(_hub.Faults.DispatchDelay, _hub.Time, cancellationToken);
            dispatches = session.Take(_sent, _batch);
            if (dispatches < 0)
            {
                Close(CloseCode.UnknownError, "too slow");
                return true;
            }
            for (var i = 0; i < dispatches; i++) _frames.Dispatch(_batch[i], _sent + 1 + i);
        }
        if (_frames.Length == 0) return false;
        for (var i = 0; i < dispatches; i++) _batch[i].Firehose?.HandedToSocket(_batch[i].PatchedId);
        await _stream.WriteAsync(_frames.Written, cancellationToken);
        if (dispatches > 0) Volatile.Write(ref _sent, _sent + dispatches);
        return !_closeSent;
    }

    private void WriteOutbound()
    {
        while (!_closeSent && _outbound.TryDequeue(out var frame))
        {
            if (frame.Opcode == 1) _frames.Message(frame.Payload);
            else _frames.Control(frame.Opcode, frame.Payload);
            _closeSent = frame.Opcode == 8;
        }
    }

    /// <summary>The answer to a client's close, if one is waiting.</summary>
    private async Task WriteLastAsync()
    {
        if (_closeSent || _context.RequestAborted.IsCancellationRequested) return;
        _frames.Clear();
        WriteOutbound();
        try
        {
            await _stream.WriteAsync(_frames.Written, CancellationToken.None).AsTask().WaitAsync(CloseDeadline);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or TimeoutException)
        {
            _context.Abort();
        }
    }

    private readonly record struct OutboundFrame(int Opcode, byte[] Payload);
}
