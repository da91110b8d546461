using System.Globalization;
using Murdoch.Grains.Interfaces.Breakers;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Breakers;

/// <summary>That a rule or a moderator was stopped, and what was decided about it.</summary>
/// <param name="Since">When the first of what it did in that minute was done.</param>
[GenerateSerializer, Immutable, Alias("trip")]
internal sealed record Trip(
    [property: Id(0)] DateTimeOffset Since,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string Why,
    [property: Id(3)] BreakerStage Stage = BreakerStage.Open,
    [property: Id(4)] UserId? By = null,
    [property: Id(5)] DateTimeOffset? DecidedAt = null)
{
    /// <summary>How long what somebody has confirmed is not stopped again.</summary>
    public static readonly TimeSpan Trust = TimeSpan.FromHours(1);

    public bool IsStopped => Stage != BreakerStage.Confirmed;

    /// <summary>Names this state: buttons carry it.</summary>
    public long Number => (DecidedAt ?? At).ToUnixTimeMilliseconds();

    public bool IsTrusted(DateTimeOffset now) => Stage == BreakerStage.Confirmed && now - DecidedAt < Trust;

    /// <returns>Why that cannot be decided now, in a sentence; null when it can.</returns>
    public string? Obstacle(BreakerStage wanted, long? number)
    {
        var isSame = number is null || number == Number;
        if (isSame && (Stage == BreakerStage.Open || Stage == BreakerStage.RolledBack && wanted == BreakerStage.Confirmed)) return null;
        return By is { } by
            ? string.Create(CultureInfo.InvariantCulture, $"<@{by}> has decided that already, <t:{DecidedAt!.Value.ToUnixTimeSeconds()}:R>: it was {(Stage == BreakerStage.Confirmed ? "confirmed" : "rolled back")}.")
            : "This is about an earlier time. There is a newer message about it.";
    }

    public Trip Decide(BreakerStage stage, UserId by, DateTimeOffset at) => this with { Stage = stage, By = by, DecidedAt = at };
}
