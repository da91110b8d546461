using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Murdoch.Simulator.World;

/// <summary>Writes JSON into reused buffers, and ids and instants as Discord spells them.</summary>
internal static class JsonBytes
{
    [ThreadStatic] private static ArrayBufferWriter<byte>? _buffer;
    [ThreadStatic] private static Utf8JsonWriter? _writer;

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(16 * 1024);
        var writer = _writer ??= new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        write(writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static void WriteId(this Utf8JsonWriter writer, string name, ulong id)
    {
        writer.WritePropertyName(name);
        writer.WriteIdValue(id);
    }

    public static void WriteId(this Utf8JsonWriter writer, string name, ulong? id)
    {
        if (id is { } value) writer.WriteId(name, value);
        else writer.WriteNull(name);
    }

    public static void WriteIdValue(this Utf8JsonWriter writer, ulong id)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(id, digits, out var length);
        writer.WriteStringValue(digits[..length]);
    }

    public static void WriteIds(this Utf8JsonWriter writer, string name, IEnumerable<ulong> ids)
    {
        writer.WriteStartArray(name);
        foreach (var id in ids) writer.WriteIdValue(id);
        writer.WriteEndArray();
    }

    /// <summary>ISO 8601 with microseconds and offset, for example <c>2015-04-26T06:26:56.936000+00:00</c>.</summary>
    public static void WriteTime(this Utf8JsonWriter writer, string name, DateTimeOffset? instant)
    {
        if (instant is not { } value)
        {
            writer.WriteNull(name);
            return;
        }
        Span<char> text = stackalloc char[32];
        value.ToUniversalTime().TryFormat(text, out var length, "yyyy-MM-ddTHH:mm:ss.ffffff+00:00");
        writer.WriteString(name, text[..length]);
    }

    public static void WriteEmptyArray(this Utf8JsonWriter writer, string name)
    {
        writer.WriteStartArray(name);
        writer.WriteEndArray();
    }
}
