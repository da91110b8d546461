using System.Net;
using Murdoch.Silo.Hosting.Redis;

namespace Murdoch.Silo.Tests.Redis;

public sealed class RedisAddressTests
{
    [Theory]
    [InlineData("redis://redis", "redis:6379", null, null, 0, false)]
    [InlineData("redis://redis:6380/2", "redis:6380", null, null, 2, false)]
    [InlineData("redis://redis/", "redis:6379", null, null, 0, false)]
    [InlineData("rediss://cache.example.com:6390", "cache.example.com:6390", null, null, 0, true)]
    [InlineData("redis://:hush@redis", "redis:6379", null, "hush", 0, false)]
    [InlineData("redis://me:h%40u%3Ash@redis/1", "redis:6379", "me", "h@u:sh", 1, false)]
    [InlineData("redis://me:hu:sh@one:1,two:2,three", "one:1,two:2,three:6379", "me", "hu:sh", 0, false)]
    [InlineData("redis://[::1]:7000,[::2]", "[::1]:7000,[::2]:6379", null, null, 0, false)]
    public void Every_part_of_an_address_is_read(string text, string servers, string? user, string? password, int database, bool tls)
    {
        var address = RedisAddress.TryParse(text)!;
        var configuration = address.ToConfiguration();
        Assert.Equal(servers, address.ToString());
        Assert.Equal((user, password, database, tls), (configuration.User, configuration.Password, configuration.DefaultDatabase, configuration.Ssl));
        Assert.Equal(address.Servers.Count, configuration.EndPoints.Count);
        Assert.All(configuration.EndPoints, endpoint => Assert.True(endpoint is DnsEndPoint or IPEndPoint));
    }

    [Theory]
    [InlineData("")]
    [InlineData("redis:6379")]
    [InlineData("http://redis")]
    [InlineData("redis://")]
    [InlineData("redis://redis:0")]
    [InlineData("redis://redis:65536")]
    [InlineData("redis://redis/one")]
    [InlineData("redis://one,,two")]
    [InlineData("redis://one,")]
    [InlineData("redis://me:hush@")]
    [InlineData("redis://me:hu@sh@redis")]
    [InlineData("redis://redis,password=hush")]
    public void What_is_none_is_refused(string text) => Assert.Null(RedisAddress.TryParse(text));
}
