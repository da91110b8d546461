using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Interfaces.Cases;

/// <summary>A moderator wants something done to a member. Whoever sends it has checked that the moderator may.</summary>
/// <param name="Cause">Names the order, such as the interaction's id: sent twice it is carried out once.</param>
/// <param name="Kind">Warn, timeout, kick, ban, removal of a timeout, unban.</param>
/// <param name="Seconds">How long, for a timeout (1 to 28 days) or a ban (0: for ever); 0 for everything else.</param>
/// <param name="DeleteSeconds">For a ban: how far back the member's messages are removed, 0 to 604,800 (7 days).</param>
/// <param name="Parent">The case that this one follows from; null for most.</param>
[GenerateSerializer, Immutable, Alias("moderator-order")]
public sealed record ModeratorOrder(
    [property: Id(0)] string Cause,
    [property: Id(1)] UserId Moderator,
    [property: Id(2)] UserId Member,
    [property: Id(3)] ActionKind Kind,
    [property: Id(4)] int Seconds,
    [property: Id(5)] string Reason,
    [property: Id(6)] int DeleteSeconds = 0,
    [property: Id(7)] long? Parent = null);

/// <summary>What came of something that was asked of a case.</summary>
/// <param name="Case">As it is now; null when there is none.</param>
/// <param name="Problem">Why nothing was changed, in a sentence for the moderator; null when it was done.</param>
[GenerateSerializer, Immutable, Alias("case-answer")]
public sealed record CaseAnswer([property: Id(0)] ModerationCase? Case, [property: Id(1)] string? Problem)
{
    public bool IsDone => Problem is null;
}

/// <summary>Something that a person did to a member in Discord itself, as its audit log tells it.</summary>
/// <param name="Entry">The audit log entry's snowflake: told twice it is one case.</param>
/// <param name="Seconds">How long a timeout lasts.</param>
[GenerateSerializer, Immutable, Alias("observed-action")]
public sealed record ObservedAction(
    [property: Id(0)] ulong Entry,
    [property: Id(1)] UserId Moderator,
    [property: Id(2)] UserId Member,
    [property: Id(3)] ActionKind Kind,
    [property: Id(4)] int Seconds,
    [property: Id(5)] string? Reason,
    [property: Id(6)] DateTimeOffset At);

/// <param name="Undone">Cases that were taken back.</param>
/// <param name="Left">Cases that could not be, and still stand.</param>
/// <param name="More">True when there are more than one call takes back: ask again.</param>
[GenerateSerializer, Immutable, Alias("rollback-answer")]
public sealed record RollbackAnswer([property: Id(0)] long[] Undone, [property: Id(1)] long[] Left, [property: Id(2)] bool More);

/// <param name="Kind">Why a case is taken back.</param>
[GenerateSerializer, Immutable, Alias("case-reversal")]
public sealed record CaseReversal(
    [property: Id(0)] UserId Moderator,
    [property: Id(1)] CaseClosingKind Kind,
    [property: Id(2)] string? Reason);
