using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Guilds;

/// <summary>A guild's configuration as stored.</summary>
[GenerateSerializer, Alias("guild-config-state")]
internal sealed class GuildConfigState
{
    /// <summary>Shared by all guilds that never changed anything.</summary>
    private static readonly GuildConfig Unchanged = new();

    [Id(0)] public GuildConfig Config { get; set; } = Unchanged;
}
