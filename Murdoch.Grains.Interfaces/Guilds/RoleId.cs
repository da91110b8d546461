using System.Globalization;
using System.Text.Json.Serialization;

namespace Murdoch.Grains.Interfaces.Guilds;

/// <summary>A role's snowflake. The role everyone has carries the guild's own id.</summary>
[GenerateSerializer, Immutable, Alias("role-id"), JsonConverter(typeof(SnowflakeConverter<RoleId>))]
public readonly record struct RoleId([property: Id(0)] ulong Value) : ISnowflake<RoleId>
{
    public static RoleId FromValue(ulong value) => new(value);
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
    public static bool TryParse(string? text, IFormatProvider? provider, out RoleId id) => Snowflake.TryParse(text, out id);
}
