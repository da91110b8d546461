using System.Buffers.Binary;

namespace Murdoch.Simulator.Gateway;

/// <summary>One message or control frame from the client. <paramref name="Opcode"/>: 1 text, 2 binary, 8 close, 9 ping, 10 pong.</summary>
internal readonly record struct ReceivedFrame(int Opcode, ReadOnlyMemory<byte> Payload, bool TooLong);

/// <summary>Reads client frames (masked) of RFC 6455 and joins fragments.</summary>
internal sealed class FrameReader(Stream stream)
{
    /// <summary>Far above what the gateway accepts (4096 bytes), so that a longer payload can be answered with a close code.</summary>
    private const int MaxMessage = 64 * 1024;

    private readonly byte[] _message = new byte[MaxMessage];
    private readonly byte[] _header = new byte[14];

    /// <returns>Null when the connection has ended.</returns>
    public async Task<ReceivedFrame?> ReadAsync(CancellationToken cancellationToken)
    {
        int total = 0, opcode = 0;
        while (true)
        {
            if (!await FillAsync(_header.AsMemory(0, 2), cancellationToken)) return null;
            var final = (_header[0] & 0x80) != 0;
            var frameOpcode = _header[0] & 0x0f;
            var length = await LengthAsync(cancellationToken);
            if (length < 0) return null;
            if (length > MaxMessage - total) return new ReceivedFrame(1, default, TooLong: true);
            if (!await FillAsync(_header.AsMemory(10, 4), cancellationToken)) return null;
            if (!await FillAsync(_message.AsMemory(total, (int)length), cancellationToken)) return null;
            for (var i = 0; i < (int)length; i++) _message[total + i] ^= _header[10 + (i & 3)];
            if (frameOpcode >= 8) return new ReceivedFrame(frameOpcode, _message.AsMemory(total, (int)length).ToArray(), false);
            if (frameOpcode != 0) opcode = frameOpcode;
            total += (int)length;
            if (final) return new ReceivedFrame(opcode, _message.AsMemory(0, total), false);
        }
    }

    private async ValueTask<long> LengthAsync(CancellationToken cancellationToken)
    {
        var small = _header[1] & 0x7f;
        if (small < 126) return small;
        var size = small == 126 ? 2 : 8;
        if (!await FillAsync(_header.AsMemory(2, size), cancellationToken)) return -1;
        return small == 126 ? BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2)) : BinaryPrimitives.ReadInt64BigEndian(_header.AsSpan(2));
    }

    private async ValueTask<bool> FillAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        try
        {
            return target.Length == 0 || await stream.ReadAtLeastAsync(target, target.Length, throwOnEndOfStream: false, cancellationToken) == target.Length;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException
            or Microsoft.AspNetCore.Connections.ConnectionAbortedException)
        {
            return false; // The client, a fault or the shutdown ended the connection: there is nothing more to read.
        }
    }
}
