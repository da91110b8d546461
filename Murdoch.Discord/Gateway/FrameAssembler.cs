using System.Buffers;
using System.IO.Compression;

namespace Murdoch.Discord.Gateway;

/// <summary>
/// Turns what comes over the websocket into whole JSON messages, inflating where the connection compresses. One per connection: the zlib
/// context lives as long as the socket. Not thread-safe; buffers are pooled, so dispose it.
/// </summary>
/// <remarks>https://docs.discord.com/developers/events/gateway#transport-compression</remarks>
internal sealed class FrameAssembler(GatewayCompression compression, int maxMessageBytes) : IDisposable
{
    private const int InitialBytes = 32 * 1024;

    /// <summary>Larger buffers (a burst of GUILD_CREATE) go back to the pool when a small message follows.</summary>
    private const int KeptBytes = 1024 * 1024;
    private readonly Feed _feed = new();
    private ZLibStream? _inflater;
    private byte[] _received = ArrayPool<byte>.Shared.Rent(InitialBytes);
    private byte[] _inflated = [];
    private int _length;

    /// <summary>Where the next bytes of the socket belong.</summary>
    public Memory<byte> Free
    {
        get
        {
            if (_length == _received.Length) Grow(ref _received, _length);
            return _received.AsMemory(_length);
        }
    }

    /// <param name="isBinary">Compressed messages are binary; text passes as it is.</param>
    /// <returns>The whole message, valid until the next call; empty while more frames have to come.</returns>
    /// <exception cref="InvalidDataException">The stream is broken, or the message is too large: nothing after it can be read.</exception>
    public ReadOnlySpan<byte> Add(int bytes, bool endOfMessage, bool isBinary)
    {
        _length += bytes;
        if (_length > maxMessageBytes) throw new InvalidDataException($"A gateway message is larger than {maxMessageBytes} bytes.");
        if (!endOfMessage) return default;
        if (!isBinary || compression == GatewayCompression.None)
        {
            var text = _received.AsSpan(0, _length);
            _length = 0;
            return text;
        }
        // A message may span websocket messages: it is complete when zlib was flushed.
        if (_length < 4 || !_received.AsSpan(_length - 4, 4).SequenceEqual((ReadOnlySpan<byte>)[0x00, 0x00, 0xFF, 0xFF])) return default;
        var message = Inflate();
        _length = 0;
        return message;
    }

    public void Dispose()
    {
        _inflater?.Dispose();
        ArrayPool<byte>.Shared.Return(_received);
        if (_inflated.Length > 0) ArrayPool<byte>.Shared.Return(_inflated);
        (_received, _inflated) = ([], []);
    }

    private ReadOnlySpan<byte> Inflate()
    {
        if (_inflated.Length is 0 or > KeptBytes)
        {
            if (_inflated.Length > 0) ArrayPool<byte>.Shared.Return(_inflated);
            _inflated = ArrayPool<byte>.Shared.Rent(InitialBytes);
        }
        _feed.Offer(_received, _length);
        _inflater ??= new ZLibStream(_feed, CompressionMode.Decompress, leaveOpen: true);
        var length = 0;
        while (true)
        {
            if (length == _inflated.Length) Grow(ref _inflated, length);
            var read = _inflater.Read(_inflated, length, _inflated.Length - length);
            length += read;
            if (length > maxMessageBytes) throw new InvalidDataException($"A gateway message is larger than {maxMessageBytes} bytes.");
            // A full buffer may hide more; a buffer with room left means that the flushed input has all come out.
            if (read == 0 || (_feed.IsEmpty && length < _inflated.Length)) return _inflated.AsSpan(0, length);
        }
    }

    private static void Grow(ref byte[] buffer, int used)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    /// <summary>What the inflater reads from: the compressed bytes at hand, and nothing once they are used up.</summary>
    private sealed class Feed : Stream
    {
        private byte[] _bytes = [];
        private int _position;
        private int _length;

        public bool IsEmpty => _position == _length;
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => _length;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public void Offer(byte[] bytes, int length) => (_bytes, _position, _length) = (bytes, 0, length);

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, _length - _position);
            _bytes.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
