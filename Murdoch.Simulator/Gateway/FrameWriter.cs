using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Compression;

namespace Murdoch.Simulator.Gateway;

/// <summary>Builds server frames of RFC 6455 (unmasked) into one buffer, so that many gateway messages leave with one write. The framework's
/// WebSocket writes and flushes per message, which costs more than everything else that a dispatch needs here.</summary>
internal sealed class FrameWriter : IDisposable
{
    private const int MaxHeader = 10;
    private readonly MemoryStream? _deflated;
    private readonly ZLibStream? _deflate;
    private byte[] _buffer = new byte[128 * 1024];
    private byte[] _plain = new byte[16 * 1024];

    /// <param name="compress">One deflate context for the whole connection, flushed after each message (zlib-stream).</param>
    public FrameWriter(bool compress)
    {
        if (!compress) return;
        _deflated = new MemoryStream();
        _deflate = new ZLibStream(_deflated, CompressionLevel.Fastest, leaveOpen: true);
    }

    public int Length { get; private set; }
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    /// <summary>Cut the next message into three frames.</summary>
    public bool SplitNext { get; set; }

    /// <summary>Payload compression: each message a zlib blob with its own context, in a binary frame.</summary>
    public bool CompressEach { get; set; }

    public void Clear() => Length = 0;

    public void Dispatch(in Dispatch dispatch, long sequence)
    {
        // {"t":"NAME","s":N,"op":0,"d":PAYLOAD}, keys in the order in which Discord sends them.
        var most = dispatch.Name.Length + dispatch.Payload.Length + 64;
        var compressed = _deflate is not null || CompressEach;
        if (compressed && _plain.Length < most) _plain = new byte[most * 2];
        if (!compressed) Reserve(most + (3 * MaxHeader));
        var target = compressed ? _plain.AsSpan() : _buffer.AsSpan(Length + MaxHeader);
        var length = Envelope(target, dispatch, sequence);
        if (compressed) Compressed(_plain.AsSpan(0, length));
        else Frame(length, opcode: 1);
    }

    public void Message(ReadOnlySpan<byte> json)
    {
        if (_deflate is not null || CompressEach)
        {
            Compressed(json);
            return;
        }
        Reserve(json.Length + (3 * MaxHeader));
        json.CopyTo(_buffer.AsSpan(Length + MaxHeader));
        Frame(json.Length, opcode: 1);
    }

    /// <summary>Close, ping or pong.</summary>
    public void Control(int opcode, ReadOnlySpan<byte> payload)
    {
        Reserve(payload.Length + MaxHeader);
        _buffer[Length] = (byte)(0x80 | opcode);
        _buffer[Length + 1] = (byte)payload.Length;
        payload.CopyTo(_buffer.AsSpan(Length + 2));
        Length += 2 + payload.Length;
    }

    public void Dispose()
    {
        _deflate?.Dispose();
        _deflated?.Dispose();
    }

    private static int Envelope(Span<byte> target, in Dispatch dispatch, long sequence)
    {
        var at = Append(target, 0, "{\"t\":\""u8);
        at = Append(target, at, dispatch.Name);
        at = Append(target, at, "\",\"s\":"u8);
        Utf8Formatter.TryFormat(sequence, target[at..], out var digits);
        at = Append(target, at + digits, ",\"op\":0,\"d\":"u8);
        dispatch.Payload.CopyTo(target[at..]);
        if (dispatch.PatchedId != 0) Utf8Formatter.TryFormat(dispatch.PatchedId, target[(at + Gateway.Dispatch.IdOffset)..], out _);
        at += dispatch.Payload.Length;
        target[at] = (byte)'}';
        return at + 1;
    }

    private static int Append(Span<byte> target, int at, ReadOnlySpan<byte> part)
    {
        part.CopyTo(target[at..]);
        return at + part.Length;
    }

    private void Compressed(ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> data;
        if (_deflate is not null)
        {
            _deflated!.SetLength(0);
            _deflate.Write(json);
            _deflate.Flush(); // ends with 00 00 FF FF
            data = _deflated.GetBuffer().AsSpan(0, (int)_deflated.Length);
        }
        else
        {
            using var blob = new MemoryStream();
            using (var each = new ZLibStream(blob, CompressionLevel.Fastest, leaveOpen: true)) each.Write(json);
            data = blob.ToArray();
        }
        Reserve(data.Length + (3 * MaxHeader));
        data.CopyTo(_buffer.AsSpan(Length + MaxHeader));
        Frame(data.Length, opcode: 2);
    }

    /// <summary>The payload lies at Length + MaxHeader; puts the header before it and closes the gap.</summary>
    private void Frame(int length, int opcode)
    {
        if (SplitNext && length >= 3)
        {
            SplitNext = false;
            var payload = _buffer.AsSpan(Length + MaxHeader, length).ToArray();
            var third = length / 3;
            Fragment(payload.AsSpan(0, third), opcode);
            Fragment(payload.AsSpan(third, third), 0);
            Fragment(payload.AsSpan(third * 2), 0x80);
            return;
        }
        var header = Header(_buffer.AsSpan(Length), 0x80 | opcode, length);
        if (header < MaxHeader) _buffer.AsSpan(Length + MaxHeader, length).CopyTo(_buffer.AsSpan(Length + header));
        Length += header + length;
    }

    private void Fragment(ReadOnlySpan<byte> part, int first)
    {
        var header = Header(_buffer.AsSpan(Length), first, part.Length);
        part.CopyTo(_buffer.AsSpan(Length + header));
        Length += header + part.Length;
    }

    private static int Header(Span<byte> target, int first, int length)
    {
        target[0] = (byte)first;
        switch (length)
        {
            case < 126:
                target[1] = (byte)length;
                return 2;
            case <= ushort.MaxValue:
                target[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)length);
                return 4;
            default:
                target[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(target[2..], (ulong)length);
                return MaxHeader;
        }
    }

    private void Reserve(int more)
    {
        if (Length + more > _buffer.Length) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + more));
    }
}
