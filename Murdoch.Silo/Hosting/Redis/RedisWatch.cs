using StackExchange.Redis;

namespace Murdoch.Silo.Hosting.Redis;

/// <summary>Renews the bot's claim on the cluster and compares clocks, at the start and every minute.</summary>
internal sealed partial class RedisWatch(RedisConnection redis, BotClaim claim, RedisOptions options, TimeProvider time, ILogger<RedisWatch> logger) : BackgroundService
{
    /// <summary>What operators should know, in sentences; null while all is well.</summary>
    public string? Problem => (ClaimProblem, ClockProblem) is (null, null) ? null : $"{ClaimProblem} {ClockProblem}".Trim();

    private string? ClaimProblem { get; set; }
    private string? ClockProblem { get; set; }

    public async Task CheckAsync()
    {
        try
        {
            ClaimProblem = Tell(ClaimProblem, await claim.TakeAsync() ? null : claim.Problem);
            ClockProblem = Tell(ClockProblem, DescribeSkew(await MeasureSkewAsync()));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            LogUnreachable(exception.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.ClockCheckSeconds), time);
        try
        {
            do await CheckAsync();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { /* The silo stops. */ }
    }

    // Redis looked at its clock while the answer was under way; half of that time is the best guess (Cristian, 1989).
    private async Task<TimeSpan> MeasureSkewAsync()
    {
        var before = time.GetUtcNow();
        var theirs = await redis.GetTimeAsync();
        var after = time.GetUtcNow();
        return before + ((after - before) / 2) - theirs;
    }

    private string? DescribeSkew(TimeSpan skew) => Math.Abs(skew.TotalSeconds) <= options.ClockMaxSkewSeconds ? null : string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"The clock of this machine is {Math.Abs(skew.TotalSeconds):0.0} s {(skew > TimeSpan.Zero ? "ahead of" : "behind")} that of Redis: synchronise both machines with a time server.");

    private string? Tell(string? known, string? problem)
    {
        if (problem is not null && known is null) LogProblem(problem);
        return problem;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}")]
    private partial void LogProblem(string problem);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Redis could not be asked: {Reason}")]
    private partial void LogUnreachable(string reason);
}
