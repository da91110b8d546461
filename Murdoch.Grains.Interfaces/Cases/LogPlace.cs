using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Members;

namespace Murdoch.Grains.Interfaces.Cases;

/// <summary>Where a guild's moderators are told what happened, as far as the guild knows.</summary>
/// <param name="Owner">Who is told what cannot wait while there is no such place.</param>
/// <param name="Channel">Null while none is configured.</param>
/// <param name="ModeratorRole">Whom to call when it is serious; null for nobody.</param>
/// <param name="EveryonePermissions">What @everyone may do where no channel says otherwise.</param>
[GenerateSerializer, Immutable, Alias("log-place")]
public sealed record LogPlace(
    [property: Id(0)] GuildId Guild,
    [property: Id(1)] string GuildName,
    [property: Id(2)] UserId Owner,
    [property: Id(3)] ChannelId? Channel,
    [property: Id(4)] RoleId? ModeratorRole,
    [property: Id(5)] ulong EveryonePermissions);
