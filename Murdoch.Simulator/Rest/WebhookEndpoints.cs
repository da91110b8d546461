using System.Globalization;
using System.Text.Json;
using Murdoch.Simulator.Interactions;
using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Rest;

/// <summary>Webhooks, and the same routes with an interaction's token: followups. https://docs.discord.com/developers/resources/webhook</summary>
internal static class WebhookEndpoints
{
    private const int WebhooksPerChannel = 15;

    public static void Add(RouteTable routes)
    {
        routes.Add("POST", "/channels/{channel}/webhooks", Create);
        routes.Add("GET", "/channels/{channel}/webhooks", call =>
        {
            var channel = call.Channel();
            call.Require(channel, Permissions.ManageWebhooks);
            return RestAnswer.List(call.World.Webhooks.Values.Where(h => h.Channel == channel), Write);
        });
        routes.Add("GET", "/guilds/{guild}/webhooks", call =>
        {
            var guild = call.Guild();
            call.Require(guild, Permissions.ManageWebhooks);
            return RestAnswer.List(call.World.Webhooks.Values.Where(h => h.Channel.GuildId == guild.Id), Write);
        });
        routes.Add("POST", "/webhooks/{webhook}/{token}", Execute, RestCaller.Anyone, inGlobalLimit: false);
        routes.Add("GET", "/webhooks/{webhook}/{token}/messages/{message}", call => MessageEndpoints.Answer(call, Find(call)), RestCaller.Anyone, inGlobalLimit: false);
        routes.Add("PATCH", "/webhooks/{webhook}/{token}/messages/{message}", Edit, RestCaller.Anyone, inGlobalLimit: false);
        routes.Add("DELETE", "/webhooks/{webhook}/{token}/messages/{message}", Delete, RestCaller.Anyone, inGlobalLimit: false);
    }

