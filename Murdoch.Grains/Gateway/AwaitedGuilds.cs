using Murdoch.Grains.Interfaces.Gateway;
using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Gateway;

/// <summary>Calls back once so many guilds have confirmed that they are there. Any thread may count.</summary>
internal sealed class AwaitedGuilds(int left, Action then)
{
    private int _left = left;

    public void Count(EventBatch batch)
    {
        if (Volatile.Read(ref _left) <= 0) return;
        foreach (var confirmed in batch.Events)
        {
            if (confirmed is GuildBecameAvailable && Interlocked.Decrement(ref _left) == 0) then();
        }
    }
}
