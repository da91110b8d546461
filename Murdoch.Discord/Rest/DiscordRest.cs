using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Murdoch.Discord.Gateway;
using Murdoch.Discord.Model;
using Murdoch.Discord.Rest.RateLimits;

namespace Murdoch.Discord.Rest;

/// <summary>The requests that Murdoch makes. Thread-safe; one per process.</summary>
/// <remarks>
/// Every method throws <see cref="DiscordApiException"/> when Discord says no, and <see cref="DiscordUnavailableException"/> when no attempt
/// got an answer. https://docs.discord.com/developers/reference
/// </remarks>
public sealed class DiscordRest : IDisposable
{
    private const int ContentLimit = 2_000;
    private const int NonceLimit = 25;
    private const string DeleteMessageRoute = "DELETE /channels/{channel}/messages/{message}";
    private const string ModifyMemberRoute = "PATCH /guilds/{guild}/members/{member}";
    private const string BulkDeleteRoute = "POST /channels/{channel}/messages/bulk-delete";
    private readonly RequestSender _sender;

    public DiscordRest(DiscordRestOptions options, RequestBudget budget, TimeProvider time, ILogger<DiscordRest> logger) =>
        _sender = new(options, budget, time, logger);

    /// <summary>True after a 401: nothing is sent any more until the process starts with another token.</summary>
    public bool IsTokenRefused => _sender.IsTokenRefused;

    /// <summary>The time by Discord's clock, as its last answer told; this machine's before the first one.</summary>
    public DateTimeOffset Now => _sender.Clock.Now;

    /// <summary>One small request, so that <see cref="Now"/> is right before anything is decided by it.</summary>
    public Task LearnTime(CancellationToken cancellationToken = default) => GetCurrentUser(cancellationToken);

    /// <summary>Counts refused requests; to be told what the bot's other processes have counted.</summary>
    public InvalidRequestGuard InvalidRequests => _sender.Guard;

    public Task<GatewayBot> GetGatewayBot(CancellationToken cancellationToken = default) =>
        Get("GET /gateway/bot", 0, "gateway/bot", RequestPriority.RaidBan, RestJson.Default.GatewayBot, cancellationToken);

    public Task<RestUser> GetCurrentUser(CancellationToken cancellationToken = default) =>
        Get("GET /users/@me", 0, "users/@me", RequestPriority.Notice, RestJson.Default.RestUser, cancellationToken);

    public Task<RestUser> GetUser(ulong user, CancellationToken cancellationToken = default) =>
        Get("GET /users/{user}", 0, $"users/{user}", RequestPriority.Log, RestJson.Default.RestUser, cancellationToken);

    /// <param name="before">Only messages older than this one.</param>
    /// <param name="limit">1 to 100.</param>
    /// <returns>The newest first, in the form of the gateway. History names no guild and no roles of an author.</returns>
    public async Task<MessageDispatch[]> GetMessages(ulong channel, ulong before, int limit, RequestTurn turn, CancellationToken cancellationToken = default)
    {
        const string Route = "GET /channels/{channel}/messages";
        var path = string.Create(CultureInfo.InvariantCulture, $"channels/{channel}/messages?limit={limit}&before={before}");
        return Understand(Route, await _sender.Send(new(HttpMethod.Get, Route, channel, path, turn), cancellationToken).ConfigureAwait(false), MessageReader.ReadAll);
    }

    /// <inheritdoc cref="CreateMessage(ulong, string, string, RequestTurn, ulong?, CancellationToken)"/>
    public Task<RestMessage> CreateMessage(ulong channel, string content, string once, RequestTurn turn, CancellationToken cancellationToken = default) =>
        CreateMessage(channel, content, once, turn, mentions: null, cancellationToken);

