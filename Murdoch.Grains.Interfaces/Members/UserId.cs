using System.Globalization;
using System.Text.Json.Serialization;

namespace Murdoch.Grains.Interfaces.Members;

/// <summary>A user's snowflake; the same number names the member in every guild.</summary>
[GenerateSerializer, Immutable, Alias("user-id"), JsonConverter(typeof(SnowflakeConverter<UserId>))]
public readonly record struct UserId([property: Id(0)] ulong Value) : ISnowflake<UserId>
{
    public static UserId FromValue(ulong value) => new(value);
    /// <summary>When the account was registered.</summary>
    public DateTimeOffset CreatedAt => Snowflake.CreatedAt(Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
    public static bool TryParse(string? text, IFormatProvider? provider, out UserId id) => Snowflake.TryParse(text, out id);
}
