namespace Murdoch.Simulator.World;

/// <summary>An account. Its age is in its id.</summary>
public sealed class User
{
    public required ulong Id { get; init; }
    public required string Username { get; set; }
    public string? GlobalName { get; set; }
    public string? Avatar { get; set; }
    public bool Bot { get; init; }

    /// <summary>Refuses direct messages from people it shares guilds with: sending answers 50007.</summary>
    public bool DmsClosed { get; set; }

    internal Channel? DmChannel { get; set; }
}

/// <summary>A user in a guild.</summary>
public sealed class Member
{
    public required User User { get; init; }
    public required DateTimeOffset JoinedAt { get; init; }
    public string? Nick { get; internal set; }
    public SortedSet<ulong> Roles { get; } = [];
    public DateTimeOffset? TimedOutUntil { get; internal set; }
    public bool Pending { get; internal set; }
    public int Flags { get; internal set; }

    public bool IsTimedOut(DateTimeOffset now) => TimedOutUntil > now;
}

/// <summary>How a member stands in a guild: what a report needs.</summary>
public sealed record MemberState(ulong UserId, bool IsMember, bool IsBanned, DateTimeOffset? TimedOutUntil, string? Nick, IReadOnlyList<ulong> Roles);
