using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Interfaces.Notifications;

/// <summary>Where those who run a guild are reached.</summary>
/// <param name="Owner">Default before the guild was first seen.</param>
/// <param name="LogChannel">Null: the owner is told, by direct message.</param>
/// <param name="ModeratorRole">Whom to call in the log channel; null for nobody.</param>
[GenerateSerializer, Immutable, Alias("staff-address")]
public sealed record StaffAddress(
    [property: Id(0)] string GuildName,
    [property: Id(1)] UserId Owner,
    [property: Id(2)] ChannelId? LogChannel,
    [property: Id(3)] RoleId? ModeratorRole);
