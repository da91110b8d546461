using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Interfaces.Cases;

/// <summary>Something that was done to a member, whoever did it, under a number that people in the guild speak of.</summary>
/// <param name="Number">Counts from 1 in each guild.</param>
/// <param name="Violation">What it is for; null when a moderator acted of their own accord.</param>
/// <param name="Moderator">Null when Murdoch acted.</param>
/// <param name="Seconds">How long, for a timeout or a ban; 0 for ever, and for everything else.</param>
/// <param name="Outcome">How the action ended; <see cref="ActionOutcome.Pending"/> while it is under way, which a crash does not end.</param>
/// <param name="Detail">Why it was refused or failed, in a sentence; null while all is well.</param>
/// <param name="Parent">The case that this one follows from, such as the one that it makes harder; null for most.</param>
/// <param name="Closed">When, by whom and why it was taken back; null while it stands.</param>
[GenerateSerializer, Immutable, Alias("moderation-case")]
public sealed record ModerationCase(
    [property: Id(0)] GuildId Guild,
    [property: Id(1)] long Number,
    [property: Id(2)] ViolationId? Violation,
    [property: Id(3)] UserId Member,
    [property: Id(4)] UserId? Moderator,
    [property: Id(5)] ActionKind Kind,
    [property: Id(6)] int Seconds,
    [property: Id(7)] string Reason,
    [property: Id(8)] DateTimeOffset CreatedAt,
    [property: Id(9)] CaseOrigin Origin,
    [property: Id(10)] ActionOutcome Outcome,
    [property: Id(11)] string? Detail = null,
    [property: Id(12)] long? Parent = null,
    [property: Id(13)] CaseClosing? Closed = null)
{
    /// <summary>True while it counts: carried out or under way, and not taken back.</summary>
    public bool Stands => Closed is null && Outcome is ActionOutcome.Done or ActionOutcome.Pending;
}

/// <summary>Who made a case.</summary>
[GenerateSerializer, Alias("case-origin")]
public enum CaseOrigin
{
    /// <summary>A rule of Murdoch's found a violation.</summary>
    Violation = 0,

    /// <summary>A moderator asked Murdoch to act.</summary>
    Moderator = 1,

    /// <summary>Somebody acted in Discord itself; its audit log tells of it.</summary>
    Discord = 2,
}

/// <param name="By">Who took it back.</param>
/// <param name="Outcome">Whether what it did in Discord is undone.</param>
[GenerateSerializer, Immutable, Alias("case-closing")]
public sealed record CaseClosing(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] UserId By,
    [property: Id(2)] CaseClosingKind Kind,
    [property: Id(3)] string? Reason,
    [property: Id(4)] ActionOutcome Outcome,
    [property: Id(5)] string? Detail = null);

/// <summary>Why a case does not stand any more.</summary>
[GenerateSerializer, Alias("case-closing-kind")]
public enum CaseClosingKind
{
    Undone = 0,

    /// <summary>What was found is no violation: the guild learns from it.</summary>
    FalsePositive = 1,
    AppealGranted = 2,

    /// <summary>One of many that a rule did and that were taken back together.</summary>
    RolledBack = 3,
}

/// <summary>What moderators wrote on a case, and every change of its reason. Never edited, never deleted.</summary>
/// <param name="IsReason">True: this was the case's reason until <paramref name="At"/>.</param>
[GenerateSerializer, Immutable, Alias("case-note")]
public sealed record CaseNote(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] UserId Author,
    [property: Id(2)] string Text,
    [property: Id(3)] bool IsReason = false);

/// <param name="Children">Numbers of the cases that follow from this one.</param>
[GenerateSerializer, Immutable, Alias("case-details")]
public sealed record CaseDetails(
    [property: Id(0)] ModerationCase Case,
    [property: Id(1)] CaseNote[] Notes,
    [property: Id(2)] long[] Children);
