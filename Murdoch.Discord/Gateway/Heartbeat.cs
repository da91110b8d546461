using System.Buffers.Text;

namespace Murdoch.Discord.Gateway;

/// <summary>Keeps one connection alive, independent of reading: a slow handler must not cost the session.</summary>
/// <remarks>https://docs.discord.com/developers/events/gateway#sending-heartbeats</remarks>
internal sealed class Heartbeat(GatewaySocket socket, TimeSpan interval, Func<long> sequence, TimeProvider time)
{
    private bool _acknowledged = true;
    private long _sentAt;

    /// <summary>From the last heartbeat to its acknowledgement; null before the first.</summary>
    public TimeSpan? Latency { get; private set; }

    /// <summary>Set while we are the ones who do not read: an acknowledgement that waits in our own socket is no sign of a dead connection.</summary>
    public bool IsHeldBack { get; set; }

    public void Acknowledged()
    {
        _acknowledged = true;
        if (_sentAt != 0) Latency = time.GetElapsedTime(_sentAt);
    }

    /// <summary>Beats until cancelled, the first time after a random part of the interval.</summary>
    /// <returns>When the connection is a zombie: it did not acknowledge between two beats.</returns>
    public async Task Run(CancellationToken cancellationToken)
    {
        await Task.Delay(interval * Random.Shared.NextDouble(), time, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            if (!_acknowledged && !IsHeldBack) return;
            _acknowledged = false;
            _sentAt = time.GetTimestamp();
            await Beat(cancellationToken).ConfigureAwait(false);
            await Task.Delay(interval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>At once, when the server asks for one.</summary>
    public Task Beat(CancellationToken cancellationToken)
    {
        Span<byte> payload = stackalloc byte[40];
        var written = "{\"op\":1,\"d\":"u8.Length;
        "{\"op\":1,\"d\":"u8.CopyTo(payload);
        var last = sequence();
        if (last == 0)
        {
            "null"u8.CopyTo(payload[written..]);
            written += 4;
        }
        else
        {
            Utf8Formatter.TryFormat(last, payload[written..], out var digits);
            written += digits;
        }
        payload[written++] = (byte)'}';
        return socket.Send(payload[..written].ToArray(), cancellationToken);
    }
}
