using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Murdoch.Discord.Interactions;
using Murdoch.Discord.Rest.RateLimits;

namespace Murdoch.Discord.Rest;

/// <summary>The requests that Murdoch makes. Thread-safe; one per process.</summary>
/// <remarks>
/// Every method throws <see cref="DiscordApiException"/> when Discord says no, and <see cref="DiscordUnavailableException"/> when no attempt
/// got an answer. https://docs.discord.com/developers/reference
/// </remarks>
public sealed partial class DiscordRest : IDisposable
{
    private const string ModifyMemberRoute = "PATCH /guilds/{guild}/members/{member}";
    private readonly RequestSender _sender;
    private readonly InteractionSender _interactions;

    public DiscordRest(DiscordRestOptions options, RequestBudget budget, TimeProvider time, ILogger<DiscordRest> logger)
    {
        _sender = new(options, budget, time, logger);
        _interactions = new(options, _sender.Guard, time);
        Interactions = new(_interactions);
    }

    /// <summary>Answers to interactions, which wait for nothing else.</summary>
    public InteractionRest Interactions { get; }

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

    public void Dispose()
    {
        _interactions.Dispose();
        _sender.Dispose();
    }

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
