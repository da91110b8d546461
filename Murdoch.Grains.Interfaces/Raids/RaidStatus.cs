using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Interfaces.Raids;

/// <summary>How a guild stands with raids.</summary>
/// <param name="Since">When raid mode began; null when the guild is not in it.</param>
/// <param name="Trigger">What started it, in a sentence.</param>
/// <param name="EndsAt">When it ends unless there is another sign.</param>
/// <param name="Suspects">Who belongs to it, in the order of being noticed: the preview of a bulk ban.</param>
/// <param name="BansPending">Bans that were ordered and are not answered yet.</param>
/// <param name="Failed">Whom Discord did not let the bot ban.</param>
/// <param name="Problem">What Discord refused, in a sentence; null when all went well.</param>
[GenerateSerializer, Immutable, Alias("raid-status")]
public sealed record RaidStatus(
    [property: Id(0)] DateTimeOffset? Since,
    [property: Id(1)] string? Trigger,
    [property: Id(2)] DateTimeOffset? EndsAt,
    [property: Id(3)] RaidSuspect[] Suspects,
    [property: Id(4)] int Messages,
    [property: Id(5)] int Banned,
    [property: Id(6)] int BansPending,
    [property: Id(7)] UserId[] Failed,
    [property: Id(8)] string? Problem)
{
    public static RaidStatus None { get; } = new(null, null, null, [], 0, 0, 0, [], null);
}

/// <param name="Posted">True: wrote what the raid writes. False: a new account that joined with it.</param>
[GenerateSerializer, Immutable, Alias("raid-suspect")]
public sealed record RaidSuspect([property: Id(0)] UserId User, [property: Id(1)] DateTimeOffset At, [property: Id(2)] bool Posted);
