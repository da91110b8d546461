using Murdoch.Grains.Interfaces.Actions;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Actions;

/// <summary>Something to do in Discord that the guild has decided and that is not done yet.</summary>
/// <param name="Sanction">True: a step on the member's ladder; false: the deletion of the message, or the <paramref name="Remedy"/> for a name.</param>
/// <param name="ReceivedTicks">When the message came in, UTC ticks.</param>
/// <param name="GuildName">For the notice to the member.</param>
/// <param name="Remedy">What is done about a name; for a message it is its deletion, whatever this says.</param>
/// <param name="At">When a name was taken; default for a message, whose id tells it.</param>
/// <param name="NewName">What the bearer is called instead; null takes a nickname away.</param>
[GenerateSerializer, Immutable, Alias("action-intent")]
internal sealed record ActionIntent(
    [property: Id(0)] ViolationId Violation,
    [property: Id(1)] bool Sanction,
    [property: Id(2)] GuildId Guild,
    [property: Id(3)] ChannelId Channel,
    [property: Id(4)] MessageId Message,
    [property: Id(5)] UserId Member,
    [property: Id(6)] string Reason,
    [property: Id(7)] LadderConfig Ladder,
    [property: Id(8)] long ReceivedTicks,
    [property: Id(9)] string GuildName,
    [property: Id(10)] ViolationSubject Subject = ViolationSubject.Message,
    [property: Id(11)] ActionKind Remedy = ActionKind.Delete,
    [property: Id(12)] DateTimeOffset At = default,
    [property: Id(13)] string? NewName = null)
{
    /// <summary>When the offence was committed.</summary>
    public DateTimeOffset OccurredAt => At == default ? Message.At : At;
}
