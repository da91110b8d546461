using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.RegularExpressions;
using StackExchange.Redis;

namespace Murdoch.Silo.Hosting.Redis;

/// <summary>
/// <c>redis://user:password@host:port/database</c>; <c>rediss</c> is Redis over TLS, and several hosts with commas between are the nodes of one Redis
/// cluster. User and password are percent-encoded. https://www.iana.org/assignments/uri-schemes/prov/redis
/// </summary>
internal sealed partial class RedisAddress
{
    private const int DefaultPort = 6_379;
    private static readonly TimeSpan ConnectDeadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstReconnect = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestReconnect = TimeSpan.FromSeconds(5);
    private readonly bool _tls;
    private readonly string? _user;
    private readonly string? _password;
    private readonly int _database;

    private RedisAddress(Match match)
    {
        _tls = match.Groups["tls"].Length > 0;
        // Also without a user: redis://:password@host
        var credentials = match.Groups["credentials"].Value.Split(':', 2);
        _user = credentials[0].Length > 0 ? Uri.UnescapeDataString(credentials[0]) : null;
        _password = credentials.Length > 1 ? Uri.UnescapeDataString(credentials[1]) : null;
        Servers = [.. match.Groups["server"].Captures.Select(server => Server(server.Value))];
        _database = match.Groups["database"] is { Length: > 0 } database ? int.Parse(database.Value, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Host names or IP addresses, with their ports.</summary>
    public IReadOnlyList<(string Host, int Port)> Servers { get; }

    /// <returns>Null when it is none.</returns>
    public static RedisAddress? TryParse(string? text) =>
        text is not null && Form().Match(text) is { Success: true } match && match.Groups["server"].Captures.All(server => Server(server.Value).Port is > 0 and < 65_536)
            ? new(match)
            : null;

    public ConfigurationOptions ToConfiguration()
    {
        var configuration = new ConfigurationOptions
        {
            Ssl = _tls,
            User = _user,
            Password = _password,
            DefaultDatabase = _database,
            ClientName = "murdoch",
            ConnectTimeout = (int)ConnectDeadline.TotalMilliseconds,
            // A start that fails has to be told why. Once connected, the connection comes back by itself.
            AbortOnConnectFail = true,
            ReconnectRetryPolicy = new ExponentialRetry((int)FirstReconnect.TotalMilliseconds, (int)LongestReconnect.TotalMilliseconds),
        };
        foreach (var (host, port) in Servers) configuration.EndPoints.Add(host, port);
        return configuration;
    }

    /// <summary>Where it is, without who may.</summary>
    public override string ToString() => string.Join(',', Servers.Select(server => $"{server.Host}:{server.Port}"));

    private static (string Host, int Port) Server(string text)
    {
        var colon = text.LastIndexOf(':');
        // The colons of an IPv6 address stand in brackets.
        return colon > text.LastIndexOf(']') ? (text[..colon], int.Parse(text.AsSpan(colon + 1), CultureInfo.InvariantCulture)) : (text, DefaultPort);
    }

    [GeneratedRegex(@"^redis(?<tls>s?)://((?<credentials>[^@/\s]*)@)?((?<server>(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?)(,(?!$|/)|(?=$|/)))+(/(?<database>[0-9]{0,4}))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}

/// <summary>An address of Redis, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RedisAddressAttribute : ValidationAttribute
{
    public RedisAddressAttribute() => ErrorMessage = "an address such as redis://user:password@host:6379/0, rediss:// for TLS, with what is special in user and password percent-encoded";

    public override bool IsValid(object? value) => value is null || RedisAddress.TryParse(value as string) is not null;
}
