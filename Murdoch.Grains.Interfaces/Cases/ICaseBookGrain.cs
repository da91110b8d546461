using Murdoch.Grains.Interfaces.Members;
using Orleans.Concurrency;

namespace Murdoch.Grains.Interfaces.Cases;

/// <summary>
/// A guild's cases, and the only way to make one by hand or to take one back. Keyed by the guild's snowflake. Holds nothing that the store does not: what a crash
/// interrupts is gone on with. Whoever asks has checked that the moderator may.
/// </summary>
[Alias("case-book")]
public interface ICaseBookGrain : IGrainWithIntegerKey
{
    /// <summary>Opens a case, takes the step on the member's ladder and acts. Answers when Discord has.</summary>
    [Alias("order")] Task<CaseAnswer> Order(ModeratorOrder order);

    /// <summary>Takes a case back: its effect in Discord unless a later case stands for it, and its step on the ladder. Of two who ask at once one is told that it was done.</summary>
    [Alias("undo")] Task<CaseAnswer> Undo(long number, CaseReversal reversal);

    /// <summary>Takes back what one rule did to members between two times, the newest first, <see cref="RollbackLimit"/> at most.</summary>
    [Alias("undo-rule")] Task<RollbackAnswer> UndoRule(string rule, DateTimeOffset from, DateTimeOffset to, CaseReversal reversal);

    /// <summary>Takes back what one moderator did between two times, the newest first, <see cref="RollbackLimit"/> at most.</summary>
    [Alias("undo-moderator")] Task<RollbackAnswer> UndoModerator(UserId moderator, DateTimeOffset from, DateTimeOffset to, CaseReversal reversal);

    /// <summary>The next step of the guild's ladder for the same member, as a case that follows from this one. A case is escalated once.</summary>
    [Alias("escalate")] Task<CaseAnswer> Escalate(long number, UserId moderator);

    /// <param name="text">1 to <see cref="NoteLimit"/> characters.</param>
    [Alias("add-note")] Task<CaseAnswer> AddNote(long number, UserId moderator, string text);

    /// <summary>The reason that it had stays among its notes.</summary>
    [Alias("set-reason")] Task<CaseAnswer> SetReason(long number, UserId moderator, string reason);

    /// <returns>Null when the guild has no such case.</returns>
    [Alias("get")] Task<CaseDetails?> Get(long number);

    /// <param name="before">Only cases of a lower number; null to begin with the newest.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="member">Only this member's; null for everybody's.</param>
    [Alias("get-page")] Task<ModerationCase[]> GetPage(long? before, int limit, UserId? member);

    /// <summary>People acted in Discord itself: cases too. What is known already, by its entry, is passed over.</summary>
    [Alias("observed")] Task Observed(ObservedAction[] actions);

    /// <summary>Cases were opened elsewhere, or something is left from before a crash: they are gone on with and told to the moderators.</summary>
    [Alias("changed"), OneWay] Task Changed();

    /// <summary>Characters of a note or a reason.</summary>
    const int NoteLimit = 1_000;

    /// <summary>Cases that one rollback takes back.</summary>
    const int RollbackLimit = 500;
}
