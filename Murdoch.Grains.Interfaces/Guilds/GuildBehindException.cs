namespace Murdoch.Grains.Interfaces.Guilds;

/// <summary>
/// The guild's silo was lost with what the guild had confirmed since its last snapshot. The shard has to begin again at its last checkpoint: Discord sends
/// those events once more.
/// </summary>
[GenerateSerializer, Alias("guild-behind-exception")]
public sealed class GuildBehindException(GuildId guild) : Exception($"Guild {guild} has lost what it confirmed since its last snapshot.");