    /// <summary>Sends text that pings nobody but whom it names. A retry never sends it twice.</summary>
    /// <param name="content">Cut to Discord's 2,000 characters.</param>
    /// <param name="once">
    /// Names what the message is about: the same again within a few minutes, also after a crash, finds the first message instead of sending another.
    /// https://docs.discord.com/developers/resources/message#create-message
    /// </param>
    /// <param name="mentions">The only role that it may ping; null for none.</param>
    public Task<RestMessage> CreateMessage(ulong channel, string content, string once, RequestTurn turn, ulong? mentions, CancellationToken cancellationToken = default)
    {
        var text = content.Length <= ContentLimit ? content : content[..ContentLimit];
        var body = new NewMessage(text, once.Length <= NonceLimit ? once : once[..NonceLimit], EnforceNonce: true, mentions is { } role ? new AllowedMentions([], [role]) : AllowedMentions.None);
        return Exchange(HttpMethod.Post, "POST /channels/{channel}/messages", channel, $"channels/{channel}/messages", turn, Body(body, RestJson.Default.NewMessage), null, RestJson.Default.RestMessage, cancellationToken);
    }

    /// <exception cref="DiscordApiException">Code 10008: it is gone already.</exception>
    public Task DeleteMessage(ulong channel, ulong message, string? reason, RequestTurn turn, CancellationToken cancellationToken = default) =>
        _sender.Send(new(HttpMethod.Delete, DeleteMessageRoute, channel, $"channels/{channel}/messages/{message}", turn, null, reason), cancellationToken);

    /// <summary>How long a deletion in this channel would wait for its bucket now; zero when it would go out at once.</summary>
    public TimeSpan DeletionWait(ulong channel) => _sender.Buckets.Of(DeleteMessageRoute, channel).Wait;

    /// <summary>The same for a bulk deletion.</summary>
    public TimeSpan BulkDeletionWait(ulong channel) => _sender.Buckets.Of(BulkDeleteRoute, channel).Wait;

