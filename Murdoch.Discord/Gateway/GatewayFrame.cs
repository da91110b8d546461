using System.Text.Json;

namespace Murdoch.Discord.Gateway;

/// <summary>The envelope of one gateway message. https://docs.discord.com/developers/events/gateway-events#payload-structure</summary>
internal ref struct GatewayFrame
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    /// <summary>-1 when the frame has none.</summary>
    public int Op;

    /// <summary>0 when the frame has none.</summary>
    public long Sequence;

    /// <summary>The dispatch's name; empty when the frame has none.</summary>
    public ReadOnlySpan<byte> Type;

    /// <summary>On the first token of <c>d</c>; on no token when the frame has none.</summary>
    public Utf8JsonReader Data;

    /// <exception cref="JsonException">The frame is not JSON, or ends early.</exception>
    public static GatewayFrame Read(ReadOnlySpan<byte> json)
    {
        var frame = new GatewayFrame { Op = -1 };
        var reader = new Utf8JsonReader(json, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A gateway message is an object.");
        while (JsonFields.NextProperty(ref reader))
        {
            if (JsonFields.IsProperty(ref reader, "op"u8)) frame.Op = reader.TokenType == JsonTokenType.Number ? JsonFields.Int(ref reader) : -1;
            else if (JsonFields.IsProperty(ref reader, "s"u8)) frame.Sequence = JsonFields.Long(ref reader);
            else if (JsonFields.IsProperty(ref reader, "t"u8))
            {
                if (reader.TokenType == JsonTokenType.String) frame.Type = reader.ValueSpan;
                else reader.Skip();
            }
            else if (JsonFields.IsProperty(ref reader, "d"u8))
            {
                frame.Data = reader;
                // The envelope usually comes first; then what follows the data need not be looked at.
                if (frame.Op >= 0 && (frame.Op != 0 || (frame.Sequence != 0 && !frame.Type.IsEmpty))) return frame;
                reader.Skip();
            }
            else
            {
                JsonFields.SkipValue(ref reader);
            }
        }
        return frame;
    }
}
