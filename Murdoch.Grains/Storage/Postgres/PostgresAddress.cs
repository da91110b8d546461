using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Murdoch.Grains.Storage.Postgres;

/// <summary>
/// A connection URI as PostgreSQL's own tools take it: <c>postgresql://user:password@host:port/database?sslmode=require</c>, with what has a meaning
/// in URIs percent-encoded. https://www.postgresql.org/docs/current/libpq-connect.html
/// </summary>
internal static class PostgresAddress
{
    public const int DefaultPort = 5_432;

    private static readonly Dictionary<string, string> Keywords = new(StringComparer.Ordinal)
    {
        ["host"] = "Host",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["channel_binding"] = "Channel Binding",
        ["application_name"] = "Application Name",
        ["options"] = "Options",
    };

    public static bool IsOne(string path) =>
        path.StartsWith("postgresql:", StringComparison.OrdinalIgnoreCase) || path.StartsWith("postgres:", StringComparison.OrdinalIgnoreCase);

    /// <param name="problem">What is wrong, as the second half of a sentence, without the password.</param>
    public static bool TryParse(string path, [NotNullWhen(true)] out NpgsqlConnectionStringBuilder? settings, [NotNullWhen(false)] out string? problem)
    {
        settings = null;
        problem = null;
        if (!Uri.TryCreate(path, UriKind.Absolute, out var uri)) problem = "it is no address: special characters in user and password have to be percent-encoded";
        else if (uri.AbsolutePath.Trim('/') is not { Length: > 0 } database || database.Contains('/', StringComparison.Ordinal)) problem = "the name of the database is missing after the host";
        else
        {
            var user = uri.UserInfo.Split(':', 2);
            settings = new() { Host = uri.DnsSafeHost, Port = uri.Port > 0 ? uri.Port : DefaultPort, Database = Uri.UnescapeDataString(database) };
            if (user[0].Length > 0) settings.Username = Uri.UnescapeDataString(user[0]);
            if (user.Length > 1) settings.Password = Uri.UnescapeDataString(user[1]);
            problem = ReadParameters(uri.Query, settings);
            if (problem is null && string.IsNullOrEmpty(settings.Host)) problem = "the host is missing";
        }
        if (problem is not null) settings = null;
        return problem is null;
    }

    private static string? ReadParameters(string query, NpgsqlConnectionStringBuilder settings)
    {
        foreach (var parameter in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = parameter.Split('=', 2);
            if (!Keywords.TryGetValue(parts[0], out var keyword)) return $"the parameter {parts[0]} is not one of {string.Join(", ", Keywords.Keys)}";
            var value = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
            // PostgreSQL writes verify-full what the driver calls VerifyFull.
            if (parts[0] is "sslmode" or "channel_binding") value = value.Replace("-", "", StringComparison.Ordinal);
            try { settings[keyword] = value; }
            catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
            {
                return $"the parameter {parts[0]} cannot be {value}";
            }
        }
        return null;
    }
}
