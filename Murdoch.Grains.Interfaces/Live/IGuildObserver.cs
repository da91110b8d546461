using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Interfaces.Violations;

namespace Murdoch.Grains.Interfaces.Live;

/// <summary>Somebody who watches a guild live.</summary>
[Alias("guild-observer")]
public interface IGuildObserver : IGrainObserver
{
    [Alias("changed")] Task Changed(GuildUpdate update);
}

/// <summary>What changed in a guild since the last update: at most four of them a second, violations at once.</summary>
/// <param name="Channels">The names of the channels where the violations are, as far as they are known.</param>
[GenerateSerializer, Immutable, Alias("guild-update")]
public sealed record GuildUpdate([property: Id(0)] GuildOverview Overview, [property: Id(1)] Violation[] Violations, [property: Id(2)] ChannelName[]? Channels = null);
