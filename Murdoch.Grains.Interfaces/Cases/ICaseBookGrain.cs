using Murdoch.Grains.Interfaces.Appeals;
using Murdoch.Grains.Interfaces.Breakers;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Violations;
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
    [Alias("undo-rule"), ResponseTimeout(RollbackTime)] Task<RollbackAnswer> UndoRule(string rule, DateTimeOffset from, DateTimeOffset to, CaseReversal reversal);

    /// <summary>Takes back what one moderator did between two times, the newest first, <see cref="RollbackLimit"/> at most.</summary>
    [Alias("undo-moderator"), ResponseTimeout(RollbackTime)] Task<RollbackAnswer> UndoModerator(UserId moderator, DateTimeOffset from, DateTimeOffset to, CaseReversal reversal);

    /// <summary>The next step of the guild's ladder for the same member, as a case that follows from this one. A case is escalated once.</summary>
    [Alias("escalate")] Task<CaseAnswer> Escalate(long number, UserId moderator);

    /// <param name="text">1 to <see cref="NoteLimit"/> characters.</param>
    [Alias("add-note")] Task<CaseAnswer> AddNote(long number, UserId moderator, string text);

    /// <summary>The reason that it had stays among its notes.</summary>
    [Alias("set-reason")] Task<CaseAnswer> SetReason(long number, UserId moderator, string reason);

    /// <returns>Null when the guild has no such case.</returns>
    [Alias("get")] Task<CaseDetails?> Get(long number);

    /// <returns>The number of the case that the violation has; null while it has none, which it gets some seconds after the member was sanctioned.</returns>
    [Alias("find-by-violation")] Task<long?> FindByViolation(ViolationId violation);

    /// <param name="state">Only appeals in this state; null for all.</param>
    /// <param name="before">Only appeals opened before; null to begin with the newest.</param>
    /// <param name="limit">1 to 1,000.</param>
    [Alias("get-appeals")] Task<Appeal[]> GetAppeals(AppealState? state, DateTimeOffset? before, int limit);

    /// <param name="before">Only cases of a lower number; null to begin with the newest.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="member">Only this member's; null for everybody's.</param>
    [Alias("get-page")] Task<ModerationCase[]> GetPage(long? before, int limit, UserId? member);

    /// <summary>People acted in Discord itself: cases too. What is known already, by its entry, is passed over.</summary>
    [Alias("observed")] Task Observed(ObservedAction[] actions);

    /// <summary>Cases were opened elsewhere, or something is left from before a crash: they are gone on with and told to the moderators.</summary>
    [Alias("changed"), OneWay] Task Changed();

    /// <summary>Moderators who did so much at once that their orders are not taken until somebody else decides.</summary>
    [Alias("get-breakers")] Task<BreakerStatus[]> GetBreakers();

    /// <summary>The moderator was right, and goes on. Of two who decide at once one is told that it was done.</summary>
    /// <param name="by">Somebody else than the moderator.</param>
    /// <param name="number">The state that was decided about; null for whatever it is now.</param>
    [Alias("confirm-moderator")] Task<BreakerAnswer> ConfirmModerator(UserId moderator, UserId by, long? number);

    /// <summary>The moderator was wrong: what they did in that minute is taken back, and their orders are still not taken.</summary>
    /// <inheritdoc cref="ConfirmModerator"/>
    [Alias("roll-back-moderator")] Task<BreakerAnswer> RollBackModerator(UserId moderator, UserId by, long? number);

    /// <summary>Those who run the guild have been told, or cannot be.</summary>
    /// <param name="notice">The notice's name; unknown ones are passed over.</param>
    [Alias("notice-told")] Task NoticeTold(string notice);

    /// <summary>Characters of a note or a reason.</summary>
    const int NoteLimit = 1_000;

    /// <summary>Cases that one rollback takes back.</summary>
    const int RollbackLimit = 500;

    /// <summary>One after the other they take longer than a call usually may.</summary>
    const string RollbackTime = "00:10:00";
}
