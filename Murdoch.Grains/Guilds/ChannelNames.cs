using Murdoch.Grains.Interfaces.Guilds;

namespace Murdoch.Grains.Guilds;

/// <summary>How a guild's channels are called.</summary>
internal static class ChannelNames
{
    /// <returns>Those that the guild knows; a deleted channel has no name any more.</returns>
    public static ChannelName[] Of(GuildLayout? layout, IEnumerable<ChannelId> channels)
    {
        if (layout is null) return [];
        var names = new List<ChannelName>();
        foreach (var id in channels.Distinct())
        {
            if (Find(layout, id) is { } channel) names.Add(new(id, channel.Name, IsThread(channel) ? Find(layout, channel.Parent)?.Name : null));
        }
        return [.. names];
    }

    private static GuildChannel? Find(GuildLayout layout, ChannelId id) => Array.Find(layout.Channels, channel => channel.Id == id);

    /// <summary>https://docs.discord.com/developers/resources/channel#channel-object-channel-types</summary>
    private static bool IsThread(GuildChannel channel) => channel.Type is 10 or 11 or 12;
}
