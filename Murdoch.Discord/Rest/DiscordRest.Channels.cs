using Murdoch.Discord.Model;

namespace Murdoch.Discord.Rest;

/// <summary>Channels, their permissions, and threads. https://docs.discord.com/developers/resources/channel</summary>
public sealed partial class DiscordRest
{
    private const int PrivateThread = 12;
    private const string ModifyChannelRoute = "PATCH /channels/{channel}";

    /// <param name="name">1 to 100 characters. Discord lets a channel or thread be renamed twice in ten minutes.</param>
    public Task ModifyChannelName(ulong channel, string name, string? reason, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Order(HttpMethod.Patch, ModifyChannelRoute, channel, $"channels/{channel}", turn, Body(new ChannelName(name), RestJson.Default.ChannelName), reason, cancellationToken);

    /// <summary>Deletes a channel or a thread, with everything in it.</summary>
    /// <exception cref="DiscordApiException">Code 10003: it is gone already.</exception>
    public Task DeleteChannel(ulong channel, string? reason, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Order(HttpMethod.Delete, "DELETE /channels/{channel}", channel, $"channels/{channel}", turn, null, reason, cancellationToken);

    public Task<RestChannel> GetChannel(ulong channel, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Get("GET /channels/{channel}", channel, $"channels/{channel}", turn, RestJson.Default.RestChannel, cancellationToken);

    /// <param name="seconds">0 to 21600: how long a member waits between two messages; 0 ends it.</param>
    public Task ModifySlowMode(ulong channel, int seconds, string? reason, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Order(HttpMethod.Patch, ModifyChannelRoute, channel, $"channels/{channel}", turn, Body(new ChannelSlowMode(seconds), RestJson.Default.ChannelSlowMode), reason, cancellationToken);

    /// <summary>Replaces all overwrites of a channel.</summary>
    public Task ModifyPermissionOverwrites(ulong channel, IReadOnlyList<OverwriteModel> overwrites, string? reason, RequestTurn turn, CancellationToken cancellationToken = default)
    {
        var body = new ChannelOverwrites([.. overwrites.Select(overwrite => new RestOverwrite(overwrite.Id, overwrite.IsMember ? 1 : 0, overwrite.Allow, overwrite.Deny))]);
        return Order(HttpMethod.Patch, ModifyChannelRoute, channel, $"channels/{channel}", turn, Body(body, RestJson.Default.ChannelOverwrites), reason, cancellationToken);
    }

    /// <summary>Sets one overwrite. The bot can only set what it may do itself.</summary>
    public Task EditPermissionOverwrite(ulong channel, OverwriteModel overwrite, string? reason, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Order(HttpMethod.Put, "PUT /channels/{channel}/permissions/{overwrite}", channel, $"channels/{channel}/permissions/{overwrite.Id}", turn,
            Body(new NewOverwrite(overwrite.IsMember ? 1 : 0, overwrite.Allow, overwrite.Deny), RestJson.Default.NewOverwrite), reason, cancellationToken);

    /// <param name="overwrite">The role or member.</param>
    public Task DeletePermissionOverwrite(ulong channel, ulong overwrite, string? reason, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Order(HttpMethod.Delete, "DELETE /channels/{channel}/permissions/{overwrite}", channel, $"channels/{channel}/permissions/{overwrite}", turn, null, reason, cancellationToken);

    /// <param name="name">1 to 100 characters.</param>
    /// <exception cref="DiscordApiException">Code 160004: the message has one already, whose id is the message's.</exception>
    public Task<RestChannel> CreateThread(ulong channel, ulong message, string name, ThreadArchiveAfter archiveAfter, string? reason, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Exchange(HttpMethod.Post, "POST /channels/{channel}/messages/{message}/threads", channel, $"channels/{channel}/messages/{message}/threads", turn,
            Body(new NewThread(name, (int)archiveAfter), RestJson.Default.NewThread), reason, RestJson.Default.RestChannel, cancellationToken);

    /// <summary>A thread that nobody sees but those who are added, and who may manage threads. Members cannot add others.</summary>
    /// <param name="name">1 to 100 characters.</param>
    public Task<RestChannel> CreatePrivateThread(ulong channel, string name, ThreadArchiveAfter archiveAfter, string? reason, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Exchange(HttpMethod.Post, "POST /channels/{channel}/threads", channel, $"channels/{channel}/threads", turn,
            Body(new NewThread(name, (int)archiveAfter, PrivateThread, Invitable: false), RestJson.Default.NewThread), reason, RestJson.Default.RestChannel, cancellationToken);

    /// <summary>The threads of a guild that are not archived, private ones among them where the bot sees them.</summary>
    public async Task<RestChannel[]> GetActiveThreads(ulong guild, RequestTurn turn, CancellationToken cancellationToken = default) =>
        (await Get("GET /guilds/{guild}/threads/active", guild, $"guilds/{guild}/threads/active", turn, RestJson.Default.RestThreads, cancellationToken).ConfigureAwait(false)).Threads;

    public Task AddThreadMember(ulong thread, ulong user, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Order(HttpMethod.Put, "PUT /channels/{channel}/thread-members/{user}", thread, $"channels/{thread}/thread-members/{user}", turn, null, null, cancellationToken);

    public Task RemoveThreadMember(ulong thread, ulong user, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Order(HttpMethod.Delete, "DELETE /channels/{channel}/thread-members/{user}", thread, $"channels/{thread}/thread-members/{user}", turn, null, null, cancellationToken);

    /// <param name="locked">Only who may manage threads opens it again.</param>
    public Task ModifyThread(ulong thread, bool archived, bool locked, string? reason, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Order(HttpMethod.Patch, ModifyChannelRoute, thread, $"channels/{thread}", turn, Body(new ThreadState(archived, locked), RestJson.Default.ThreadState), reason, cancellationToken);
}

/// <summary>Minutes without a message after which a thread leaves the list.</summary>
public enum ThreadArchiveAfter
{
    OneHour = 60,
    OneDay = 1_440,
    ThreeDays = 4_320,
    OneWeek = 10_080,
}
