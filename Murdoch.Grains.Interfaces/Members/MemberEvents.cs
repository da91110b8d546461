using Murdoch.Grains.Interfaces.Gateway;

namespace Murdoch.Grains.Interfaces.Members;

/// <param name="Name">Nickname, else global name, else user name: scanned like a message's text.</param>
/// <param name="Beneath">What shows when the nickname is taken away; null when there is none.</param>
/// <param name="ReceivedTicks">When the frame came in, UTC ticks.</param>
[GenerateSerializer, Immutable, Alias("member-joined")]
public sealed record MemberJoined(
    [property: Id(0)] UserId User,
    [property: Id(1)] string? Name,
    [property: Id(2)] DateTimeOffset JoinedAt,
    [property: Id(3)] string? Beneath = null,
    [property: Id(4)] bool IsBot = false,
    [property: Id(5)] ulong[]? Roles = null,
    [property: Id(6)] long ReceivedTicks = 0) : GuildEvent;

/// <summary>Gone, whether they left, were kicked or were banned: Discord does not tell them apart here.</summary>
[GenerateSerializer, Immutable, Alias("member-left")]
public sealed record MemberLeft([property: Id(0)] UserId User) : GuildEvent;

/// <param name="Name">Nickname, else global name, else user name: scanned like a message's text.</param>
/// <param name="Beneath">What shows when the nickname is taken away; null when there is none.</param>
/// <param name="ReceivedTicks">When the frame came in, UTC ticks.</param>
[GenerateSerializer, Immutable, Alias("member-updated")]
public sealed record MemberUpdated(
    [property: Id(0)] UserId User,
    [property: Id(1)] string? Name,
    [property: Id(2)] ulong[] Roles,
    [property: Id(3)] string? Beneath = null,
    [property: Id(4)] bool IsBot = false,
    [property: Id(5)] long ReceivedTicks = 0) : GuildEvent;
