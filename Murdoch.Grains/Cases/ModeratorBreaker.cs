using System.Globalization;
using Murdoch.Grains.Breakers;
using Murdoch.Grains.Interfaces.Breakers;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Notifications;

namespace Murdoch.Grains.Cases;

/// <summary>Stops moderators who sanction too many members at once: they may have lost their account. Stored by the guild's case book, but for what is counted within a minute.</summary>
[GenerateSerializer, Alias("moderator-breaker")]
internal sealed class ModeratorBreaker
{
    [Id(0)] private readonly Dictionary<UserId, StoppedModerator> _stopped = [];
    [NonSerialized] private Dictionary<UserId, PunishedMembers>? _recent;

    /// <summary>What those who run the guild are still to be told.</summary>
    [Id(1)] public List<StaffNotice> Notices { get; private set; } = [];

    /// <summary>Moderators who were rolled back and whose doings are not taken back yet.</summary>
    public IEnumerable<StoppedModerator> ToUndo => _stopped.Values.Where(stopped => stopped.IsUndoing);

    public StoppedModerator? Find(UserId moderator) => _stopped.GetValueOrDefault(moderator);

    public BreakerStatus[] Status() => [.. _stopped.Values.Select(stopped => stopped.Status)];

    /// <returns>Why no orders of the moderator are taken, in a sentence to them; null when they are.</returns>
    public string? Problem(UserId moderator) => Find(moderator)?.Trip switch
    {
        { Stage: BreakerStage.Open } => "You have sanctioned so many members at once that somebody else has to look at it first. They have been told; nothing was done now.",
        { Stage: BreakerStage.RolledBack, By: { } by } => $"<@{by}> has taken back what you did at once to so many members. Your orders are not taken until somebody else lets you go on; nothing was done now.",
        _ => null,
    };

    /// <returns>Since when the moderator has sanctioned more members than that within a minute, and how many; null when they have not.</returns>
    public (DateTimeOffset Since, int Members)? Count(UserId moderator, UserId member, DateTimeOffset now, int limit)
    {
        if (Find(moderator)?.Trip.IsTrusted(now) == true) return null;
        _recent ??= [];
        if (!_recent.TryGetValue(moderator, out var recent)) _recent[moderator] = recent = new();
        recent.Add(member, now);
        return recent.Count > limit ? (recent.Since, recent.Count) : null;
    }

    public StoppedModerator Stop(UserId moderator, DateTimeOffset since, DateTimeOffset now, int members)
    {
        _recent?.Remove(moderator);
        return _stopped[moderator] = new(moderator, new(since, now, string.Create(CultureInfo.InvariantCulture, $"<@{moderator}> wanted to sanction {members} members within a minute.")));
    }
}

[GenerateSerializer, Alias("stopped-moderator")]
internal sealed class StoppedModerator(UserId moderator, Trip trip)
{
    [Id(0)] public UserId Moderator { get; private set; } = moderator;
    [Id(1)] public Trip Trip { get; private set; } = trip;

    /// <summary>What they did is to be taken back, and is not yet.</summary>
    [Id(2)] public bool IsUndoing { get; set; }

    public BreakerStatus Status => new(Moderator.ToString(), Trip.Since, Trip.At, Trip.Why, Trip.Stage, Trip.By, 0, Trip.Number);

    public void Decide(BreakerStage stage, UserId by, DateTimeOffset at) => (Trip, IsUndoing) = (Trip.Decide(stage, by, at), IsUndoing || stage == BreakerStage.RolledBack);
}
