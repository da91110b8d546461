namespace Murdoch.TestCluster.Chaos;

/// <summary>How long, how much, and how rough.</summary>
public sealed record ChaosOptions
{
    public int Silos { get; init; } = 3;
    public int Shards { get; init; } = 4;
    public int Guilds { get; init; } = 40;

    /// <summary>Messages per second over all guilds.</summary>
    public double Rate { get; init; } = 300;

    /// <summary>0..1.</summary>
    public double ViolatingShare { get; init; } = 0.05;

    public TimeSpan Length { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>A silo is killed at some moment of the first half of each such stretch.</summary>
    public TimeSpan KillEvery { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Something else happens in the second half of each stretch: sockets drop, Redis restarts, PostgreSQL or a silo hangs.</summary>
    public bool OnlyKills { get; init; }

    /// <summary>Instead of all that a silo hangs in each stretch, until after the cluster has declared it dead: a stretch should be a minute long.</summary>
    public bool Hang { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>How long the cluster may take to be done with everything after the last message.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(90);
}
