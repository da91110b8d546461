namespace Murdoch.EndToEnd.Tests;

/// <summary>Waits for a condition of another process, looking often and giving up late.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static async Task True(Func<Task<bool>> condition, CancellationToken cancellationToken, Func<string>? otherwise = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        while (!deadline.IsCancellationRequested)
        {
            try
            {
                if (await condition()) return;
            }
            catch (HttpRequestException) { /* not listening yet */ }
            await Task.Delay(Pause, deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        Assert.Fail($"The condition did not come true within {Deadline.TotalSeconds:0} s. {otherwise?.Invoke()}");
    }

    public static Task True(Func<bool> condition, CancellationToken cancellationToken, Func<string>? otherwise = null) =>
        True(() => Task.FromResult(condition()), cancellationToken, otherwise);
}
