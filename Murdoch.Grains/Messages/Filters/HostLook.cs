using System.Buffers.Binary;
using System.IO.Hashing;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Murdoch.Grains.Messages.Filters;

/// <summary>How much a host's name looks like those of scams: weights of the parts of names, learned from public lists, and hashes of the names there. Any thread.</summary>
/// <remarks>
/// Scam names come and go within days, but they are made alike. One signed byte a row, then four bytes a name, as <c>murdoch train-hosts</c> writes them.
/// With so many names an ordinary host shares the hash of one in 300,000.
/// </remarks>
internal sealed class HostLook
{
    public const int RowBits = 17;
    public const int Rows = 1 << RowBits;

    /// <summary>Characters of a name that are looked at, from its end. Hosts of 250 characters, many of them, would cost more than the rest of a message.</summary>
    private const int MaxLooked = 64;

    /// <summary>Parts that a name has at most.</summary>
    public const int MaxParts = (MaxLooked + 2) * (LongestGram - ShortestGram + 3);

    private const int ShortestGram = 2;
    private const int LongestGram = 6;
    private const uint WholeSalt = 0x85EB_CA6B;
    private const uint WordSalt = 0xC2B2_AE35;
    private const uint EndingSalt = 0x27D4_EB2F;

    /// <summary>Parts that are taken to be there besides a name's own.</summary>
    private const float Prior = 10;

    /// <summary>Bytes before the rows: a mark, the worth of one byte, the bias, and the threshold.</summary>
    private const int HeaderLength = 16;
    private const uint Mark = 0x3148_524D;

    private static readonly Lazy<HostLook> Shipped = new(ReadShipped);

    private readonly sbyte[] _rows;
    private readonly float _scale;
    private readonly float _offset;
    private readonly uint[] _listed;

    /// <param name="listed">Hashes of names of scams; in any order.</param>
    public HostLook(sbyte[] rows, float scale, float bias, float threshold, IEnumerable<uint> listed)
    {
        (_rows, _scale, _offset) = (rows, scale, bias - threshold);
        (Bias, Threshold) = (bias, threshold);
        _listed = [.. listed.Distinct().Order()];
    }

    /// <summary>Part of the assembly.</summary>
    public static HostLook Embedded => Shipped.Value;

    public float Bias { get; }
    public float Threshold { get; }

    /// <param name="host">As <see cref="HostName.Read"/> gives it.</param>
    /// <returns>Log-odds above the threshold: 0 and more is what hardly any ordinary name reaches.</returns>
    public float Odds(ReadOnlySpan<char> host)
    {
        Span<int> parts = stackalloc int[MaxParts];
        parts = parts[..Parts(host, parts)];
        var sum = 0;
        foreach (var part in parts)
        {
            sum += _rows[part];
        }

        return (sum * _scale * Scale(parts.Length)) + _offset;
    }

    /// <summary>True when the host, or a domain above it, was on a list of scams when the weights were learned.</summary>
    public bool IsListed(ReadOnlySpan<char> host)
    {
        while (host.IndexOf('.') is > 0 and var dot)
        {
            if (Array.BinarySearch(_listed, NameHash(host)) >= 0)
            {
                return true;
            }

            host = host[(dot + 1)..];
        }

        return false;
    }

    public static uint NameHash(ReadOnlySpan<char> host) => (uint)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(host.StartsWith("www.") ? host[4..] : host));

    public static float Scale(int parts) => 1 / MathF.Sqrt(parts + Prior);

    /// <summary>The rows of a name: two to six letters in a row, its words, its ending, and the name itself.</summary>
    public static int Parts(ReadOnlySpan<char> host, Span<int> rows)
    {
        host = host.StartsWith("www.") ? host[4..] : host;
        host = host[^Math.Min(host.Length, MaxLooked)..];
        Span<char> letters = stackalloc char[MaxLooked + 2];
        letters[0] = '^';
        host.CopyTo(letters[1..]);
        letters[host.Length + 1] = '$';
        letters = letters[..(host.Length + 2)];
        var count = 0;
        for (var first = 0; first < letters.Length - 1; first++)
        {
            var hash = Mix(0, letters[first]);
            for (var at = first + 1; at < Math.Min(letters.Length, first + LongestGram); at++)
            {
                hash = Mix(hash, letters[at]);
                rows[count++] = Row(hash);
            }
        }

        foreach (var range in host.SplitAny('-', '.'))
        {
            rows[count++] = Row(Hash(host[range], WordSalt));
        }

        rows[count++] = Row(Hash(host[(host.LastIndexOf('.') + 1)..], EndingSalt));
        rows[count++] = Row(Hash(host, WholeSalt));
        return count;
    }

    public byte[] Write()
    {
        var bytes = new byte[HeaderLength + Rows + (_listed.Length * sizeof(uint))];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Mark);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4), _scale);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(8), Bias);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(12), Threshold);
        Buffer.BlockCopy(_rows, 0, bytes, HeaderLength, Rows);
        for (var at = 0; at < _listed.Length; at++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(HeaderLength + Rows + (at * sizeof(uint))), _listed[at]);
        }

        return bytes;
    }

    /// <exception cref="InvalidDataException">Not such a file.</exception>
    public static HostLook Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength + Rows || bytes.Length % sizeof(uint) != 0 || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Mark)
        {
            throw new InvalidDataException("These are no weights of host names.");
        }

        var rows = new sbyte[Rows];
        MemoryMarshal.Cast<byte, sbyte>(bytes.Slice(HeaderLength, Rows)).CopyTo(rows);
        var listed = new uint[(bytes.Length - HeaderLength - Rows) / sizeof(uint)];
        for (var at = 0; at < listed.Length; at++)
        {
            listed[at] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(HeaderLength + Rows + (at * sizeof(uint)))..]);
        }

        return new(
            rows, BinaryPrimitives.ReadSingleLittleEndian(bytes[4..]), BinaryPrimitives.ReadSingleLittleEndian(bytes[8..]), BinaryPrimitives.ReadSingleLittleEndian(bytes[12..]), listed);
    }

    private static HostLook ReadShipped()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Murdoch.Grains.Messages.Filters.hosts.model")
            ?? throw new InvalidOperationException("The weights of host names are not part of the assembly.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(bytes);
    }

    private static uint Hash(ReadOnlySpan<char> word, uint salt)
    {
        foreach (var letter in word)
        {
            salt = Mix(salt, letter);
        }

        return salt;
    }

    private static uint Mix(uint hash, char letter)
    {
        hash = (hash ^ (char.IsAsciiDigit(letter) ? '0' : letter)) * 0x9E37_79B1;
        return hash ^ (hash >> 15);
    }

    private static int Row(uint hash) => (int)((hash * 0x85EB_CA77) >> (32 - RowBits));
}
