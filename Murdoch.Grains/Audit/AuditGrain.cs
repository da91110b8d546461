using Murdoch.Grains.Interfaces.Audit;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Placement;
using Orleans.Concurrency;

namespace Murdoch.Grains.Audit;

/// <summary>The way to a guild's audit log from other rooms of the cluster.</summary>
[GrainType("audit"), RunsOn(SiloRoles.Bot), Reentrant]
internal sealed class AuditGrain(AuditStore entries) : Grain, IAuditGrain
{
    private GuildId Guild => GuildId.FromKey(this.GetPrimaryKeyLong());

    public Task Append(AuditEntry entry) => entries.Append(entry with { Guild = Guild });

    public Task<AuditEntry[]> GetPage(long? before, int limit) => entries.GetPage(Guild, before, limit);
}
