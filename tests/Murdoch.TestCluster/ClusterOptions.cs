namespace Murdoch.TestCluster;

/// <summary>What a cluster is made of, and how large the Discord it moderates is.</summary>
public sealed record ClusterOptions
{
    /// <summary>More than one needs <see cref="Servers"/>.</summary>
    public int Silos { get; init; } = 3;

    /// <summary>PostgreSQL with a replica, and Redis; without, one silo and a SQLite file.</summary>
    public bool Servers { get; init; } = true;

    public int Shards { get; init; } = 4;
    public int Guilds { get; init; } = 40;

    /// <summary>Per guild: enough that nobody posts so often that it is a flood, and that there is a new offender for each violation.</summary>
    public int Members { get; init; } = 160;

    public int Seed { get; init; } = 1;

    /// <summary>Further settings of every silo.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings { get; init; } = [];
}
