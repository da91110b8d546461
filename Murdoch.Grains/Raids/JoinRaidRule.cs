using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Raids;

namespace Murdoch.Grains.Raids;

/// <summary>Many new accounts at once. Held in memory: after a crash it counts anew, which finds a raid one window late at most.</summary>
internal sealed class JoinRaidRule
{
    /// <summary>Members remembered for the look back; the oldest go first.</summary>
    public const int Limit = 10_000;

    private readonly Queue<(UserId User, DateTimeOffset At, bool IsNew)> _recent = [];
    private readonly HashSet<UserId> _users = [];

    /// <summary>Discord replays events after a resume, so the same join may be reported twice.</summary>
    public bool IsRaid(UserId user, DateTimeOffset at, RaidConfig config)
    {
        var lookBack = TimeSpan.FromMinutes(config.LookBackMinutes);
        var window = TimeSpan.FromSeconds(config.JoinWindowSeconds);
        while (_recent.TryPeek(out var oldest) && (at - oldest.At > (lookBack > window ? lookBack : window) || _recent.Count >= Limit)) _users.Remove(_recent.Dequeue().User);
        var isNew = IsNew(user, at, config);
        if (!_users.Add(user)) return false;
        _recent.Enqueue((user, at, isNew));
        return isNew && _recent.Count(join => join.IsNew && at - join.At <= window) > config.JoinLimit;
    }

    public static bool IsNew(UserId user, DateTimeOffset at, RaidConfig config) => at - user.CreatedAt < TimeSpan.FromDays(config.NewAccountDays);

    /// <summary>A new account, or one that has joined within the look back.</summary>
    public bool IsStranger(UserId user, DateTimeOffset at, RaidConfig config) => IsNew(user, at, config) || _users.Contains(user);

    /// <summary>New accounts that joined within the look back before <paramref name="at"/>, oldest first.</summary>
    public IEnumerable<(UserId User, DateTimeOffset At)> Before(DateTimeOffset at, RaidConfig config) =>
        _recent.Where(join => join.IsNew && at - join.At <= TimeSpan.FromMinutes(config.LookBackMinutes)).Select(join => (join.User, join.At));
}
