using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Murdoch.Discord.Gateway;
using Murdoch.Discord.Interactions;
using Murdoch.Discord.Model;

namespace Murdoch.Discord.Tests.Gateway;

/// <summary>A shard's owner and receiver that write down what they are told.</summary>
internal sealed class TestShard : IShardHost, IDispatchReceiver, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private TaskCompletionSource? _closed;

    private TestShard()
    {
    }

    public ConcurrentQueue<MessageDispatch> Messages { get; } = [];
    public ConcurrentQueue<GatewayDispatch> Dispatches { get; } = [];
    public Task Running { get; private set; } = Task.CompletedTask;
    public ShardSession? Session { get; private set; }
    public ShardConnection Connection { get; private set; } = null!;
    public int Identifies { get; private set; }

    public static TestShard Start(Uri gateway, string token, ShardSession? resumeFrom = null, GatewayCompression compression = GatewayCompression.ZlibStream, TimeSpan? reconnect = null)
    {
        var shard = new TestShard();
        var options = new ShardConnectionOptions
        {
            Token = token,
            Url = gateway.ToString(),
            Compression = compression,
            InvalidSessionPauseMin = TimeSpan.Zero,
            InvalidSessionPauseMax = TimeSpan.FromMilliseconds(20),
            ReconnectBase = reconnect ?? TimeSpan.FromMilliseconds(10),
            ReconnectMax = reconnect ?? TimeSpan.FromMilliseconds(50),
        };
        shard.Connection = new(options, shard, shard, TimeProvider.System, NullLogger<ShardConnection>.Instance);
        shard.Running = Task.Run(() => shard.Connection.RunAsync(resumeFrom, shard._stop.Token));
        return shard;
    }

    /// <summary>Waits for the next of: identified, ready, resumed N, lost.</summary>
    public async Task<string> Next() => await _events.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public async Task<MessageDispatch> Message(Func<MessageDispatch, bool> wanted)
    {
        for (var i = 0; i < 2_000; i++)
        {
            foreach (var message in Messages)
            {
                if (wanted(message)) return message;
            }
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("The message did not come.");
    }

    public async Task<Interaction> Interaction(Func<Interaction, bool> wanted)
    {
        for (var i = 0; i < 2_000; i++)
        {
            if (Dispatches.OfType<InteractionCreated>().Select(created => created.Interaction).FirstOrDefault(wanted) is { } found) return found;
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("The interaction did not come.");
    }

    public void HoldBack() => _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void GoOn() => Interlocked.Exchange(ref _closed, null)?.TrySetResult();

    public async Task Stop()
    {
        await _stop.CancelAsync();
        await Running;
    }

    public ValueTask WaitForIdentifyTurn(int shard, CancellationToken cancellationToken)
    {
        Identifies++;
        return ValueTask.CompletedTask;
    }

    public void SessionStarted(ShardSession session, int guilds)
    {
        Session = session;
        _events.Writer.TryWrite("ready");
    }

    public void SessionResumed(long replayed) => _events.Writer.TryWrite($"resumed {replayed}");
    public void SessionLost() => _events.Writer.TryWrite("lost");
    public void Received(in MessageDispatch message) => Messages.Enqueue(message);
    public void Received(GatewayDispatch dispatch) => Dispatches.Enqueue(dispatch);
    public void Skipped(long sequence) { }
    public void Drained() { }
    public ValueTask WaitForCapacity(CancellationToken cancellationToken) => _closed is { } closed ? new(closed.Task.WaitAsync(cancellationToken)) : ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
