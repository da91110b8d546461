using System.Globalization;
using System.Text.Json.Serialization;

namespace Murdoch.Grains.Interfaces.Guilds;

/// <summary>The snowflake of a channel or of a thread.</summary>
[GenerateSerializer, Immutable, Alias("channel-id"), JsonConverter(typeof(SnowflakeConverter<ChannelId>))]
public readonly record struct ChannelId([property: Id(0)] ulong Value) : ISnowflake<ChannelId>
{
    public static ChannelId FromValue(ulong value) => new(value);
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
    public static bool TryParse(string? text, IFormatProvider? provider, out ChannelId id) => Snowflake.TryParse(text, out id);
}
