namespace Murdoch.Silo.Hosting.Redis;

/// <summary>Connects to Redis before anything else starts, however long that takes: a silo without it cannot know its cluster.</summary>
internal static class RedisStart
{
    /// <returns>Null when this silo runs alone.</returns>
    /// <exception cref="StartRefusedException">Redis does not let this silo in, or the cluster belongs to another bot.</exception>
    public static async Task<RedisConnection?> ConnectAsync(IConfiguration configuration, CancellationToken stop)
    {
        var options = configuration.Read<RedisOptions>();
        if (!options.Enabled) return null;
        var address = RedisAddress.TryParse(options.Url)!;
        var connection = await RedisConnection.TryConnectAsync(address) ?? await WaitAsync(address, options, configuration, stop);
        try
        {
            var claim = RedisHosting.ClaimOf(connection, configuration);
            return await claim.TakeAsync() ? connection : throw new StartRefusedException(claim.Problem);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task<RedisConnection> WaitAsync(RedisAddress address, RedisOptions options, IConfiguration configuration, CancellationToken stop)
    {
        await using var room = await WaitingRoom.OpenAsync(configuration, "redis", $"Redis at {address} cannot be reached.");
        var pause = TimeSpan.FromMilliseconds(options.RetryMilliseconds);
        while (true)
        {
            await Task.Delay(pause, TimeProvider.System, stop);
            pause = TimeSpan.FromMilliseconds(Math.Min(pause.TotalMilliseconds * 2, options.RetryMaxMilliseconds));
            if (await RedisConnection.TryConnectAsync(address).WaitAsync(stop) is { } connection) return connection;
        }
    }
}
