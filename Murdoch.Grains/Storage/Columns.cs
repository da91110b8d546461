using System.Data.Common;
using System.Globalization;
using System.Text;

namespace Murdoch.Grains.Storage;

/// <summary>How values look in the database: what <see cref="Statement.Bind"/> takes, and how rows give it back, alike for both databases.</summary>
internal static class Columns
{
    private const string TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff";
    private const string HourFormat = "yyyy-MM-dd HH:00:00";

    /// <summary>Whole milliseconds: what a snowflake carries, and what both databases keep exactly.</summary>
    public static DateTimeOffset Timestamp(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    /// <summary>The start of an hour, which SQLite keeps as a shorter text.</summary>
    public static HourStart Hour(DateTimeOffset at) => new(new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero));

    /// <summary>The first full hour that does not begin before <paramref name="at"/>.</summary>
    public static HourStart HourOnOrAfter(DateTimeOffset at) => Hour(at.UtcTicks % TimeSpan.TicksPerHour == 0 ? at : at.AddHours(1));

    /// <summary>Snowflakes are stored as signed numbers of 64 bits: neither database has unsigned ones.</summary>
    public static long Signed(ulong snowflake) => unchecked((long)snowflake);

    /// <summary>Text that both databases keep as it is: half a surrogate pair and the character NUL are none, and become U+FFFD.</summary>
    public static string Clean(string text)
    {
        var clean = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 ? text : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        return clean.Replace('\0', '\uFFFD');
    }

    public static DateTimeOffset GetTimestamp(this DbDataReader reader, int column) => reader.GetValue(column) switch
    {
        DateTime at => new(at),
        var text => DateTimeOffset.Parse((string)text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
    };

    public static Guid GetId(this DbDataReader reader, int column) => reader.GetValue(column) is Guid id ? id : Guid.ParseExact(reader.GetString(column), "N");
    public static ulong GetSnowflake(this DbDataReader reader, int column) => unchecked((ulong)reader.GetInt64(column));
    public static string? GetText(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
    public static byte[]? GetBytes(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<byte[]>(column);

    /// <summary>A value as SQLite keeps it: times as UTC text, which sorts and which its date functions read, and ids as hexadecimal digits.</summary>
    public static object ForSqlite(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset at => at.UtcDateTime.ToString(TimestampFormat, CultureInfo.InvariantCulture),
        HourStart hour => hour.At.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture),
        Guid id => id.ToString("N"),
        string text => Clean(text),
        _ => value,
    };
}

/// <summary>The start of an hour as <see cref="Columns.Hour"/> gives it.</summary>
internal readonly record struct HourStart(DateTimeOffset At);
