using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Guilds;

/// <summary>A guild's configuration as stored.</summary>
[GenerateSerializer, Alias("guild-config-state")]
internal sealed class GuildConfigState
{
    [Id(0)] public GuildConfig Config { get; set; } = new();
}
