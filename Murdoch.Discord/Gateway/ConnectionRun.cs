using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Murdoch.Discord.Gateway;

/// <summary>One socket from its connect to its end. Everything that belongs to the connection alone lives and dies here: zlib context, heartbeat, buffers.</summary>
internal sealed partial class ConnectionRun(
    ShardConnectionOptions options, IShardHost host, IDispatchReceiver receiver, TimeProvider time, ILogger logger, ShardSession? session, Action<ShardState> entered) : IDisposable
{
    private readonly GatewaySocket _socket = new(options.ReadBufferBytes);
    private readonly FrameAssembler _frames = new(options.Compression, options.MaxMessageBytes);
    private readonly DispatchParser _parser = new(receiver) { BotUserId = session?.BotUserId ?? 0 };
    private readonly CancellationTokenSource _ended = new();
    private ShardSession? _session = session;
    private Heartbeat? _heartbeat;
    private ConnectionEnding? _ending;
    private long _sequence = session?.Sequence ?? 0;
    private long _replayed;
    private bool _resuming = session is not null;
    private int _logged;

    public long LastSequence => Volatile.Read(ref _sequence);
    public TimeSpan? Latency => _heartbeat?.Latency;

    /// <summary>True when READY or RESUMED came: the next failure is a first one.</summary>
    public bool WasReady { get; private set; }

    /// <summary>What the next connection would resume.</summary>
    public ShardSession? Session => _session is null ? null : _session with { Sequence = LastSequence };

    public async Task<ConnectionEnding> Run(CancellationToken cancellationToken)
    {
        try
        {
            using (var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
            {
                deadline.CancelAfter(options.HelloDeadline);
                await _socket.Connect(Url(), deadline.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or HttpRequestException or IOException)
        {
            if (!cancellationToken.IsCancellationRequested) LogNotConnected(exception, options.Shard);
            return new(CloseConsequence.Resume, ConnectionEnding.NotConnected);
        }
        await using var goingOn = cancellationToken.UnsafeRegister(static run => ((ConnectionRun)run!).End(new(CloseConsequence.Resume, ConnectionEnding.Cancelled)), this);
        var ending = await ReadAll().ConfigureAwait(false);
        await _ended.CancelAsync().ConfigureAwait(false);
        return ending;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _frames.Dispose();
        _ended.Dispose();
    }

    private Uri Url()
    {
        var address = _session?.ResumeUrl ?? options.Url;
        var compress = options.Compression == GatewayCompression.ZlibStream ? "&compress=zlib-stream" : "";
        return new($"{address.TrimEnd('/')}/?v=10&encoding=json{compress}");
    }

    private async Task<ConnectionEnding> ReadAll()
    {
        try
        {
            while (_ending is null)
            {
                var receive = _socket.Receive(_frames.Free);
                if (!receive.IsCompleted) receiver.Drained();
                var received = await receive.ConfigureAwait(false);
                if (received.MessageType == WebSocketMessageType.Close) return _ending ?? Closed();
                if (!Handle(received)) continue;
                var capacity = receiver.WaitForCapacity(_ended.Token);
                if (!capacity.IsCompletedSuccessfully) await HoldBack(capacity).ConfigureAwait(false);
            }
            return _ending.Value;
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            return _ending ?? Closed();
        }
        catch (InvalidDataException exception)
        {
            LogBroken(exception, options.Shard);
            await _socket.Close(GatewayCloseCodes.GoingOn).ConfigureAwait(false);
            return new(CloseConsequence.Resume, ConnectionEnding.Broken);
        }
    }

    private ConnectionEnding Closed() => new(GatewayCloseCodes.After(_socket.CloseCode), ConnectionEnding.Closed, _socket.CloseCode);

    private async Task HoldBack(ValueTask capacity)
    {
        if (_heartbeat is { } heartbeat) heartbeat.IsHeldBack = true;
        await capacity.ConfigureAwait(false);
        if (_heartbeat is { } again) again.IsHeldBack = false;
    }

    /// <returns>True when a message was complete.</returns>
    private bool Handle(ValueWebSocketReceiveResult received)
    {
        var message = _frames.Add(received.Count, received.EndOfMessage, received.MessageType == WebSocketMessageType.Binary);
        if (message.IsEmpty) return false;
        var sequence = 0L;
        try
        {
            var frame = GatewayFrame.Read(message);
            sequence = frame.Sequence;
            if (frame.Op == 0) Dispatch(ref frame);
            else Control(ref frame);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            GatewayEvents.Malformed.Add(1);
            if (Interlocked.Exchange(ref _logged, 1) == 0) LogMalformed(exception, options.Shard, message.Length);
            if (sequence != 0) receiver.Skipped(sequence);
        }
        if (sequence != 0) Volatile.Write(ref _sequence, sequence);
        return true;
    }

    private void Dispatch(ref GatewayFrame frame)
    {
        var kind = GatewayEvents.Count(frame.Type);
        if (kind == GatewayEvent.Ready)
        {
            Begin(ref frame);
            return;
        }
        if (kind == GatewayEvent.Resumed)
        {
            _resuming = false;
            Enter(ShardState.Ready);
            host.SessionResumed(_replayed);
        }
        else if (_resuming)
        {
            _replayed++;
        }
        _parser.Parse(ref frame, kind);
    }

    private void Begin(ref GatewayFrame frame)
    {
        var data = frame.ReadData();
        var (session, url, user, guilds) = ReadyReader.Read(ref data);
        _parser.BotUserId = user;
        _session = new(session, url.Length > 0 ? url : options.Url, frame.Sequence, user);
        _resuming = false;
        Volatile.Write(ref _sequence, frame.Sequence);
        host.SessionStarted(_session, guilds);
        Enter(ShardState.Ready);
        receiver.Skipped(frame.Sequence);
    }

    private void Control(ref GatewayFrame frame)
    {
        switch (frame.Op)
        {
            case 1: _ = Guard(_heartbeat?.Beat(_ended.Token) ?? Task.CompletedTask); break;
            case 7: _ = Guard(EndAndClose(new(CloseConsequence.Resume, ConnectionEnding.Reconnect))); break;
            case 9: _ = Guard(EndAndClose(new(frame.ReadData().TokenType == JsonTokenType.True ? CloseConsequence.Resume : CloseConsequence.Identify, ConnectionEnding.InvalidSession))); break;
            case 10: Hello(frame.ReadData()); break;
            case 11: _heartbeat?.Acknowledged(); break;
            default: break; // Opcodes that Discord adds are not for us.
        }
    }

    private void Hello(Utf8JsonReader data)
    {
        var interval = ReadyReader.HeartbeatInterval(ref data);
        if (_heartbeat is not null || interval <= 0) return;
        _heartbeat = new(_socket, TimeSpan.FromMilliseconds(interval), () => LastSequence, time);
        _ = Guard(Beat(_heartbeat));
        _ = Guard(Introduce());
    }

    private async Task Beat(Heartbeat heartbeat)
    {
        await heartbeat.Run(_ended.Token).ConfigureAwait(false);
        await EndAndClose(new(CloseConsequence.Resume, ConnectionEnding.Zombie)).ConfigureAwait(false);
    }

    private async Task Introduce()
    {
        if (_session is { } session)
        {
            Enter(ShardState.Resuming);
            await _socket.Send(GatewayPayloads.Resume(options.Token, session with { Sequence = LastSequence }), _ended.Token).ConfigureAwait(false);
            return;
        }
        Enter(ShardState.Identifying);
        await host.WaitForIdentifyTurn(options.Shard, _ended.Token).ConfigureAwait(false);
        await _socket.Send(GatewayPayloads.Identify(options), _ended.Token).ConfigureAwait(false);
    }

    private void Enter(ShardState state)
    {
        WasReady |= state == ShardState.Ready;
        entered(state);
    }

    private void End(ConnectionEnding ending) => _ = Guard(EndAndClose(ending));

    private Task EndAndClose(ConnectionEnding ending)
    {
        _ending ??= ending;
        return _socket.Close(ending.Reason == ConnectionEnding.Zombie ? GatewayCloseCodes.Zombie : GatewayCloseCodes.GoingOn);
    }

    /// <summary>What runs beside the reading loop ends the connection when it fails; the loop sees that and starts over.</summary>
    private async Task Guard(Task work)
    {
        try { await work.ConfigureAwait(false); }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested) { }
        catch (ObjectDisposedException) { }
        catch (Exception exception)
        {
            LogFailed(exception, options.Shard);
            _socket.Abort();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard} could not connect")]
    private partial void LogNotConnected(Exception exception, int shard);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard} received a stream that cannot be read; it reconnects")]
    private partial void LogBroken(Exception exception, int shard);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard} received a frame of {Bytes} bytes that cannot be read; this is logged once per connection")]
    private partial void LogMalformed(Exception exception, int shard, int bytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard} lost its socket while sending")]
    private partial void LogFailed(Exception exception, int shard);
}
