using System.Diagnostics;

namespace Murdoch.TestCluster;

/// <summary>Looks again and again at what other processes do.</summary>
public static class Poll
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <returns>False when the condition did not come true in time.</returns>
    public static Task<bool> Until(Func<bool> condition, TimeSpan deadline, CancellationToken cancellationToken) =>
        Until(() => Task.FromResult(condition()), deadline, cancellationToken);

    public static async Task<bool> Until(Func<Task<bool>> condition, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > deadline) return false;
            await Task.Delay(Pause, cancellationToken);
        }
        return true;
    }
}
