using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Murdoch.Grains.Interfaces;

/// <summary>A typed id of Discord's: 64 bits, the upper 42 of them milliseconds since 2015.</summary>
/// <remarks>https://docs.discord.com/developers/reference#snowflakes</remarks>
public interface ISnowflake<TSelf> where TSelf : struct, ISnowflake<TSelf>
{
    ulong Value { get; }
    static abstract TSelf FromValue(ulong value);
}

public static class Snowflake
{
    private const long DiscordEpochMilliseconds = 1_420_070_400_000;

    /// <summary>When Discord made the thing that carries this id, exact to the millisecond.</summary>
    public static DateTimeOffset CreatedAt(ulong snowflake) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)(snowflake >> 22) + DiscordEpochMilliseconds);

    /// <summary>The lowest number that Discord could have given out at that time; 0 before 2015.</summary>
    public static ulong At(DateTimeOffset time) => (ulong)Math.Max(0, time.ToUnixTimeMilliseconds() - DiscordEpochMilliseconds) << 22;

    public static bool TryParse<TId>(string? text, out TId id) where TId : struct, ISnowflake<TId>
    {
        var parsed = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value != 0;
        id = parsed ? TId.FromValue(value) : default;
        return parsed;
    }
}

/// <summary>Ids travel as strings: a browser rounds numbers above 2^53.</summary>
public sealed class SnowflakeConverter<TId> : JsonConverter<TId> where TId : struct, ISnowflake<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Snowflake.TryParse<TId>(reader.GetString(), out var id)
            ? id
            : throw new JsonException("An id is a string of digits.");

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value.ToString(CultureInfo.InvariantCulture));
}
