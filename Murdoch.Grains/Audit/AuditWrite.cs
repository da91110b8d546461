using Murdoch.Grains.Interfaces.Audit;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Audit;

/// <summary>Appends to the audit log. What is written with its entry in one transaction calls <see cref="Insert"/>.</summary>
internal sealed class AuditWrite(AuditEntry entry) : DatabaseWrite
{
    public override Exception? Apply(DatabaseSession session)
    {
        Insert(session, entry);
        return null;
    }

    public static void Insert(DatabaseSession session, AuditEntry entry) => session["""
        INSERT INTO audit_log (guild_id, at, actor_id, action, target, before, after, cause)
        VALUES (@guild, @at, @actor, @action, @target, @before, @after, @cause) ON CONFLICT DO NOTHING
        """].Bind("@guild", entry.Guild.Key).Bind("@at", Columns.Timestamp(entry.At)).Bind("@actor", entry.Actor is { } actor ? Columns.Signed(actor.Value) : null)
        .Bind("@action", entry.Action).Bind("@target", entry.Target).Bind("@before", entry.Before).Bind("@after", entry.After).Bind("@cause", entry.Cause).Run();
}
