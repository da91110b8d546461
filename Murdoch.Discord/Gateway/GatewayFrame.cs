using System.Text.Json;

namespace Murdoch.Discord.Gateway;

/// <summary>The envelope of one gateway message. https://docs.discord.com/developers/events/gateway-events#payload-structure</summary>
internal ref struct GatewayFrame
{
    /// <summary>-1 when the frame has none.</summary>
    public int Op;

    /// <summary>0 when the frame has none.</summary>
    public long Sequence;

    /// <summary>The dispatch's name; empty when the frame has none.</summary>
    public ReadOnlySpan<byte> Type;

    /// <summary>From the first byte of <c>d</c> on; empty when the frame has none.</summary>
    public ReadOnlySpan<byte> Data;

    /// <returns>On the first token of <c>d</c>; on no token when the frame has none.</returns>
    public readonly Utf8JsonReader ReadData() => Data.IsEmpty ? default : JsonCursor.Reader(Data);

    /// <exception cref="JsonException">The frame is not JSON, or ends early.</exception>
    public static GatewayFrame Read(ReadOnlySpan<byte> json)
    {
        var frame = new GatewayFrame { Op = -1 };
        var cursor = new JsonCursor(json);
        if (!cursor.TryBeginObject()) throw new JsonException("A gateway message is an object.");
        while (cursor.NextProperty(out var name))
        {
            switch (name.Length)
            {
                case 1 when name[0] == 't': frame.Type = cursor.RawText(); break;
                case 1 when name[0] == 's': frame.Sequence = cursor.Number(otherwise: 0); break;
                case 2 when name.SequenceEqual("op"u8): frame.Op = (int)cursor.Number(otherwise: -1); break;
                case 1 when name[0] == 'd':
                    frame.Data = cursor.Rest;
                    // The envelope usually comes first; then what follows the data need not be looked at.
                    if (frame.Op >= 0 && (frame.Op != 0 || (frame.Sequence != 0 && !frame.Type.IsEmpty))) return frame;
                    cursor.Skip();
                    break;
                default: cursor.Skip(); break;
            }
        }
        return frame;
    }
}
