namespace Murdoch.Simulator.Scenarios;

/// <summary>What goes on, how fast and for how long. Same options and world: same messages by the same members.</summary>
public sealed record ScenarioOptions
{
    /// <summary><c>chat</c>, <c>quiet</c> (chat without violations), <c>raid</c>, <c>flood</c> or <c>quarrel</c>.</summary>
    public string Kind { get; init; } = "chat";

    /// <summary>Messages per second over all its guilds.</summary>
    public double Rate { get; init; } = 10;

    /// <summary>For <c>chat</c>: share of violating messages, 0..1.</summary>
    public double ViolatingShare { get; init; } = 0.02;

    public int Seed { get; init; } = 1;

    /// <summary>Guild ids; empty means all there are when it starts.</summary>
    public IReadOnlyList<ulong> Guilds { get; init; } = [];

    /// <summary>Ends after so many attempts to post; null goes on until it is stopped.</summary>
    public int? Messages { get; init; }

    /// <summary>For <c>raid</c>: accounts that join, all of them before the first posts.</summary>
    public int RaidAccounts { get; init; } = 20;

    /// <summary>For <c>raid</c>: how old those accounts are.</summary>
    public TimeSpan RaidAccountAge { get; init; } = TimeSpan.FromHours(3);

    /// <summary>For <c>flood</c>: identical messages in a row before the next author begins.</summary>
    public int FloodLength { get; init; } = 12;
}

/// <summary>What a scenario has done so far and what a moderator made of it.</summary>
/// <param name="Refused">Attempts that the world refused: timed out, kicked or banned members.</param>
public sealed record ScenarioReport(string Kind, bool Running, int Posted, int Refused, int Violating, int ViolatingDeleted, int BenignDeleted);
