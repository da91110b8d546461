using System.Data.Common;
using System.Globalization;

namespace Murdoch.Grains.Storage;

/// <summary>How values look in the database.</summary>
internal static class Columns
{
    /// <summary>UTC with milliseconds: sorts as text, and SQLite's date functions read it.</summary>
    private const string TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff";
    private const string HourFormat = "yyyy-MM-dd HH:00:00";

    public static string Timestamp(DateTimeOffset at) => at.UtcDateTime.ToString(TimestampFormat, CultureInfo.InvariantCulture);
    public static string Hour(DateTimeOffset at) => at.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture);

    /// <summary>The first full hour that does not begin before <paramref name="at"/>.</summary>
    public static string HourOnOrAfter(DateTimeOffset at) => Hour(at.UtcTicks % TimeSpan.TicksPerHour == 0 ? at : at.AddHours(1));

    public static DateTimeOffset GetTimestamp(this DbDataReader reader, int column) =>
        DateTimeOffset.Parse(reader.GetString(column), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Snowflakes are stored as signed numbers of 64 bits: neither database has unsigned ones.</summary>
    public static long Signed(ulong snowflake) => unchecked((long)snowflake);

    public static ulong GetSnowflake(this DbDataReader reader, int column) => unchecked((ulong)reader.GetInt64(column));
    public static string? GetText(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    public static byte[]? GetBytes(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<byte[]>(column);
}
