using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Interfaces.Violations;

/// <summary>
/// Names a violation by what it is: the same message judged twice by the same rule, after a resume or a crash, has the same id, so a
/// second insert and a second sanction find the first.
/// </summary>
[GenerateSerializer, Immutable, Alias("violation-id")]
public readonly record struct ViolationId([property: Id(0)] Guid Value)
{
    public static ViolationId Of(GuildId guild, MessageId message, string rule)
    {
        Span<byte> bytes = stackalloc byte[16 + Encoding.UTF8.GetMaxByteCount(rule.Length)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, guild.Value);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], message.Value);
        var length = 16 + Encoding.UTF8.GetBytes(rule, bytes[16..]);
        Span<byte> hash = stackalloc byte[16];
        XxHash128.Hash(bytes[..length], hash);
        return new(new Guid(hash, bigEndian: true));
    }

    /// <summary>Names the violation of a name. The event that brought it is part of it: the same name taken again later is another offence.</summary>
    /// <param name="bearer">The user or the thread.</param>
    /// <param name="session">The gateway session that <paramref name="sequence"/> counts in; a replay after a resume has both again.</param>
    public static ViolationId OfName(GuildId guild, ulong bearer, string name, string session, long sequence)
    {
        var bytes = new byte[24 + (name.Length + session.Length) * sizeof(char)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, guild.Value);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), bearer);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(16), sequence);
        MemoryMarshal.AsBytes(session.AsSpan()).CopyTo(bytes.AsSpan(24));
        MemoryMarshal.AsBytes(name.AsSpan()).CopyTo(bytes.AsSpan(24 + session.Length * sizeof(char)));
        Span<byte> hash = stackalloc byte[16];
        XxHash128.Hash(bytes, hash);
        return new(new Guid(hash, bigEndian: true));
    }

    public override string ToString() => Value.ToString("N");
}
