using System.Globalization;
using Murdoch.Discord.Gateway;
using Murdoch.Discord.Messages;
using Murdoch.Discord.Model;

namespace Murdoch.Discord.Rest;

/// <summary>Messages. https://docs.discord.com/developers/resources/message</summary>
public sealed partial class DiscordRest
{
    private const int NonceLimit = 25;
    private const string CreateMessageRoute = "POST /channels/{channel}/messages";
    private const string DeleteMessageRoute = "DELETE /channels/{channel}/messages/{message}";
    private const string BulkDeleteRoute = "POST /channels/{channel}/messages/bulk-delete";

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
    public Task<RestMessage> CreateMessage(ulong channel, string content, string once, RequestTurn turn, ulong? mentions, CancellationToken cancellationToken = default) =>
        CreateMessage(channel, new OutgoingMessage { Content = content, AllowedMentions = mentions is { } role ? AllowedMentions.OfRole(role) : AllowedMentions.None }, once, turn, cancellationToken);

    /// <summary>The same with embeds, buttons and menus.</summary>
    /// <inheritdoc cref="CreateMessage(ulong, string, string, RequestTurn, ulong?, CancellationToken)"/>
    public Task<RestMessage> CreateMessage(ulong channel, OutgoingMessage message, string once, RequestTurn turn, CancellationToken cancellationToken = default)
    {
        var body = MessageLimits.Fit(message) with { Nonce = once.Length <= NonceLimit ? once : once[..NonceLimit], EnforceNonce = true };
        return Exchange(HttpMethod.Post, CreateMessageRoute, channel, $"channels/{channel}/messages", turn, Body(body, RestJson.Default.OutgoingMessage), null, RestJson.Default.RestMessage, cancellationToken);
    }

    /// <summary>Changes a message of the bot's own.</summary>
    public Task<RestMessage> EditMessage(ulong channel, ulong message, OutgoingMessage change, RequestTurn turn, CancellationToken cancellationToken = default) =>
        Exchange(HttpMethod.Patch, "PATCH /channels/{channel}/messages/{message}", channel, $"channels/{channel}/messages/{message}", turn, Body(MessageLimits.Fit(change), RestJson.Default.OutgoingMessage), null, RestJson.Default.RestMessage, cancellationToken);

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
}
