using System.Buffers.Text;
using System.Text.Json;

namespace Murdoch.Discord.Gateway;

/// <summary>Reads single values leniently: a value of a type that Discord does not document becomes the default, and the reader goes on.</summary>
/// <remarks>Each method expects the reader on a value and leaves it on that value's last token.</remarks>
internal static class JsonFields
{
    public static ulong Snowflake(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return Utf8Parser.TryParse(reader.ValueSpan, out ulong id, out var used) && used == reader.ValueSpan.Length ? id : 0;
            case JsonTokenType.Number:
                return reader.TryGetUInt64(out var number) ? number : 0;
            default:
                reader.Skip();
                return 0;
        }
    }

    public static int Int(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number) return reader.TryGetInt32(out var number) ? number : 0;
        reader.Skip();
        return 0;
    }

    public static long Long(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number) return reader.TryGetInt64(out var number) ? number : 0;
        reader.Skip();
        return 0;
    }

    public static bool Bool(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) reader.Skip();
        return reader.TokenType == JsonTokenType.True;
    }

    public static string? Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String) return reader.GetString();
        reader.Skip();
        return null;
    }

    public static DateTimeOffset? Instant(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String) return reader.TryGetDateTimeOffset(out var instant) ? instant : null;
        reader.Skip();
        return null;
    }

    public static ulong[] Snowflakes(ref Utf8JsonReader reader)
    {
        if (!TryBeginArray(ref reader)) return [];
        Span<ulong> some = stackalloc ulong[32];
        List<ulong>? more = null;
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var id = Snowflake(ref reader);
            if (count < some.Length) some[count++] = id;
            else (more ??= [.. some]).Add(id);
        }
        return more is null ? some[..count].ToArray() : [.. more];
    }

    /// <summary>Counts the elements of an array without looking into them.</summary>
    public static int Count(ref Utf8JsonReader reader)
    {
        if (!TryBeginArray(ref reader)) return 0;
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            reader.Skip();
            count++;
        }
        return count;
    }

    /// <returns>False when the value is no array; it has been skipped then.</returns>
    public static bool TryBeginArray(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartArray) return true;
        reader.Skip();
        return false;
    }

    /// <returns>False when the value is no object; it has been skipped then.</returns>
    public static bool TryBeginObject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject) return true;
        reader.Skip();
        return false;
    }

    /// <summary>Moves to the next property's name; false at the end of the object.</summary>
    public static bool NextProperty(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>On the name of a property: if it is this one, moves to its value.</summary>
    public static bool IsProperty(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueTextEquals(name) && reader.Read();

    /// <summary>From the name of a property that nobody reads to the end of its value.</summary>
    public static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <summary>The <c>id</c> of an object; 0 when it has none or is no object.</summary>
    public static ulong IdOf(ref Utf8JsonReader reader)
    {
        ulong id = 0;
        if (!TryBeginObject(ref reader)) return id;
        while (NextProperty(ref reader))
        {
            if (IsProperty(ref reader, "id"u8)) id = Snowflake(ref reader);
            else SkipValue(ref reader);
        }
        return id;
    }
}
