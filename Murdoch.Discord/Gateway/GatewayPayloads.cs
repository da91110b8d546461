using System.Buffers;
using System.Text.Json;

namespace Murdoch.Discord.Gateway;

/// <summary>What a shard sends beside heartbeats.</summary>
internal static class GatewayPayloads
{
    /// <summary>https://docs.discord.com/developers/events/gateway-events#identify</summary>
    public static byte[] Identify(ShardConnectionOptions options) => Write(writer =>
    {
        writer.WriteNumber("op", 2);
        writer.WriteStartObject("d");
        writer.WriteString("token", options.Token);
        writer.WriteNumber("intents", (int)options.Intents);
        writer.WriteStartObject("properties");
        writer.WriteString("os", "linux");
        writer.WriteString("browser", "murdoch");
        writer.WriteString("device", "murdoch");
        writer.WriteEndObject();
        writer.WriteStartArray("shard");
        writer.WriteNumberValue(options.Shard);
        writer.WriteNumberValue(options.ShardCount);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>https://docs.discord.com/developers/events/gateway-events#resume</summary>
    public static byte[] Resume(string token, ShardSession session) => Write(writer =>
    {
        writer.WriteNumber("op", 6);
        writer.WriteStartObject("d");
        writer.WriteString("token", token);
        writer.WriteString("session_id", session.SessionId);
        writer.WriteNumber("seq", session.Sequence);
        writer.WriteEndObject();
    });

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
