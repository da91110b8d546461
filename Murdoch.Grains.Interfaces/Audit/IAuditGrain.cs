namespace Murdoch.Grains.Interfaces.Audit;

/// <summary>Who changed what in a guild: decisions about cases and appeals, moderators' commands, changes of configuration. Keyed by the guild's snowflake.</summary>
[Alias("audit")]
public interface IAuditGrain : IGrainWithIntegerKey
{
    /// <summary>Returns when the entry is durable. One whose cause is known already is passed over.</summary>
    [Alias("append")] Task Append(AuditEntry entry);

    /// <param name="before">Only entries of a lower id; null to begin with the newest.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <returns>The newest first.</returns>
    [Alias("get-page")] Task<AuditEntry[]> GetPage(long? before, int limit);
}
