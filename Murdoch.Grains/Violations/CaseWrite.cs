using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Violations;

/// <summary>Gives a sanction the next number of its guild.</summary>
internal sealed class CaseWrite(CaseEntry entry) : DatabaseWrite
{
    // One writer at a time, so no two cases see the same highest number. A violation has one case, however often it is written.
    private const string InsertNext = """
        INSERT INTO cases (guild_id, number, violation_id, member_id, moderator_id, kind, seconds, reason, created_at)
        SELECT @guild, COALESCE(MAX(number), 0) + 1, @violation, @member, @moderator, @kind, @seconds, @reason, @createdAt FROM cases WHERE guild_id = @guild
        ON CONFLICT (violation_id) DO NOTHING
        """;

    public long Number { get; private set; }

    public override Exception? Apply(DatabaseSession session)
    {
        Number = Insert(session, entry)
            ? session["SELECT MAX(number) FROM cases WHERE guild_id = @guild"].Bind("@guild", entry.Guild.Key).Number() ?? 0
            : session["SELECT number FROM cases WHERE violation_id = @violation"].Bind("@violation", entry.Violation?.Value).Number() ?? 0;
        return null;
    }

    /// <returns>False when the violation has its case already.</returns>
    public static bool Insert(DatabaseSession session, CaseEntry entry) => session[InsertNext]
        .Bind("@guild", entry.Guild.Key).Bind("@violation", entry.Violation?.Value).Bind("@member", Columns.Signed(entry.Member.Value))
        .Bind("@moderator", entry.Moderator is { } moderator ? Columns.Signed(moderator.Value) : null).Bind("@kind", EnumWords<ActionKind>.Of(entry.Kind))
        .Bind("@seconds", entry.Seconds).Bind("@reason", entry.Reason).Bind("@createdAt", Columns.Timestamp(entry.CreatedAt)).Run() == 1;
}
