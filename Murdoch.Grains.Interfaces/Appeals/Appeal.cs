using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Interfaces.Appeals;

/// <summary>A member says that what was done to them was wrong, and somebody decides about it.</summary>
/// <param name="Case">The number of the case.</param>
/// <param name="Attempt">Counts from 1 for each case: after a denial and a while it may be tried again.</param>
/// <param name="Text">The member's own words, never to be formatted.</param>
/// <param name="Channel">The thread, or the channel, where reviewers see it; null while they see it in the queue only.</param>
/// <param name="RemindAt">When reviewers are reminded next, while nobody has decided.</param>
/// <param name="Reviewer">Who decided; null while nobody has, and when the case was taken back meanwhile.</param>
/// <param name="IsSettled">What follows from the decision is done: the case is taken back, the member is told, the thread is closed.</param>
[GenerateSerializer, Immutable, Alias("appeal-record")]
public sealed record Appeal(
    [property: Id(0)] GuildId Guild,
    [property: Id(1)] long Case,
    [property: Id(2)] int Attempt,
    [property: Id(3)] UserId Member,
    [property: Id(4)] string Text,
    [property: Id(5)] DateTimeOffset OpenedAt,
    [property: Id(6)] AppealState State,
    [property: Id(7)] AppealPlace Place,
    [property: Id(8)] ChannelId? Channel,
    [property: Id(9)] ulong? Message,
    [property: Id(10)] DateTimeOffset RemindAt,
    [property: Id(11)] UserId? Reviewer = null,
    [property: Id(12)] DateTimeOffset? DecidedAt = null,
    [property: Id(13)] string? DecidedReason = null,
    [property: Id(14)] bool IsSettled = false);

[GenerateSerializer, Alias("appeal-state")]
public enum AppealState
{
    Open = 0,
    Approved = 1,
    Denied = 2,

    /// <summary>The case was taken back before anybody decided.</summary>
    Moot = 3,
}

/// <summary>Where reviewers see an appeal.</summary>
[GenerateSerializer, Alias("appeal-place")]
public enum AppealPlace
{
    /// <summary>Nowhere yet: it is being posted, or Discord does not answer just now.</summary>
    Waiting = 0,

    /// <summary>In a private thread of its own.</summary>
    Thread = 1,

    /// <summary>In the log channel, which allows no threads.</summary>
    Channel = 2,

    /// <summary>In the dashboard and by command alone: there is no log channel, or nobody may write there.</summary>
    Queue = 3,
}

/// <param name="Appeal">As it is now; null when there is none.</param>
/// <param name="Problem">Why nothing was changed, in a sentence for whoever asked; null when it was done.</param>
[GenerateSerializer, Immutable, Alias("appeal-answer")]
public sealed record AppealAnswer([property: Id(0)] Appeal? Appeal, [property: Id(1)] string? Problem)
{
    public bool IsDone => Problem is null;
}
