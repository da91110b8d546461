using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Interfaces.Audit;

/// <summary>Something that a person, or Murdoch by itself, changed in a guild. Never edited, never deleted.</summary>
/// <param name="Actor">Null when Murdoch acted by itself.</param>
/// <param name="Action">A name from <see cref="AuditActions"/>, or another subject's own in the same form.</param>
/// <param name="Target">What was changed, such as <c>case 5</c>.</param>
/// <param name="Before">How it was: a text, or JSON where it has fields; null when there is nothing to tell.</param>
/// <param name="After">The same of how it is now.</param>
/// <param name="Cause">Names what the entry comes from, such as an interaction's id: appended twice it is one entry. Null: every append is one.</param>
/// <param name="Id">Given by the store, rising; 0 before.</param>
[GenerateSerializer, Immutable, Alias("audit-entry")]
public sealed record AuditEntry(
    [property: Id(0)] GuildId Guild,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] UserId? Actor,
    [property: Id(3)] string Action,
    [property: Id(4)] string Target,
    [property: Id(5)] string? Before = null,
    [property: Id(6)] string? After = null,
    [property: Id(7)] string? Cause = null,
    [property: Id(8)] long Id = 0);

/// <summary>Names of what is written to the audit log: a subject, and what happened to it.</summary>
public static class AuditActions
{
    public const string CaseUndone = "case.undone";
    public const string CaseEscalated = "case.escalated";
    public const string AppealApproved = "appeal.approved";
    public const string AppealDenied = "appeal.denied";
}
