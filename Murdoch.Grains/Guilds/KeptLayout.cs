using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Guilds;

/// <summary>A guild's layout. Most guilds never ask for theirs: it rests as it is stored, which takes a fraction of the room and no time to load.</summary>
internal sealed class KeptLayout(LayoutBytes layouts)
{
    private byte[]? _stored;
    private GuildLayout? _current;

    /// <summary>Null before the guild was first seen.</summary>
    public GuildLayout? Current => _current ??= _stored is { } stored ? layouts.Unpack(stored) : null;

    /// <summary>True when it differs from the stored one.</summary>
    public bool IsChanged { get; private set; }

    public void Restore(byte[] stored) => _stored = stored;

    public void Change(GuildLayout layout) => (_current, _stored, IsChanged) = (layout, null, true);

    /// <returns>What a snapshot has to write; null when the stored one is still right.</returns>
    public byte[]? TakeChange()
    {
        if (!IsChanged) return null;
        IsChanged = false;
        return _stored = layouts.Pack(_current!);
    }

    /// <summary>The snapshot failed: the next one has to write it.</summary>
    public void NotSaved() => IsChanged = Current is not null;

    /// <summary>Until somebody asks again.</summary>
    public void Rest()
    {
        if (_stored is not null) _current = null;
    }
}
