using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Web.Live;

/// <summary>What a viewer is told: a guild's counters, violations that are new or changed, a member's name, or nothing but the time.</summary>
public sealed record LiveMessage(DateTimeOffset At, GuildOverview? Guild, IReadOnlyList<ViolationView> Violations, MemberName? Member);

public sealed record MemberName(UserId Id, string Name);

/// <summary>A violation as a page shows it: without the message's content and its hash.</summary>
/// <param name="Level">Severity as a word: low, medium, high.</param>
public sealed record ViolationView(
    string Id,
    GuildId Guild,
    ChannelId Channel,
    UserId Member,
    DateTimeOffset At,
    DetectionLayer Layer,
    ViolationCategory Category,
    string Rule,
    double Severity,
    string Level,
    string Reason,
    ActionKind Action,
    int ActionSeconds,
    ActionOutcome Outcome,
    ActionOutcome Deletion,
    string? Detail,
    bool Late,
    bool Settled,
    ViolationSubject Subject)
{
    public static ViolationView Of(Violation violation) => new(
        violation.Id.ToString(), violation.Guild, violation.Channel, violation.Member, violation.At, violation.Layer, violation.Category, violation.Rule,
        violation.Severity, SeverityLevels.Name(violation.Severity), violation.Reason, violation.Action, violation.ActionSeconds, violation.Outcome,
        violation.Deletion, violation.Detail, violation.Late, violation.IsSettled, violation.Subject);
}
