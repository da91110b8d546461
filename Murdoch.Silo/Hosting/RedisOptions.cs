using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Murdoch.Silo.Hosting;

/// <summary>Redis, which more silos than one find each other by.</summary>
internal sealed partial class RedisOptions
{
    /// <summary>Several silos form a cluster; each needs the same Redis and the same PostgreSQL.</summary>
    [ConfigurationKeyName("REDIS_ENABLED")] public bool Enabled { get; set; }

    /// <summary><c>redis://host:port/database</c>, with <c>user:password@</c> before the host where Redis asks for them; <c>rediss://</c> for TLS.</summary>
    [ConfigurationKeyName("REDIS_URL"), RegularExpression(@"rediss?://\S+", ErrorMessage = "an address such as redis://127.0.0.1:6379")]
    public string Url { get; set; } = "redis://127.0.0.1:6379";

    /// <summary>A Redis that is away now is asked again and again: silos that are at work already go on without it.</summary>
    public ConfigurationOptions ToConfiguration()
    {
        var url = new Uri(Url);
        var credentials = url.UserInfo.Split(':', 2);
        return new()
        {
            EndPoints = { { url.Host, url.Port < 0 ? 6379 : url.Port } },
            Ssl = url.Scheme == "rediss",
            User = credentials is [{ Length: > 0 } user, _] ? Uri.UnescapeDataString(user) : null,
            Password = credentials is [_, var password] ? Uri.UnescapeDataString(password) : null,
            DefaultDatabase = int.TryParse(url.AbsolutePath.Trim('/'), out var database) ? database : 0,
            AbortOnConnectFail = false,
        };
    }

    [OptionsValidator] internal sealed partial class Validator : IValidateOptions<RedisOptions>;
}
