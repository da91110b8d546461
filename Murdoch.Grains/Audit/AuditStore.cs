using System.Data.Common;
using Murdoch.Grains.Interfaces.Audit;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Storage;
using Murdoch.Grains.Violations;

namespace Murdoch.Grains.Audit;

/// <summary>Every guild's audit log.</summary>
internal sealed class AuditStore(Database database, DatabaseWriter writer)
{
    /// <summary>Returns when the entry is durable. One whose cause is known already is passed over.</summary>
    public Task Append(AuditEntry entry) => writer.Write(new AuditWrite(entry));

    /// <param name="before">Only entries of a lower id; null to begin with the newest.</param>
    /// <param name="limit">1 to <see cref="ViolationStore.PageLimit"/>.</param>
    /// <returns>The newest first.</returns>
    public Task<AuditEntry[]> GetPage(GuildId guild, long? before, int limit, CancellationToken cancellationToken = default) => database.ReadHistory(session => session["""
        SELECT id, at, actor_id, action, target, before, after, cause FROM audit_log WHERE guild_id = @guild AND id < @before ORDER BY id DESC LIMIT @limit
        """].Bind("@guild", guild.Key).Bind("@before", before ?? long.MaxValue).Bind("@limit", Math.Clamp(limit, 1, ViolationStore.PageLimit))
        .Query(row => Read(guild, row)).ToArray(), cancellationToken);

    private static AuditEntry Read(GuildId guild, DbDataReader row) => new(
        guild, row.GetTimestamp(1), row.IsDBNull(2) ? null : new(row.GetSnowflake(2)), row.GetString(3), row.GetString(4), row.GetText(5), row.GetText(6), row.GetText(7), row.GetInt64(0));
}
