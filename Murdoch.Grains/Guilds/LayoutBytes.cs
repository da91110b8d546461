using System.Buffers.Binary;
using System.IO.Compression;
using Murdoch.Grains.Interfaces.Guilds;
using Orleans.Serialization;

namespace Murdoch.Grains.Guilds;

/// <summary>
/// Layouts as they are stored and as they rest in memory: serialised, and made small, because names and ids of one guild resemble each other. It is done when
/// a layout changes and undone when a rule asks, both of which are rare.
/// </summary>
internal sealed class LayoutBytes(Serializer<GuildLayout> serializer)
{
    /// <summary>No serialised layout begins like that: those from before this was done are read as they are.</summary>
    private const byte Packed = 0;
    private const int Head = 1 + sizeof(int);
    private const int Quality = 4;
    private const int WindowBits = 16;

    public byte[] Pack(GuildLayout layout)
    {
        var plain = serializer.SerializeToArray(layout);
        var packed = new byte[Head + BrotliEncoder.GetMaxCompressedLength(plain.Length)];
        packed[0] = Packed;
        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(1), plain.Length);
        return BrotliEncoder.TryCompress(plain, packed.AsSpan(Head), out var written, Quality, WindowBits) ? packed[..(Head + written)] : plain;
    }

    public GuildLayout Unpack(byte[] stored)
    {
        if (stored[0] != Packed) return serializer.Deserialize(stored)!;
        var plain = new byte[BinaryPrimitives.ReadInt32LittleEndian(stored.AsSpan(1))];
        return BrotliDecoder.TryDecompress(stored.AsSpan(Head), plain, out var written) && written == plain.Length
            ? serializer.Deserialize(plain)!
            : throw new InvalidDataException("A stored layout of a guild cannot be read.");
    }
}
