using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Cases;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Cases;

/// <summary>A case before its guild has given it a number.</summary>
/// <param name="Violation">What it is for; null when a moderator acted of their own accord.</param>
/// <param name="Moderator">Null when Murdoch acted.</param>
/// <param name="Seconds">How long, for a timeout or a ban; 0 for everything else.</param>
/// <param name="Cause">Names the order or the audit log entry that it comes from: there is one case for it. Null for a violation, which names itself.</param>
/// <param name="DeleteSeconds">For a ban that is pending: how far back the member's messages are removed.</param>
/// <param name="IsTold">False: moderators are not told of it, because the guild has no place for that.</param>
internal sealed record CaseEntry(
    GuildId Guild, ViolationId? Violation, UserId Member, UserId? Moderator, ActionKind Kind, int Seconds, string Reason, DateTimeOffset CreatedAt,
    CaseOrigin Origin = CaseOrigin.Violation, ActionOutcome Outcome = ActionOutcome.Done, string? Cause = null, int DeleteSeconds = 0, long? Parent = null, bool IsTold = true);

/// <summary>A case that is waiting for something: for its action, for the undoing of it, or for moderators to be told.</summary>
/// <param name="DeleteSeconds">For a ban: how far back the member's messages are removed.</param>
/// <param name="Revision">Goes up with every change that moderators are told of.</param>
/// <param name="LogChannel">Where they were told last; null when they were not.</param>
/// <param name="InSummary">True: in one message with other cases.</param>
internal sealed record OpenCase(ModerationCase Case, int DeleteSeconds, int Revision, int Logged, ulong? LogChannel, ulong? LogMessage, bool InSummary = false)
{
    public bool IsUnlogged => Logged < Revision;
}
