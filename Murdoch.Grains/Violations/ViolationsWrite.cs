using Murdoch.Grains.Cases;
using Murdoch.Grains.Feedback;
using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Violations;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Violations;

/// <summary>Puts violations into the store; one that is there already only gets what came of it.</summary>
/// <param name="isTold">Whether moderators are told of the cases that are opened.</param>
internal sealed class ViolationsWrite(IReadOnlyList<Violation> violations, bool isTold = true) : DatabaseWrite
{
    private const string Insert = """
        INSERT INTO violations (id, guild_id, channel_id, message_id, member_id, timestamp, layer, category, rule, severity, reason,
                                action, action_seconds, outcome, deletion, detail, content_hash, content, late, subject, print)
        VALUES (@id, @guild, @channel, @message, @member, @timestamp, @layer, @category, @rule, @severity, @reason,
                @action, @seconds, @outcome, @deletion, @detail, @hash, @content, @late, @subject, @print)
        ON CONFLICT (id) DO NOTHING
        """;

    // What is settled never goes back to pending: after a crash an old form of a violation may be written over the new one. A statement of its own,
    // not the insert's conflict clause, because only so the store can tell how many were new.
    private const string Update = """
        UPDATE violations SET
            action = CASE WHEN @outcome = 'pending' AND outcome <> 'pending' THEN action ELSE @action END,
            action_seconds = CASE WHEN @outcome = 'pending' AND outcome <> 'pending' THEN action_seconds ELSE @seconds END,
            detail = CASE WHEN @outcome = 'pending' AND outcome <> 'pending' OR @deletion = 'pending' AND deletion <> 'pending'
                          THEN COALESCE(detail, @detail) ELSE @detail END,
            outcome = CASE WHEN @outcome = 'pending' THEN outcome ELSE @outcome END,
            deletion = CASE WHEN @deletion = 'pending' THEN deletion ELSE @deletion END
        WHERE id = @id AND (action <> @action OR action_seconds <> @seconds OR outcome <> @outcome OR deletion <> @deletion OR detail IS DISTINCT FROM @detail)
        """;

    private readonly IReadOnlyList<Violation> _violations = violations;
    private readonly bool _isTold = isTold;

    /// <summary>How many were not in the store before. Known once the write is done.</summary>
    public int Added { get; private set; }

    public override int Rows => _violations.Count;

    public override Exception? Apply(DatabaseSession session)
    {
        Added = 0;
        foreach (var violation in _violations)
        {
            var isNew = TryInsert(session[Insert], violation);
            if (isNew) Added++;
            // An unchanged one has its case: they are written in one transaction.
            if ((isNew || TryUpdate(session[Update], violation)) && Case(violation) is { } sanction) CaseWrite.Insert(session, sanction with { IsTold = _isTold });
        }
        return null;
    }

    public override void ApplyMany(DatabaseSession session, IReadOnlyList<DatabaseWrite> writes, Dictionary<DatabaseWrite, Exception> refused)
    {
        var untold = writes.Cast<ViolationsWrite>().Where(write => !write._isTold).SelectMany(write => write._violations).Select(violation => violation.Id).ToHashSet();
        var added = PostgresViolations.Write(session, writes.Cast<ViolationsWrite>().SelectMany(write => write._violations), untold);
        foreach (var write in writes.Cast<ViolationsWrite>()) write.Added = write._violations.Count(violation => added.Remove(violation.Id.Value));
    }

    /// <returns>The sanction that was carried out; null when nothing was done to the member.</returns>
    public static CaseEntry? Case(Violation violation) => HasCase(violation)
        ? new(violation.Guild, violation.Id, violation.Member, Moderator: null, violation.Action, violation.ActionSeconds, violation.Reason, violation.At)
        : null;

    /// <summary>Whether something was done to the member.</summary>
    public static bool HasCase(Violation violation) => violation is { Outcome: ActionOutcome.Done, Action: ActionKind.Warn or ActionKind.Timeout or ActionKind.Kick or ActionKind.Ban };

    private static bool TryInsert(Statement insert, Violation violation) => insert
        .Bind("@id", violation.Id.Value).Bind("@guild", violation.Guild.Key).Bind("@channel", Columns.Signed(violation.Channel.Value))
        .Bind("@message", Columns.Signed(violation.Message.Value)).Bind("@member", Columns.Signed(violation.Member.Value))
        .Bind("@timestamp", Columns.Timestamp(violation.At)).Bind("@layer", (int)violation.Layer).Bind("@category", EnumWords<ViolationCategory>.Of(violation.Category))
        .Bind("@rule", violation.Rule).Bind("@severity", violation.Severity).Bind("@reason", violation.Reason)
        .Bind("@action", EnumWords<ActionKind>.Of(violation.Action)).Bind("@seconds", violation.ActionSeconds)
        .Bind("@outcome", EnumWords<ActionOutcome>.Of(violation.Outcome)).Bind("@deletion", EnumWords<ActionOutcome>.Of(violation.Deletion))
        .Bind("@detail", violation.Detail).Bind("@hash", violation.ContentHash).Bind("@content", violation.Content).Bind("@late", violation.Late)
        .Bind("@subject", EnumWords<ViolationSubject>.Of(violation.Subject)).Bind("@print", TextPrints.ToBytes(violation.Print)).Run() == 1;

    private static bool TryUpdate(Statement update, Violation violation) => update
        .Bind("@id", violation.Id.Value).Bind("@action", EnumWords<ActionKind>.Of(violation.Action)).Bind("@seconds", violation.ActionSeconds)
        .Bind("@outcome", EnumWords<ActionOutcome>.Of(violation.Outcome)).Bind("@deletion", EnumWords<ActionOutcome>.Of(violation.Deletion))
        .Bind("@detail", violation.Detail).Run() == 1;
}
