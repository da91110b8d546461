namespace Murdoch.Discord.Rest.RateLimits;

/// <summary>
/// Requests that wait for a place, the most urgent kind first, the guilds of one kind in turn. Every <see cref="PassEvery"/>th place that a
/// kind could have goes to the kinds below it, by the same rule among them: when all five wait, of 256 places the raid bans get 192, the
/// deletions 48, the timeouts 12, the notices 3, the logs 1. So nothing waits for ever, and a raid in one guild leaves a quarter to
/// everybody else. Not thread-safe: its owner locks.
/// </summary>
internal sealed class PriorityGate
{
    public const int PassEvery = 4;
    private readonly Kind?[] _kinds = new Kind?[(int)RequestPriority.Log + 1];

    /// <summary>Places asked for; some may have been given up since.</summary>
    public int Count { get; private set; }

    public bool IsEmpty
    {
        get
        {
            foreach (var kind in _kinds)
            {
                if (IsWaiting(kind)) return false;
            }
            return true;
        }
    }

    public TaskCompletionSource Enter(RequestTurn turn)
    {
        var place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (_kinds[(int)turn.Priority] ??= new()).Enter(turn.Guild, place);
        Count++;
        return place;
    }

    /// <returns>False when nobody waits any more.</returns>
    public bool LetOneIn()
    {
        while (Choose() is { } kind)
        {
            Count--;
            if (kind.Leave().TrySetResult()) return true;
        }
        return false;
    }

    public static async ValueTask Wait(TaskCompletionSource place, CancellationToken cancellationToken)
    {
        await using var _ = cancellationToken.UnsafeRegister(static (waiting, token) => ((TaskCompletionSource)waiting!).TrySetCanceled(token), place);
        await place.Task.ConfigureAwait(false);
    }

    private Kind? Choose()
    {
        Kind? chosen = null;
        foreach (var kind in _kinds)
        {
            if (!IsWaiting(kind)) continue;
            // Only a kind that is followed by a waiting one passes, so the count is taken when that one is met.
            if (chosen is not null && ++chosen.Chances % PassEvery != 0) return chosen;
            chosen = kind;
        }
        return chosen;
    }

    private bool IsWaiting(Kind? kind)
    {
        if (kind is null) return false;
        Count -= kind.DropGivenUp();
        return kind.IsWaiting;
    }

    /// <summary>The requests of one kind, a queue per guild, and whose guild's turn it is.</summary>
    private sealed class Kind
    {
        private readonly Dictionary<ulong, Queue<TaskCompletionSource>> _guilds = [];
        private readonly Queue<ulong> _turns = [];

        /// <summary>How often a place was this kind's while a lesser kind waited too.</summary>
        public int Chances { get; set; }

        public bool IsWaiting => _turns.Count > 0;

        public void Enter(ulong guild, TaskCompletionSource place)
        {
            if (!_guilds.TryGetValue(guild, out var queue))
            {
                _guilds.Add(guild, queue = new(1));
                _turns.Enqueue(guild);
            }
            queue.Enqueue(place);
        }

        public TaskCompletionSource Leave()
        {
            var guild = _turns.Dequeue();
            var queue = _guilds[guild];
            var place = queue.Dequeue();
            if (queue.Count > 0) _turns.Enqueue(guild);
            else _guilds.Remove(guild);
            return place;
        }

        /// <summary>Takes those off the front who do not wait any more.</summary>
        public int DropGivenUp()
        {
            var dropped = 0;
            while (_turns.TryPeek(out var guild))
            {
                var queue = _guilds[guild];
                while (queue.TryPeek(out var place) && place.Task.IsCompleted)
                {
                    queue.Dequeue();
                    dropped++;
                }
                if (queue.Count > 0) break;
                _turns.Dequeue();
                _guilds.Remove(guild);
            }
            return dropped;
        }
    }
}
