namespace Murdoch.Grains.Interfaces.Raids;

/// <summary>What counts as a raid in one guild, and what happens then.</summary>
[GenerateSerializer, Immutable, Alias("raid-config")]
public sealed record RaidConfig
{
    [Id(0)] public bool Enabled { get; init; } = true;

    /// <summary>More new accounts than this, joining within <see cref="JoinWindowSeconds"/>, are a raid.</summary>
    [Id(1)] public int JoinLimit { get; init; } = 5;
    [Id(2)] public int JoinWindowSeconds { get; init; } = 60;

    /// <summary>Days until an account is no longer new.</summary>
    [Id(3)] public int NewAccountDays { get; init; } = 7;

    /// <summary>More similar messages than this, of three authors at least, within <see cref="MessageWindowSeconds"/> are a raid.</summary>
    [Id(4)] public int MessageLimit { get; init; } = 10;
    [Id(5)] public int MessageWindowSeconds { get; init; } = 30;

    /// <summary>Minutes without another sign after which raid mode ends.</summary>
    [Id(6)] public int QuietMinutes { get; init; } = 10;

    /// <summary>Minutes before the first sign in which new accounts that joined count to the raid.</summary>
    [Id(7)] public int LookBackMinutes { get; init; } = 10;

    /// <summary>Whether whoever belongs to a raid is banned without a moderator's word. Off by default: a crowd that greets somebody looks like a raid.</summary>
    [Id(8)] public bool BanSuspects { get; init; }
}