    /// <param name="messages">2 to 100, all younger than two weeks. Unknown ones do no harm.</param>
    public Task BulkDeleteMessages(ulong channel, ulong[] messages, string? reason, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Order(HttpMethod.Post, BulkDeleteRoute, channel, $"channels/{channel}/messages/bulk-delete", turn, Body(new BulkDeletion(messages), RestJson.Default.BulkDeletion), reason, cancellationToken);

    /// <summary>Opens the direct channel to a user, or finds the one that is open.</summary>
    public Task<RestChannel> CreateDm(ulong user, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Exchange(HttpMethod.Post, "POST /users/@me/channels", 0, "users/@me/channels", turn, Body(new NewDirectMessage(user), RestJson.Default.NewDirectMessage), null, RestJson.Default.RestChannel, cancellationToken);

    /// <param name="until">At most 28 days ahead; null ends a timeout.</param>
    public Task ModifyMemberTimeout(ulong guild, ulong member, DateTimeOffset? until, string? reason, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Order(HttpMethod.Patch, ModifyMemberRoute, guild, $"guilds/{guild}/members/{member}", turn, Body(new MemberTimeout(until), RestJson.Default.MemberTimeout), reason, cancellationToken);

    /// <summary>A member's roles, and who is behind them.</summary>
    public Task<RestMember> GetMember(ulong guild, ulong user, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Get("GET /guilds/{guild}/members/{member}", guild, $"guilds/{guild}/members/{user}", turn, RestJson.Default.RestMember, cancellationToken);

    /// <param name="nick">1 to 32 characters; null takes the nickname away.</param>
    public Task ModifyMemberNick(ulong guild, ulong member, string? nick, string? reason, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Order(HttpMethod.Patch, ModifyMemberRoute, guild, $"guilds/{guild}/members/{member}", turn, Body(new MemberNick(nick), RestJson.Default.MemberNick), reason, cancellationToken);

    /// <param name="name">1 to 100 characters. Discord lets a channel or thread be renamed twice in ten minutes.</param>
    public Task ModifyChannelName(ulong channel, string name, string? reason, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Order(HttpMethod.Patch, "PATCH /channels/{channel}", channel, $"channels/{channel}", turn, Body(new ChannelName(name), RestJson.Default.ChannelName), reason, cancellationToken);

    /// <summary>Deletes a channel or a thread, with everything in it.</summary>
    /// <exception cref="DiscordApiException">Code 10003: it is gone already.</exception>
    public Task DeleteChannel(ulong channel, string? reason, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Order(HttpMethod.Delete, "DELETE /channels/{channel}", channel, $"channels/{channel}", turn, null, reason, cancellationToken);

    /// <summary>Kicks.</summary>
    public Task RemoveMember(ulong guild, ulong member, string? reason, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Order(HttpMethod.Delete, "DELETE /guilds/{guild}/members/{member}", guild, $"guilds/{guild}/members/{member}", turn, null, reason, cancellationToken);

    /// <param name="deleteMessageSeconds">0 to 604800: how much of what the user wrote goes too.</param>
    public Task CreateBan(ulong guild, ulong user, int deleteMessageSeconds, string? reason, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Order(HttpMethod.Put, "PUT /guilds/{guild}/bans/{user}", guild, $"guilds/{guild}/bans/{user}", turn, Body(new NewBan(deleteMessageSeconds), RestJson.Default.NewBan), reason, cancellationToken);

    /// <param name="users">1 to 200.</param>
    /// <exception cref="DiscordApiException">Code 500000: none of them could be banned.</exception>
    public Task<BulkBanOutcome> BulkBan(ulong guild, ulong[] users, int deleteMessageSeconds, string? reason, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Exchange(HttpMethod.Post, "POST /guilds/{guild}/bulk-ban", guild, $"guilds/{guild}/bulk-ban", turn, Body(new NewBulkBan(users, deleteMessageSeconds), RestJson.Default.NewBulkBan), reason, RestJson.Default.BulkBanOutcome, cancellationToken);

    public async Task<bool> IsBanned(ulong guild, ulong user, RequestTurn turn, CancellationToken cancellationToken = default)
    {
        try { await _sender.Send(new(HttpMethod.Get, "GET /guilds/{guild}/bans/{user}", guild, $"guilds/{guild}/bans/{user}", turn), cancellationToken).ConfigureAwait(false); }
        catch (DiscordApiException exception) when (exception.Status == HttpStatusCode.NotFound) { return false; }
        return true;
    }

    public Task<RestGuild> GetGuild(ulong guild, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Get("GET /guilds/{guild}", guild, $"guilds/{guild}", turn, RestJson.Default.RestGuild, cancellationToken);

    /// <param name="level">0 to 4.</param>
    public Task ModifyVerificationLevel(ulong guild, int level, string? reason, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Order(HttpMethod.Patch, "PATCH /guilds/{guild}", guild, $"guilds/{guild}", turn, Body(new GuildVerification(level), RestJson.Default.GuildVerification), reason, cancellationToken);

    /// <param name="invitesDisabledUntil">At most 24 hours ahead; null opens them.</param>
    public Task ModifyIncidentActions(ulong guild, DateTimeOffset? invitesDisabledUntil, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Order(HttpMethod.Put, "PUT /guilds/{guild}/incident-actions", guild, $"guilds/{guild}/incident-actions", turn, Body(new IncidentActions(invitesDisabledUntil), RestJson.Default.IncidentActions), null, cancellationToken);

    public Task RemoveBan(ulong guild, ulong user, string? reason, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Order(HttpMethod.Delete, "DELETE /guilds/{guild}/bans/{user}", guild, $"guilds/{guild}/bans/{user}", turn, null, reason, cancellationToken);

    public void Dispose() => _sender.Dispose();

    private Task<T> Get<T>(string route, ulong top, string path, RequestTurn turn, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        Exchange(HttpMethod.Get, route, top, path, turn, null, null, type, cancellationToken);

    private async Task<T> Exchange<T>(
        HttpMethod method, string route, ulong top, string path, RequestTurn turn, byte[]? body, string? reason, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var answer = await _sender.Send(new(method, route, top, path, turn, body, reason), cancellationToken).ConfigureAwait(false);
        return Understand(route, answer, read => JsonSerializer.Deserialize(read, type));
    }

    private static T Understand<T>(string route, byte[] answer, Func<byte[], T?> read)
    {
        try { return read(answer) ?? throw new DiscordUnavailableException($"{route} was answered with nothing."); }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) { throw new DiscordUnavailableException($"{route} was answered with something else than expected.", exception); }
    }

    private Task<byte[]> Order(HttpMethod method, string route, ulong top, string path, RequestTurn turn, byte[]? body, string? reason, CancellationToken cancellationToken) =>
        _sender.Send(new(method, route, top, path, turn, body, reason), cancellationToken);

    private static byte[] Body<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);
}
