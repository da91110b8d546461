using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Feedback;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Interfaces.Violations;

/// <summary>What a message or a name did wrong, and what came of it.</summary>
/// <param name="Channel">The thread, where its name is the violation; default for the name of a member.</param>
/// <param name="Message">Default for a name.</param>
/// <param name="Severity">0 to 1; see <see cref="SeverityLevels"/> for the words.</param>
/// <param name="Rule">The rule that decided, such as <c>invite</c> or <c>listed-word</c>.</param>
/// <param name="Action">The sanction that the ladder chose, or what was done about the message or name when that was all.</param>
/// <param name="ActionSeconds">How long a timeout lasts; 0 for everything else.</param>
/// <param name="Deletion">What became of the message or the name itself.</param>
/// <param name="Detail">Why an action was refused or failed, in a sentence; null while all is well.</param>
/// <param name="ContentHash">XxHash128 of the content in hexadecimal: equal messages are found without being kept.</param>
/// <param name="Content">Only when the guild opted in.</param>
/// <param name="Late">True when the message was found by backfill after a blind window.</param>
/// <param name="Print">By which the text that was found violating is known again; null for raids, whose messages are many, and for old violations.</param>
/// <param name="Mark">Set by moderators alone: writing a violation again does not change it.</param>
[GenerateSerializer, Immutable, Alias("violation")]
public sealed record Violation(
    [property: Id(0)] ViolationId Id,
    [property: Id(1)] GuildId Guild,
    [property: Id(2)] ChannelId Channel,
    [property: Id(3)] MessageId Message,
    [property: Id(4)] UserId Member,
    [property: Id(5)] DateTimeOffset At,
    [property: Id(6)] DetectionLayer Layer,
    [property: Id(7)] ViolationCategory Category,
    [property: Id(8)] string Rule,
    [property: Id(9)] double Severity,
    [property: Id(10)] string Reason,
    [property: Id(11)] ActionKind Action,
    [property: Id(12)] int ActionSeconds,
    [property: Id(13)] ActionOutcome Outcome,
    [property: Id(14)] ActionOutcome Deletion,
    [property: Id(15)] string? Detail,
    [property: Id(16)] string ContentHash,
    [property: Id(17)] string? Content,
    [property: Id(18)] bool Late,
    [property: Id(19)] ViolationSubject Subject = ViolationSubject.Message,
    [property: Id(20)] TextPrint? Print = null,
    [property: Id(21)] ViolationMark Mark = ViolationMark.None,
    [property: Id(22)] UserId? MarkedBy = null,
    [property: Id(23)] DateTimeOffset? MarkedAt = null)
{
    /// <summary>True when no action of this violation is still under way.</summary>
    public bool IsSettled => Outcome != ActionOutcome.Pending && Deletion != ActionOutcome.Pending;
}

/// <summary>Where the violating text stood.</summary>
[GenerateSerializer, Alias("violation-subject")]
public enum ViolationSubject
{
    Message = 0,
    Nickname = 1,

    /// <summary>A name of the account, as it shows in every guild.</summary>
    DisplayName = 2,
    ThreadName = 3,
}

/// <summary>The stage that found it: 1 patterns at once, 2 the guild's buffer, 3 the analyser.</summary>
[GenerateSerializer, Alias("detection-layer")]
public enum DetectionLayer
{
    Patterns = 1,
    Buffer = 2,
    Analysis = 3,
}

[GenerateSerializer, Alias("violation-category")]
public enum ViolationCategory
{
    None = 0,
    Slur = 1,
    Invite = 2,
    Phishing = 3,
    MentionSpam = 4,
    Spam = 5,
    Flood = 6,
    Harassment = 7,
    Hate = 8,
    Threat = 9,
    Raid = 10,
    Custom = 11,
}

/// <summary>Severity in words: from 0.7 high, from 0.4 medium, below that low.</summary>
public static class SeverityLevels
{
    public const double High = 0.7;
    public const double Medium = 0.4;

    public static string Name(double severity) => severity >= High ? "high" : severity >= Medium ? "medium" : "low";
}
