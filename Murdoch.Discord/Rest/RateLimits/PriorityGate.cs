namespace Murdoch.Discord.Rest.RateLimits;

/// <summary>Requests that wait for a place, the most urgent first, equals in the order of their coming. Not thread-safe: its owner locks.</summary>
internal sealed class PriorityGate
{
    private readonly PriorityQueue<TaskCompletionSource, (RequestPriority Priority, long Order)> _waiting = new();
    private long _order;

    public bool IsEmpty
    {
        get
        {
            DropCancelled();
            return _waiting.Count == 0;
        }
    }

    public TaskCompletionSource Enter(RequestPriority priority)
    {
        var place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Enqueue(place, (priority, _order++));
        return place;
    }

    /// <returns>False when nobody waits any more.</returns>
    public bool LetOneIn()
    {
        while (_waiting.TryDequeue(out var place, out _))
        {
            if (place.TrySetResult()) return true;
        }
        return false;
    }

    public static async ValueTask Wait(TaskCompletionSource place, CancellationToken cancellationToken)
    {
        await using var _ = cancellationToken.UnsafeRegister(static (waiting, token) => ((TaskCompletionSource)waiting!).TrySetCanceled(token), place);
        await place.Task.ConfigureAwait(false);
    }

    private void DropCancelled()
    {
        while (_waiting.TryPeek(out var place, out _) && place.Task.IsCompleted) _waiting.Dequeue();
    }
}
