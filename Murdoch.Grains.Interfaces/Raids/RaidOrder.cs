using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Interfaces.Raids;

/// <summary>The next thing to be done in Discord or in the store about a raid. Each may be done twice without harm.</summary>
[GenerateSerializer, Immutable, Alias("raid-order")]
public sealed record RaidOrder
{
    [Id(0)] public required RaidOrderKind Kind { get; init; }

    /// <summary>When the raid began, which names it.</summary>
    [Id(1)] public required DateTimeOffset Since { get; init; }
    [Id(2)] public required string Trigger { get; init; }
    [Id(3)] public required GuildId Guild { get; init; }
    [Id(4)] public required string GuildName { get; init; }
    [Id(5)] public UserId Owner { get; init; }

    /// <summary>Where moderators read; null when the guild has named no channel.</summary>
    [Id(6)] public ChannelId? LogChannel { get; init; }
    [Id(7)] public RoleId? ModeratorRole { get; init; }

    /// <summary>As the guild was before; null until it is known.</summary>
    [Id(8)] public GuildDefences? Before { get; init; }

    /// <summary>As raid mode has set it; null until it has.</summary>
    [Id(9)] public GuildDefences? Set { get; init; }

    /// <summary>Whom to ban.</summary>
    [Id(10)] public UserId[] Users { get; init; } = [];

    /// <summary>Who ordered the bans, or ended the raid; null when nobody did.</summary>
    [Id(11)] public UserId? Moderator { get; init; }
    [Id(12)] public DateTimeOffset? EndedAt { get; init; }
    [Id(13)] public int Suspects { get; init; }
    [Id(14)] public int Messages { get; init; }
    [Id(15)] public int Banned { get; init; }
    [Id(16)] public string? Problem { get; init; }
}

[GenerateSerializer, Alias("raid-order-kind")]
public enum RaidOrderKind
{
    /// <summary>Write that the raid has begun.</summary>
    Record = 0,

    /// <summary>Read the guild's verification level and when its invites open again.</summary>
    Read = 1,

    /// <summary>Raise both.</summary>
    Raise = 2,
    Tell = 3,
    Ban = 4,

    /// <summary>Put both back, unless somebody has changed them since.</summary>
    Lower = 5,
    TellEnd = 6,

    /// <summary>Write that it is over.</summary>
    RecordEnd = 7,
}

/// <summary>What keeps strangers out of a guild.</summary>
/// <param name="VerificationLevel">0 to 4: https://docs.discord.com/developers/resources/guild#guild-object-verification-level.</param>
/// <param name="InvitesPausedUntil">Null: they are open.</param>
[GenerateSerializer, Immutable, Alias("guild-defences")]
public sealed record GuildDefences([property: Id(0)] int VerificationLevel, [property: Id(1)] DateTimeOffset? InvitesPausedUntil);

/// <summary>How a <see cref="RaidOrder"/> ended.</summary>
/// <param name="Defences">What was read or set; null for all other kinds, and when Discord refused.</param>
/// <param name="Problem">What Discord refused, in a sentence: it is not tried again.</param>
[GenerateSerializer, Immutable, Alias("raid-order-result")]
public sealed record RaidOrderResult(
    [property: Id(0)] RaidOrderKind Kind,
    [property: Id(1)] DateTimeOffset Since,
    [property: Id(2)] GuildDefences? Defences,
    [property: Id(3)] UserId[] Banned,
    [property: Id(4)] UserId[] Failed,
    [property: Id(5)] string? Problem);
