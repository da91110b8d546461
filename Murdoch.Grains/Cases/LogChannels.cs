using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Murdoch.Discord.Rest;
using Murdoch.Grains.Actions;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Interfaces.Cases;

namespace Murdoch.Grains.Cases;

/// <summary>Whether what concerns moderators may be written into a guild's log channel: never where everybody reads it.</summary>
/// <remarks>Asks Discord, because the guild keeps no overwrites of channels, and again after a minute.</remarks>
internal sealed class LogChannels(DiscordRest rest, [FromKeyedServices(TimeProviderNames.Grains)] TimeProvider time)
{
    private const int PublicThread = 11, PrivateThread = 12, AnnouncementThread = 10;
    private const int MostKept = 10_000;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<ulong, (DateTimeOffset Until, RestChannel Channel)> _known = [];

    /// <returns>Why nothing may be written there, in a sentence for the owner; null when it may. A place without a channel has no problem.</returns>
    /// <exception cref="DiscordUnavailableException">Worth another attempt.</exception>
    public async Task<string?> ProblemOf(LogPlace place, CancellationToken cancellationToken)
    {
        if (place.Channel is not { } id) return null;
        try
        {
            var channel = await Get(id.Value, place, cancellationToken);
            if (channel.GuildId != place.Guild.Value) return "It belongs to another guild.";
            if (channel is { Type: PublicThread or AnnouncementThread, ParentId: { } parent }) channel = await Get(parent, place, cancellationToken);
            return channel.Type != PrivateThread && IsPublic(channel, place) ? "Everybody can read it." : null;
        }
        catch (DiscordApiException exception) when (ProblemIn(exception) is { } problem) { return problem; }
    }

    /// <summary>What Discord answered may have changed since: asked anew.</summary>
    public void Forget(LogPlace place)
    {
        if (place.Channel is { } id) _known.TryRemove(id.Value, out _);
    }

    /// <returns>Null when it is no matter of the channel.</returns>
    public static string? ProblemIn(DiscordApiException exception) => exception.Code switch
    {
        DiscordVerdict.UnknownChannel => "It does not exist any more.",
        DiscordVerdict.MissingAccess => "I cannot see it.",
        DiscordVerdict.MissingPermissions => "I may not write there.",
        DiscordVerdict.NoTextChannel => "Nobody can write there.",
        _ => exception.Status == System.Net.HttpStatusCode.Forbidden ? $"Discord refused: {exception.Reason} (code {exception.Code})." : null,
    };

    private static bool IsPublic(RestChannel channel, LogPlace place)
    {
        if ((place.EveryonePermissions & Permissions.Administrator) != 0) return true;
        var own = channel.PermissionOverwrites?.FirstOrDefault(overwrite => overwrite.Id == place.Guild.Value);
        return (((place.EveryonePermissions & ~(own?.Deny ?? 0)) | (own?.Allow ?? 0)) & Permissions.ViewChannel) != 0;
    }

    private async Task<RestChannel> Get(ulong id, LogPlace place, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(id, out var known) && known.Until > now) return known.Channel;
        var channel = await rest.GetChannel(id, RequestPriority.Log.For(place.Guild.Value), cancellationToken);
        if (_known.Count >= MostKept) _known.Clear();
        _known[id] = (now + Kept, channel);
        return channel;
    }
}
