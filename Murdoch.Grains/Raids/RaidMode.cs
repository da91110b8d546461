using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Raids;

namespace Murdoch.Grains.Raids;

/// <summary>
/// A guild's raid mode from its first sign until everything is put back: who belongs to it, what has been done and what is next. Part of the guild's
/// snapshot, so that a restart goes on with it.
/// </summary>
[GenerateSerializer, Alias("raid-mode")]
internal sealed class RaidMode(DateTimeOffset since, string trigger)
{
    /// <summary>Suspects and bans that one raid holds; who comes after is still kept out by what raid mode does.</summary>
    public const int MaxSuspects = 10_000;

    /// <summary>https://docs.discord.com/developers/resources/guild#bulk-guild-ban</summary>
    public const int BansAtOnce = 200;

    /// <summary>Before the pause of invites runs out, which Discord ends after a day.</summary>
    private static readonly TimeSpan RenewalLead = TimeSpan.FromHours(1);

    [Id(0)] private readonly Dictionary<UserId, RaidSuspect> _suspects = [];
    [Id(1)] private readonly HashSet<ulong> _signatures = [];
    [Id(2)] private readonly List<UserId> _toBan = [];
    [Id(3)] private readonly List<UserId> _failed = [];
    [Id(4)] private readonly HashSet<RaidOrderKind> _done = [];
    [Id(5)] private int _banned;
    [Id(6)] private int _messages;
    [Id(7)] private GuildDefences? _before;
    [Id(8)] private GuildDefences? _set;
    [Id(9)] private UserId? _moderator;
    [Id(10)] private string? _problem;

    [Id(11)] public DateTimeOffset Since { get; private set; } = since;
    [Id(12)] public string Trigger { get; private set; } = trigger;
    [Id(13)] public DateTimeOffset LastSignAt { get; private set; } = since;
    [Id(14)] public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Everything is put back and written down.</summary>
    public bool IsOver => _done.Contains(RaidOrderKind.RecordEnd);

    public bool IsSuspect(UserId user) => _suspects.ContainsKey(user);

    public bool Matches(TextLikeness likeness) => EndedAt is null && (_signatures.Contains(likeness.Head) || _signatures.Contains(likeness.Tail));

    public void Learn(TextLikeness likeness)
    {
        _signatures.Add(likeness.Head);
        _signatures.Add(likeness.Tail);
    }

    /// <summary>A sign that the raid goes on, of one who belongs to it.</summary>
    public void Saw(UserId user, DateTimeOffset at, bool posted, bool ban)
    {
        if (at > LastSignAt) LastSignAt = at;
        if (posted) _messages++;
        var isNew = !_suspects.TryGetValue(user, out var known);
        if (isNew ? _suspects.Count >= MaxSuspects : known!.Posted || !posted) return;
        _suspects[user] = new(user, known?.At ?? at, posted);
        if (ban && isNew) _toBan.Add(user);
    }

    public void Sign(DateTimeOffset at) => LastSignAt = at > LastSignAt ? at : LastSignAt;

    /// <returns>How many of them were not ordered before.</returns>
    public int Ban(IEnumerable<UserId> users, UserId moderator)
    {
        var before = _toBan.Count;
        _toBan.AddRange(users.Except(_toBan).Take(MaxSuspects - before));
        _moderator = moderator;
        return _toBan.Count - before;
    }

    public DateTimeOffset QuietAt(RaidConfig config) => LastSignAt + TimeSpan.FromMinutes(config.QuietMinutes);

    public void End(DateTimeOffset at, UserId? moderator)
    {
        if (EndedAt is not null) return;
        (EndedAt, _moderator) = (at, moderator);
    }

    /// <summary>It begins again before everything is put back. What is closed stays closed, and what is open again is closed anew.</summary>
    public void Resume(DateTimeOffset at)
    {
        (EndedAt, _moderator) = (null, null);
        if (_done.Remove(RaidOrderKind.Lower)) _done.Remove(RaidOrderKind.Raise);
        if (_done.Remove(RaidOrderKind.TellEnd)) _done.Remove(RaidOrderKind.Tell);
        Sign(at);
    }

    /// <returns>Null when nothing is to be done now.</returns>
    public RaidOrderKind? Next(DateTimeOffset now, bool dryRun)
    {
        if (!_done.Contains(RaidOrderKind.Record)) return RaidOrderKind.Record;
        if (!dryRun)
        {
            if (EndedAt is null)
            {
                if (!_done.Contains(RaidOrderKind.Read)) return RaidOrderKind.Read;
                if (_before is not null && !_done.Contains(RaidOrderKind.Raise) || _set?.InvitesPausedUntil - now < RenewalLead) return RaidOrderKind.Raise;
                if (!_done.Contains(RaidOrderKind.Tell)) return RaidOrderKind.Tell;
            }
            if (_toBan.Count > 0) return RaidOrderKind.Ban;
            if (EndedAt is not null && _set is not null && !_done.Contains(RaidOrderKind.Lower)) return RaidOrderKind.Lower;
            if (EndedAt is not null && _done.Contains(RaidOrderKind.Tell) && !_done.Contains(RaidOrderKind.TellEnd)) return RaidOrderKind.TellEnd;
        }
        return EndedAt is not null && !IsOver ? RaidOrderKind.RecordEnd : null;
    }

    /// <param name="order">With who and where; what the raid knows is filled in.</param>
    public RaidOrder Fill(RaidOrder order) => order with
    {
        Before = _before,
        Set = _set,
        Users = order.Kind == RaidOrderKind.Ban ? [.. _toBan.Take(BansAtOnce)] : [],
        Moderator = _moderator,
        EndedAt = EndedAt,
        Suspects = _suspects.Count,
        Messages = _messages,
        Banned = _banned,
        Problem = _problem,
    };

    public void Ended(RaidOrderResult result)
    {
        if (result.Since != Since) return;
        _done.Add(result.Kind);
        _problem = result.Problem ?? _problem;
        switch (result.Kind)
        {
            case RaidOrderKind.Read: _before = result.Defences; break;
            case RaidOrderKind.Raise: _set = result.Defences; break;
            case RaidOrderKind.Ban:
                _toBan.RemoveAll(user => result.Banned.Contains(user) || result.Failed.Contains(user));
                _banned += result.Banned.Length;
                _failed.AddRange(result.Failed);
                break;
        }
    }

    public RaidStatus Status(RaidConfig config) => new(
        Since, Trigger, EndedAt is null ? QuietAt(config) : null, [.. _suspects.Values], _messages, _banned, _toBan.Count, [.. _failed], _problem);
}
