using System.Text.Json;
using Murdoch.Simulator.Gateway;

namespace Murdoch.Simulator.World;

/// <summary>Something that happened in the world and that the gateway may have to tell: serialised at most once per content view.</summary>
internal sealed class WorldEvent(string name, Intents intent, Action<Utf8JsonWriter, bool> write)
{
    private byte[]? _full;
    private byte[]? _blanked;

    public string Name { get; } = name;

    /// <summary>The intent that a session must have named; <see cref="Intents.None"/> when every session gets the event.</summary>
    public Intents Intent { get; } = intent;

    /// <summary>Null for events without a guild: shard 0 alone gets them.</summary>
    public Guild? Guild { get; init; }

    public Channel? Channel { get; init; }

    /// <summary>Any of these lets the bot see the event; <see cref="Permissions.None"/> asks for nothing.</summary>
    public Permissions NeedsAnyOf { get; init; }

    /// <summary>True when the payload differs without the MESSAGE_CONTENT intent.</summary>
    public bool CarriesContent { get; init; }

    /// <summary>Sent to sessions without the intent too.</summary>
    public bool ConcernsBot { get; init; }

    public byte[] Payload(bool withContent)
    {
        if (withContent || !CarriesContent) return _full ??= JsonBytes.Write(w => write(w, true));
        return _blanked ??= JsonBytes.Write(w => write(w, false));
    }
}
