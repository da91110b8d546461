using Murdoch.TestCluster;

namespace Murdoch.Benchmarks.HandOver;

/// <summary>A shard that went from one silo to another, as Discord saw it.</summary>
/// <param name="Gap">From the end of the one connection to the RESUME on the other, from where on Discord sends again.</param>
internal sealed record Move(int Shard, TimeSpan Gap)
{
    /// <returns>The moves that happened until <paramref name="happening"/> ended, a shard for each time that it moved.</returns>
    public static async Task<IReadOnlyList<Move>> During(Cluster cluster, Func<Task> happening)
    {
        var since = cluster.Discord.Journal.Last;
        await happening();
        var shards = cluster.Discord.Gateway.Sessions.ToDictionary(session => session.Id, session => session.Shard);
        var gone = new Dictionary<string, DateTimeOffset>();
        var moves = new List<Move>();
        foreach (var entry in cluster.Discord.Journal.Since(since).Where(entry => entry is { Kind: "gateway", Session: not null }))
        {
            if (entry.What == "disconnected") gone[entry.Session!] = entry.At;
            else if (entry.What == "resumed" && gone.Remove(entry.Session!, out var at)) moves.Add(new(shards.GetValueOrDefault(entry.Session!, -1), entry.At - at));
        }
        return moves;
    }
}
