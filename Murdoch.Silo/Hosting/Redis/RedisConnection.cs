using System.Globalization;
using StackExchange.Redis;

namespace Murdoch.Silo.Hosting.Redis;

/// <summary>
/// This process's one connection to Redis: membership, backplane and keys share it. Once made it comes back by itself after an outage, so
/// that nothing but the start ever waits for it.
/// </summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    private RedisConnection(RedisAddress address, IConnectionMultiplexer multiplexer) => (Address, Multiplexer) = (address, multiplexer);

    public RedisAddress Address { get; }
    public IConnectionMultiplexer Multiplexer { get; }
    public IDatabase Database => Multiplexer.GetDatabase();

    /// <summary>Tries once.</summary>
    /// <returns>Null when Redis cannot be reached now but may be later.</returns>
    /// <exception cref="StartRefusedException">Redis answers, and does not let us in.</exception>
    public static async Task<RedisConnection?> TryConnectAsync(RedisAddress address)
    {
        try
        {
            var connection = new RedisConnection(address, await ConnectionMultiplexer.ConnectAsync(address.ToConfiguration()));
            try
            {
                await connection.GetTimeAsync();
                return connection;
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            throw new StartRefusedException($"Redis at {address} refuses the user or the password of REDIS_URL: correct them, or give that user the rights to read and write.", exception);
        }
        catch (RedisException)
        {
            return null;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>What the clock of Redis says. https://redis.io/docs/latest/commands/time/</summary>
    public async Task<DateTimeOffset> GetTimeAsync()
    {
        var parts = (string[])(await Database.ExecuteAsync("TIME"))!;
        return DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[0], CultureInfo.InvariantCulture)).AddMicroseconds(long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    public ValueTask DisposeAsync() => Multiplexer.DisposeAsync();

    private static bool IsRefusal(Exception? exception) => exception is not null
        && (exception is RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure }
            || (exception is RedisServerException && (Says(exception, "NOAUTH") || Says(exception, "WRONGPASS") || Says(exception, "NOPERM")))
            || IsRefusal(exception.InnerException));

    private static bool Says(Exception exception, string code) => exception.Message.Contains(code, StringComparison.Ordinal);
}
