using Murdoch.Grains.Interfaces.Gateway;

namespace Murdoch.Grains.Interfaces.Members;

[GenerateSerializer, Immutable, Alias("member-joined")]
public sealed record MemberJoined([property: Id(0)] UserId User, [property: Id(1)] string? Name, [property: Id(2)] DateTimeOffset JoinedAt) : GuildEvent;

/// <summary>Gone, whether they left, were kicked or were banned: Discord does not tell them apart here.</summary>
[GenerateSerializer, Immutable, Alias("member-left")]
public sealed record MemberLeft([property: Id(0)] UserId User) : GuildEvent;

/// <param name="Name">Nickname, else global name, else user name: scanned like a message's text.</param>
[GenerateSerializer, Immutable, Alias("member-updated")]
public sealed record MemberUpdated([property: Id(0)] UserId User, [property: Id(1)] string? Name, [property: Id(2)] ulong[] Roles) : GuildEvent;
