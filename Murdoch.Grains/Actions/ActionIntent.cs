using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Actions;

/// <summary>Something to do in Discord that the guild has decided and that is not done yet.</summary>
/// <param name="Sanction">True: a step on the member's ladder; false: the deletion of the message.</param>
/// <param name="ReceivedTicks">When the message came in, UTC ticks.</param>
/// <param name="GuildName">For the notice to the member.</param>
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
    [property: Id(9)] string GuildName);
