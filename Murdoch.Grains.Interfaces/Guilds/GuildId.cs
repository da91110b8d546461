using System.Globalization;
using System.Text.Json.Serialization;

namespace Murdoch.Grains.Interfaces.Guilds;

/// <summary>A guild's snowflake. A type of its own, so that a guild is never passed for a user.</summary>
[GenerateSerializer, Immutable, Alias("guild-id"), JsonConverter(typeof(SnowflakeConverter<GuildId>))]
public readonly record struct GuildId([property: Id(0)] ulong Value) : ISnowflake<GuildId>
{
    /// <summary>The key of the guild's grain.</summary>
    public long Key => unchecked((long)Value);

    public static GuildId FromKey(long key) => new(unchecked((ulong)key));
    public static GuildId FromValue(ulong value) => new(value);
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
    public static bool TryParse(string? text, IFormatProvider? provider, out GuildId id) => Snowflake.TryParse(text, out id);
}
