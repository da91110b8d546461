using System.Globalization;
using System.Text.Json.Serialization;

namespace Murdoch.Grains.Interfaces.Messages;

/// <summary>A message's snowflake; its time is when Discord accepted the message.</summary>
[GenerateSerializer, Immutable, Alias("message-id"), JsonConverter(typeof(SnowflakeConverter<MessageId>))]
public readonly record struct MessageId([property: Id(0)] ulong Value) : ISnowflake<MessageId>
{
    public static MessageId FromValue(ulong value) => new(value);
    /// <summary>When Discord accepted the message: the time that rules reckon with.</summary>
    public DateTimeOffset At => Snowflake.CreatedAt(Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
    public static bool TryParse(string? text, IFormatProvider? provider, out MessageId id) => Snowflake.TryParse(text, out id);
}
