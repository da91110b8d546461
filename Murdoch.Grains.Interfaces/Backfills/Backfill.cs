using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;
using Murdoch.Grains.Interfaces.Messages;

namespace Murdoch.Grains.Interfaces.Backfills;

/// <summary>How far a guild is with the history that it has missed.</summary>
/// <param name="From">Since when it saw nothing.</param>
/// <param name="To">When it came back.</param>
/// <param name="Next">What to fetch now; null when all is fetched.</param>
/// <param name="Unknown">Authors whose roles decide about a page: it has to come again with them, nothing of it was applied.</param>
/// <param name="ChannelsRefused">Channels whose history Discord would not show.</param>
/// <param name="ChannelsCut">Channels that had more, or older, messages than a backfill reads.</param>
[GenerateSerializer, Immutable, Alias("backfill-status")]
public sealed record BackfillStatus(
    [property: Id(0)] int Shard,
    [property: Id(1)] DateTimeOffset From,
    [property: Id(2)] DateTimeOffset To,
    [property: Id(3)] bool SessionLost,
    [property: Id(4)] BackfillRequest? Next,
    [property: Id(5)] UserId[] Unknown,
    [property: Id(6)] int ChannelsChecked,
    [property: Id(7)] int MessagesRecovered,
    [property: Id(8)] int ChannelsRefused,
    [property: Id(9)] int ChannelsCut);

/// <summary>A piece of a channel's history, read backwards.</summary>
/// <param name="Before">Older than this one.</param>
/// <param name="After">Newer than this one.</param>
[GenerateSerializer, Immutable, Alias("backfill-request")]
public sealed record BackfillRequest([property: Id(0)] ChannelId Channel, [property: Id(1)] MessageId Before, [property: Id(2)] MessageId After);

/// <summary>The answer to a <see cref="BackfillRequest"/>.</summary>
/// <param name="Before">That of the request: an answer to another one than the current is ignored.</param>
/// <param name="Messages">Oldest first.</param>
/// <param name="IsLast">The channel has nothing older that is wanted.</param>
/// <param name="Refused">Discord does not show this channel's history; there are no messages.</param>
[GenerateSerializer, Immutable, Alias("backfill-page")]
public sealed record BackfillPage(
    [property: Id(0)] ChannelId Channel,
    [property: Id(1)] MessageId Before,
    [property: Id(2)] MessagePosted[] Messages,
    [property: Id(3)] bool IsLast,
    [property: Id(4)] bool Refused = false);
