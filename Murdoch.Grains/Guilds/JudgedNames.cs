using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Murdoch.Grains.Guilds;

/// <summary>
/// Violating names that were judged and that nobody has changed since. Discord tells of a member or a thread for many reasons: what has the same
/// name still is no second offence, and who takes such a name again, is.
/// </summary>
internal sealed class JudgedNames
{
    /// <summary>Names that cannot be reset stay here; a guild has few of them at a time.</summary>
    private const int Limit = 256;
    private readonly List<JudgedName> _names = [];

    /// <param name="bearer">The user or the thread.</param>
    public bool Contains(ulong bearer, string name) => _names.Contains(new(bearer, Hash(name)));

    public void Add(ulong bearer, string name)
    {
        Forget(bearer);
        if (_names.Count == Limit) _names.RemoveAt(0);
        _names.Add(new(bearer, Hash(name)));
    }

    public void Restore(JudgedName[] names) => _names.AddRange(names);

    /// <summary>The bearer has another name, or is gone.</summary>
    public void Forget(ulong bearer)
    {
        for (var i = 0; i < _names.Count; i++)
        {
            if (_names[i].Bearer != bearer) continue;
            _names.RemoveAt(i);
            return;
        }
    }

    public JudgedName[] ToArray() => [.. _names];

    private static ulong Hash(string name) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(name.AsSpan()));
}

[GenerateSerializer, Immutable, Alias("judged-name")]
internal readonly record struct JudgedName([property: Id(0)] ulong Bearer, [property: Id(1)] ulong Hash);
