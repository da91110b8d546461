using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Breakers;

/// <summary>Whom a rule or a moderator has acted against within a minute. Held in memory: after a crash it counts anew.</summary>
internal sealed class PunishedMembers
{
    /// <summary>Nobody is stopped by so many only: see <see cref="Guilds.GuildConfigRules.MaxBreakerMembers"/>.</summary>
    private const int Limit = 2_000;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private readonly Dictionary<UserId, DateTimeOffset> _members = [];
    private DateTimeOffset _newest;

    /// <summary>When the first of them was acted against.</summary>
    public DateTimeOffset Since => _members.Values.Min();

    public int Count => _members.Count;

    /// <summary>Counts at the time of the event: what history brings is of another time and counts with its own.</summary>
    public void Add(UserId member, DateTimeOffset at)
    {
        if (at > _newest) _newest = at;
        foreach (var (old, since) in _members)
        {
            if (_newest - since > Window) _members.Remove(old);
        }
        if (_newest - at <= Window && _members.Count < Limit) _members.TryAdd(member, at);
    }

    public bool Contains(UserId member) => _members.ContainsKey(member);

    public int CountWithout(Func<UserId, bool> left) => _members.Keys.Count(member => !left(member));

    public void Remove(UserId member) => _members.Remove(member);
}
