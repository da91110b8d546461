using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Gateway;

/// <summary>Serialised GUILD_CREATE payloads, kept until their guild changes: a client that identifies gets a thousand of them at once.</summary>
internal sealed class GuildPayloads(DiscordWorld world)
{
    private readonly Dictionary<ulong, Entry> _entries = [];

    /// <summary>Discord sends all members only with GUILD_PRESENCES, else the bot alone (and people in voice).</summary>
    public byte[] Create(Guild guild, Intents intents)
    {
        if (!_entries.TryGetValue(guild.Id, out var entry) || entry.Version != guild.Version)
            _entries[guild.Id] = entry = new Entry(guild.Version);
        if (intents.HasFlag(Intents.GuildPresences))
            return entry.Full ??= JsonBytes.Write(w => GuildJson.WriteCreate(w, guild, guild.Members.Values));
        return entry.Lean ??= JsonBytes.Write(w => GuildJson.WriteCreate(w, guild, [guild.Members[world.Bot.Id]]));
    }

    public static byte[] Unavailable(Guild guild) => JsonBytes.Write(w => GuildJson.WriteUnavailable(w, guild.Id));

    private sealed class Entry(long version)
    {
        public long Version => version;
        public byte[]? Full { get; set; }
        public byte[]? Lean { get; set; }
    }
}
