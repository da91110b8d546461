namespace Murdoch.Simulator;

/// <summary>Discord's ids: milliseconds since 2015 in bits 63..22, worker, process and a counter below.
/// https://docs.discord.com/developers/reference#snowflakes</summary>
public static class Snowflake
{
    public const long EpochMilliseconds = 1_420_070_400_000;
    internal const int TimeShift = 22;

    public static DateTimeOffset TimeOf(ulong id) => DateTimeOffset.FromUnixTimeMilliseconds((long)(id >> TimeShift) + EpochMilliseconds);

    /// <summary>The smallest id that an object made at this instant can have.</summary>
    public static ulong FirstAt(DateTimeOffset instant) => (ulong)(instant.ToUnixTimeMilliseconds() - EpochMilliseconds) << TimeShift;

    /// <summary>Which of <paramref name="count"/> shards receives the events of a guild.</summary>
    public static int ShardOf(ulong guild, int count) => (int)((guild >> TimeShift) % (ulong)count);
}

/// <summary>Hands out ids that rise strictly, also when the clock stands still. Safe to call from any thread.</summary>
internal sealed class SnowflakeSource(TimeProvider time)
{
    private ulong _last;

    public ulong Next()
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = Math.Max(Snowflake.FirstAt(time.GetUtcNow()), last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last) return next;
        }
    }
}