    private static RestAnswer Create(RestCall call)
    {
        var channel = call.Channel();
        var guild = call.GuildOf(channel) ?? throw new RestError(403, 50003, "Cannot execute action on a DM channel");
        call.Require(channel, Permissions.ManageWebhooks);
        var body = new BodyReader(call.Body);
        var name = body.Text("name", 1, 80, required: true);
        if (name is not null && (name.Contains("clyde", StringComparison.OrdinalIgnoreCase) || name.Contains("discord", StringComparison.OrdinalIgnoreCase)))
            body.Errors.Add("name", "USERNAME_INVALID_CONTAINS", "Username cannot contain this word");
        body.Errors.ThrowIfAny();
        if (call.World.Webhooks.Values.Count(h => h.Channel == channel) >= WebhooksPerChannel)
            throw new RestError(400, 30007, "Maximum number of webhooks reached (15)");
        var webhook = new Webhook(call.World.Ids.Next(), Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N"), name!, channel, call.Bot);
        call.World.Webhooks.Add(webhook.Id, webhook);
        call.World.Audit(guild, AuditAction.WebhookCreate, call.Bot.Id, webhook.Id, call.Reason);
        return RestAnswer.Json(w => Write(w, webhook));
    }

    private static RestAnswer Execute(RestCall call)
    {
        if (Interaction(call) is { } interaction) return Followup(call, interaction);
        var webhook = Webhook(call);
        var channel = call.QueryId("thread_id") is { } thread ? call.World.FindChannel(thread) ?? throw RestError.Unknown(10003, "Channel") : webhook.Channel;
        var form = MessageForm.Read(call, Permissions.None, channel);
        if (form.IsEmpty) throw new RestError(400, 50006, "Cannot send an empty message");
        var name = new BodyReader(call.Body).Text("username", 1, 80) ?? webhook.Name;
        var author = new User { Id = webhook.Id, Username = name, Bot = true };
        var message = call.World.AddMessage(form.ToMessage(call, channel, author, webhook: webhook.Id), mayMentionEveryone: false);
        return call.QueryFlag("wait") ? MessageEndpoints.Answer(call, message) : RestAnswer.NoContent;
    }

    private static RestAnswer Followup(RestCall call, Interaction interaction)
    {
        if (interaction.CallbackType is null) throw RestError.Unknown(10015, "Webhook");
        var form = MessageForm.Read(call, call.Body, Permissions.MentionEveryone, interaction.Channel, ephemeralAllowed: true);
        if (form.IsEmpty) throw new RestError(400, 50006, "Cannot send an empty message");
        // The first message after a deferral fills the placeholder.
        if (interaction is { CallbackType: 5, Original: { DeletedAt: null } placeholder } && (placeholder.Flags & InteractionDesk.Loading) != 0)
        {
            Fill(call, interaction, placeholder, form);
            return MessageEndpoints.Answer(call, placeholder);
        }
        var message = form.ToMessage(call, interaction.Channel, call.Bot, webhook: call.Bot.Id);
        call.Server.Interactions.AddFollowup(interaction, message, form.IsEphemeral);
        return MessageEndpoints.Answer(call, message);
    }

    private static RestAnswer Edit(RestCall call)
    {
        var message = Find(call);
        var interaction = Interaction(call);
        var form = MessageForm.Read(call, call.Body, Permissions.None, message.Channel, ephemeralAllowed: true);
        if (interaction is not null) Fill(call, interaction, message, form);
        else
        {
            form.ApplyTo(message, call.Now);
            call.World.EmitMessage("MESSAGE_UPDATE", message);
        }
        return MessageEndpoints.Answer(call, message);
    }

    private static void Fill(RestCall call, Interaction interaction, Message message, MessageForm form)
    {
        var wasLoading = (message.Flags & InteractionDesk.Loading) != 0;
        form.ApplyTo(message, call.Now);
        message.Flags &= ~InteractionDesk.Loading;
        if (wasLoading) message.EditedAt = null;
        call.Server.Interactions.Edited(interaction, message);
    }

    private static RestAnswer Delete(RestCall call)
    {
        var message = Find(call);
        if (Interaction(call) is { } interaction) call.Server.Interactions.Deleted(interaction, message);
        else call.World.Delete(message.Id, call.Bot.Id);
        return RestAnswer.NoContent;
    }

    private static Interaction? Interaction(RestCall call) =>
        call.Id("webhook") == call.Bot.Id ? call.Server.Interactions.FindLiving(call.Text("token")) ?? throw new RestError(401, 50027, "Invalid Webhook Token") : null;

    private static Webhook Webhook(RestCall call)
    {
        var webhook = call.World.Webhooks.GetValueOrDefault(call.Id("webhook")) ?? throw RestError.Unknown(10015, "Webhook");
        return webhook.Token == call.Text("token") ? webhook : throw new RestError(401, 50027, "Invalid Webhook Token");
    }

    private static Message Find(RestCall call)
    {
        if (Interaction(call) is { } interaction)
        {
            var wanted = call.Text("message") == "@original" ? interaction.Original : interaction.Find(call.Id("message"));
            return wanted is { DeletedAt: null } ? wanted : throw RestError.Unknown(10008, "Message");
        }
        var webhook = Webhook(call);
        return call.World.FindMessage(call.Id("message")) is { DeletedAt: null } message && message.WebhookId == webhook.Id
            ? message : throw RestError.Unknown(10008, "Message");
    }

    private static void Write(Utf8JsonWriter w, Webhook webhook)
    {
        w.WriteStartObject();
        w.WriteId("id", webhook.Id);
        w.WriteNumber("type", 1);
        w.WriteString("name", webhook.Name);
        w.WriteNull("avatar");
        w.WriteId("channel_id", webhook.Channel.Id);
        w.WriteId("guild_id", webhook.Channel.GuildId);
        w.WriteNull("application_id");
        w.WriteString("token", webhook.Token);
        w.WriteString("url", string.Create(CultureInfo.InvariantCulture, $"https://discord.com/api/webhooks/{webhook.Id}/{webhook.Token}"));
        w.WritePropertyName("user");
        UserJson.Write(w, webhook.Creator);
        w.WriteEndObject();
    }
}
