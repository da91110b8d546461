namespace Murdoch.Grains.Storage.Postgres;

/// <summary>Values as the driver takes them.</summary>
internal static class PostgresValues
{
    public static object Convert(object? value) => value switch
    {
        null => DBNull.Value,
        string text => Columns.Clean(text),
        DateTimeOffset at => at.UtcDateTime,
        HourStart hour => hour.At.UtcDateTime,
        string?[] texts => Array.ConvertAll(texts, text => text is null ? null : Columns.Clean(text)),
        DateTimeOffset[] times => Array.ConvertAll(times, at => at.UtcDateTime),
        HourStart[] hours => Array.ConvertAll(hours, hour => hour.At.UtcDateTime),
        _ => value,
    };
}
