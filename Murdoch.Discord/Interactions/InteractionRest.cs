using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Murdoch.Discord.Components;
using Murdoch.Discord.Messages;
using Murdoch.Discord.Rest;

namespace Murdoch.Discord.Interactions;

/// <summary>
/// Answers to interactions. They have connections of their own, and neither wait for nor use up the bot's requests per second, so that a
/// moderator is answered also while thousands of deletions queue.
/// </summary>
/// <remarks>
/// Every method throws <see cref="DiscordApiException"/> when Discord says no: 10062 when the interaction is unknown or older than three
/// seconds, 40060 when it has been answered, 50027 when it is older than fifteen minutes. <see cref="DiscordUnavailableException"/> when no
/// attempt got an answer. https://docs.discord.com/developers/interactions/receiving-and-responding
/// </remarks>
public sealed class InteractionRest
{
    private const string CallbackRoute = "POST /interactions/{interaction}/{token}/callback";
    private const string GetRoute = "GET /webhooks/{application}/{token}/messages/{message}";
    private const string EditRoute = "PATCH /webhooks/{application}/{token}/messages/{message}";
    private const string DeleteRoute = "DELETE /webhooks/{application}/{token}/messages/{message}";
    private const string FollowupRoute = "POST /webhooks/{application}/{token}";
    private const string Original = "@original";
    private const int MaxChoices = 25;
    private readonly InteractionSender _sender;

    internal InteractionRest(InteractionSender sender) => _sender = sender;

    /// <summary>The first answer.</summary>
    public Task Reply(InteractionTicket ticket, OutgoingMessage message, CancellationToken cancellationToken = default) =>
        Call(ticket, new(CallbackType.Message, MessageLimits.Fit(message)), RestJson.Default.MessageCallback, cancellationToken);

    /// <summary>Buys fifteen minutes: Discord shows that the bot is at work until <see cref="EditOriginal"/>.</summary>
    /// <param name="ephemeral">Decides for the answer that follows too.</param>
    public Task Defer(InteractionTicket ticket, bool ephemeral, CancellationToken cancellationToken = default) =>
        Call(ticket, new(CallbackType.DeferredMessage, ephemeral ? new(MessageFlags.Ephemeral) : null), RestJson.Default.DeferringCallback, cancellationToken);

    /// <summary>The same for a component whose message is to be changed; nothing shows.</summary>
    public Task DeferUpdate(InteractionTicket ticket, CancellationToken cancellationToken = default) =>
        Call(ticket, new(CallbackType.DeferredUpdate, null), RestJson.Default.DeferringCallback, cancellationToken);

    /// <summary>Changes the message of the component that was used.</summary>
    public Task Update(InteractionTicket ticket, OutgoingMessage message, CancellationToken cancellationToken = default) =>
        Call(ticket, new(CallbackType.Update, MessageLimits.Fit(message)), RestJson.Default.MessageCallback, cancellationToken);

    /// <summary>What an option that is being typed could become; only the first 25 are shown.</summary>
    public Task Suggest(InteractionTicket ticket, OptionChoice[] choices, CancellationToken cancellationToken = default) =>
        Call(ticket, new(CallbackType.Choices, new(choices.Length > MaxChoices ? choices[..MaxChoices] : choices)), RestJson.Default.ChoicesCallback, cancellationToken);

    /// <summary>Opens a form. Not possible in answer to one.</summary>
    public Task ShowModal(InteractionTicket ticket, Modal modal, CancellationToken cancellationToken = default) =>
        Call(ticket, new(CallbackType.Modal, modal), RestJson.Default.ModalCallback, cancellationToken);

    /// <summary>The first answer as it is now; of an update the message of the component.</summary>
    public async Task<RestMessage> GetOriginal(InteractionTicket ticket, CancellationToken cancellationToken = default) =>
        Understand(GetRoute, await _sender.Send(new(HttpMethod.Get, GetRoute, Path(ticket, Original)), cancellationToken).ConfigureAwait(false));

    /// <summary>Changes the first answer, or fills the one that was deferred.</summary>
    public Task<RestMessage> EditOriginal(InteractionTicket ticket, OutgoingMessage message, CancellationToken cancellationToken = default) =>
        Edit(ticket, Original, message, cancellationToken);

    public Task DeleteOriginal(InteractionTicket ticket, CancellationToken cancellationToken = default) =>
        _sender.Send(new(HttpMethod.Delete, DeleteRoute, Path(ticket, Original)), cancellationToken);

    /// <summary>
    /// Another message after the first answer. It is tried once where nobody can know whether it arrived, because Discord would show it twice.
    /// </summary>
    public async Task<RestMessage> CreateFollowup(InteractionTicket ticket, OutgoingMessage message, CancellationToken cancellationToken = default)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(MessageLimits.Fit(message), RestJson.Default.OutgoingMessage);
        return Understand(FollowupRoute, await _sender.Send(new(HttpMethod.Post, FollowupRoute, $"{Path(ticket)}?wait=true", body, IsRepeatable: false), cancellationToken).ConfigureAwait(false));
    }

    public Task<RestMessage> EditFollowup(InteractionTicket ticket, ulong followup, OutgoingMessage message, CancellationToken cancellationToken = default) =>
        Edit(ticket, followup.ToString(CultureInfo.InvariantCulture), message, cancellationToken);

    public Task DeleteFollowup(InteractionTicket ticket, ulong followup, CancellationToken cancellationToken = default) =>
        _sender.Send(new(HttpMethod.Delete, DeleteRoute, Path(ticket, followup.ToString(CultureInfo.InvariantCulture))), cancellationToken);

    private Task<byte[]> Call<T>(InteractionTicket ticket, T callback, JsonTypeInfo<T> type, CancellationToken cancellationToken) => _sender.Send(
        new(HttpMethod.Post, CallbackRoute, $"interactions/{ticket.Id}/{Token(ticket)}/callback", JsonSerializer.SerializeToUtf8Bytes(callback, type), IsCallback: true), cancellationToken);

    private async Task<RestMessage> Edit(InteractionTicket ticket, string message, OutgoingMessage change, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(MessageLimits.Fit(change), RestJson.Default.OutgoingMessage);
        return Understand(EditRoute, await _sender.Send(new(HttpMethod.Patch, EditRoute, Path(ticket, message), body), cancellationToken).ConfigureAwait(false));
    }

    private static RestMessage Understand(string route, byte[] answer)
    {
        try { return JsonSerializer.Deserialize(answer, RestJson.Default.RestMessage) ?? throw new DiscordUnavailableException($"{route} was answered with nothing."); }
        catch (JsonException exception) { throw new DiscordUnavailableException($"{route} was answered with something else than expected.", exception); }
    }

    private static string Path(InteractionTicket ticket) => $"webhooks/{ticket.ApplicationId}/{Token(ticket)}";

    private static string Path(InteractionTicket ticket, string message) => $"{Path(ticket)}/messages/{message}";

    private static string Token(InteractionTicket ticket) => Uri.EscapeDataString(ticket.Token ?? "");
}
