using Murdoch.TestCluster.Load;

namespace Murdoch.TestCluster.Chaos;

/// <summary>A shard that lost its silo.</summary>
/// <param name="Connected">From the kill to the shard's RESUME or IDENTIFY; null when none came.</param>
/// <param name="Acted">From the kill to the first deletion of a message that was posted after it in a guild of the shard; null when none came.</param>
public sealed record Recovery(int Silo, int Shard, DateTimeOffset KilledAt, TimeSpan? Connected, TimeSpan? Acted)
{
    internal static Recovery Of(LostShard lost, Cluster cluster, IReadOnlyCollection<SentMessage> sent, IReadOnlyDictionary<string, int> shardOfSession)
    {
        var connected = cluster.Discord.Journal.Since(lost.JournalNumber)
            .FirstOrDefault(entry => entry is { Kind: "gateway", What: "resumed" or "identified", Session: { } session } && shardOfSession.GetValueOrDefault(session, -1) == lost.Shard)?.At;
        var acted = sent.Where(message => message.Violating && message.At >= lost.KilledAt && cluster.ShardOf(message.Guild) == lost.Shard)
            .Select(message => cluster.Discord.World.FindMessage(message.Id)?.DeletedAt).Where(at => at is not null).DefaultIfEmpty().Min();
        return new(lost.Silo, lost.Shard, lost.KilledAt, connected - lost.KilledAt, acted - lost.KilledAt);
    }
}

internal sealed record LostShard(int Silo, int Shard, DateTimeOffset KilledAt, long JournalNumber);
