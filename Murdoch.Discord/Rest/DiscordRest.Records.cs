using System.Globalization;
using Murdoch.Discord.AuditLogs;

namespace Murdoch.Discord.Rest;

/// <summary>What Discord keeps about a guild's past: bans and the audit log.</summary>
public sealed partial class DiscordRest
{
    /// <exception cref="DiscordApiException">Code 10026: the user is not banned.</exception>
    public Task<RestBan> GetBan(ulong guild, ulong user, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Get("GET /guilds/{guild}/bans/{user}", guild, $"guilds/{guild}/bans/{user}", turn, RestJson.Default.RestBan, cancellationToken);

    /// <param name="after">Only users with a larger id; 0 for all.</param>
    /// <param name="limit">1 to 1000.</param>
    /// <returns>By rising user id.</returns>
    public Task<RestBan[]> GetBans(ulong guild, ulong after, int limit, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Get("GET /guilds/{guild}/bans", guild, string.Create(CultureInfo.InvariantCulture, $"guilds/{guild}/bans?limit={limit}&after={after}"), turn, RestJson.Default.RestBanArray, cancellationToken);

    /// <param name="action">Null for all.</param>
    /// <param name="before">Only older entries; null for the newest.</param>
    /// <param name="limit">1 to 100.</param>
    /// <returns>The newest first. Discord keeps them for 45 days.</returns>
    public async Task<AuditLogEntry[]> GetAuditLog(ulong guild, AuditLogAction? action, ulong? before, int limit, RequestTurn turn, CancellationToken cancellationToken = default)
    {
        const string Route = "GET /guilds/{guild}/audit-logs";
        var path = string.Create(CultureInfo.InvariantCulture, $"guilds/{guild}/audit-logs?limit={limit}")
            + (action is { } wanted ? string.Create(CultureInfo.InvariantCulture, $"&action_type={(int)wanted}") : "")
            + (before is { } id ? string.Create(CultureInfo.InvariantCulture, $"&before={id}") : "");
        return Understand(Route, await _sender.Send(new(HttpMethod.Get, Route, guild, path, turn), cancellationToken).ConfigureAwait(false), AuditLogReader.ReadAll);
    }
}
