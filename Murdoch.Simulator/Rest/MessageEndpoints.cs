using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Rest;

/// <summary>Messages. https://docs.discord.com/developers/resources/message</summary>
internal static class MessageEndpoints
{
    private static readonly TimeSpan BulkDeleteAge = TimeSpan.FromDays(14);

    /// <summary>"The past few minutes": https://docs.discord.com/developers/resources/message#create-message.</summary>
    private static readonly TimeSpan NonceWindow = TimeSpan.FromMinutes(5);
    private static readonly int[] UndeletableTypes = [1, 2, 3, 4, 5, 21];

    public static void Add(RouteTable routes)
    {
        routes.Add("GET", "/channels/{channel}/messages", List);
        routes.Add("POST", "/channels/{channel}/messages", Create);
        routes.Add("GET", "/channels/{channel}/messages/{message}", call =>
        {
            var channel = call.Channel();
            call.Require(channel, Permissions.ReadMessageHistory);
            return Answer(call, call.Message(channel));
        });
        routes.Add("PATCH", "/channels/{channel}/messages/{message}", Edit);
        routes.Add("DELETE", "/channels/{channel}/messages/{message}", Delete);
        routes.Add("POST", "/channels/{channel}/messages/bulk-delete", BulkDelete);
    }

    public static RestAnswer Answer(RestCall call, Message message, int status = 200) =>
        RestAnswer.Json(w => MessageJson.Write(w, message, call.Bot.Id, call.ContentVisible, gateway: false), status);

    private static RestAnswer List(RestCall call)
    {
        var channel = call.Channel();
        var limit = call.QueryLimit(1, 100, 50);
        if (call.GuildOf(channel) is { } guild && !call.Rights(guild, channel).HasFlag(Permissions.ReadMessageHistory))
            return RestAnswer.List<Message>([], (_, _) => { });
        IEnumerable<Message> found;
        if (call.QueryId("around") is { } around)
            found = channel.Messages.OrderBy(m => m.Id > around ? m.Id - around : around - m.Id).Take(limit).OrderByDescending(m => m.Id);
        else if (call.QueryId("after") is { } after) found = channel.Messages.SkipWhile(m => m.Id <= after).Take(limit).Reverse();
        else
        {
            var before = call.QueryId("before") ?? ulong.MaxValue;
            found = Enumerable.Reverse(channel.Messages).SkipWhile(m => m.Id >= before).Take(limit);
        }
        return RestAnswer.List(found, (w, m) => MessageJson.Write(w, m, call.Bot.Id, call.ContentVisible, gateway: false));
    }

    private static RestAnswer Create(RestCall call)
    {
        var channel = call.Channel();
        if (!channel.HoldsMessages) throw new RestError(400, 50008, "Cannot send messages in a non-text channel");
        call.Require(channel, Permissions.SendMessages);
        var form = MessageForm.Read(call, Permissions.MentionEveryone, channel);
        if (form.IsEmpty) throw new RestError(400, 50006, "Cannot send an empty message");
        if (form.RepliesTo is not null) call.Require(channel, Permissions.ReadMessageHistory);
        if (channel.Archived && channel.Locked) throw new RestError(400, 160005, "Thread is locked");
        if (channel.Recipient is { } recipient) RequireReachable(call, recipient);
        if (form is { EnforceNonce: true, Nonce: { } nonce } && Sent(call, channel, nonce) is { } earlier) return Answer(call, earlier);
        var message = form.ToMessage(call, channel, call.Bot);
        return Answer(call, call.World.AddMessage(message, form.MayMentionEveryone));
    }

    private static Message? Sent(RestCall call, Channel channel, string nonce) =>
        Enumerable.Reverse(channel.Messages).TakeWhile(message => call.Now - message.PostedAt < NonceWindow).FirstOrDefault(message => message.Nonce == nonce && message.Author == call.Bot);

    private static void RequireReachable(RestCall call, User recipient)
    {
        if (!call.World.Guilds.Any(g => g.Members.ContainsKey(recipient.Id) && g.Members.ContainsKey(call.Bot.Id)))
            throw new RestError(403, 50278, "Cannot send messages to this user due to having no mutual guilds");
        if (recipient.DmsClosed) throw new RestError(403, 50007, "Cannot send messages to this user");
    }

    private static RestAnswer Edit(RestCall call)
    {
        var channel = call.Channel();
        var message = call.Message(channel);
        if (message.Author.Id != call.Bot.Id)
        {
            var body = new BodyReader(call.Body);
            if (body.Has("content") || body.Has("embeds") || body.Has("components"))
                throw new RestError(403, 50005, "Cannot edit a message authored by another user");
            call.Require(channel, Permissions.ManageMessages);
        }
        var form = MessageForm.Read(call, Permissions.MentionEveryone, channel);
        form.ApplyTo(message, call.Now);
        call.World.EmitMessage("MESSAGE_UPDATE", message);
        return Answer(call, message);
    }

    private static RestAnswer Delete(RestCall call)
    {
        var channel = call.Channel();
        var id = call.Id("message");
        if (call.Server.Firehose.Sent(id))
        {
            call.Require(channel, Permissions.ManageMessages);
            return call.Server.Firehose.Delete(id) ? RestAnswer.NoContent : throw RestError.Unknown(10008, "Message");
        }
        var message = call.Message(channel);
        if (message.Author.Id != call.Bot.Id)
        {
            if (channel.GuildId is null) throw new RestError(403, 50003, "Cannot execute action on a DM channel");
            call.Require(channel, Permissions.ManageMessages);
        }
        if (UndeletableTypes.Contains(message.Type)) throw new RestError(403, 50021, "Cannot execute action on a system message");
        call.World.Delete(message.Id, call.Bot.Id);
        return RestAnswer.NoContent;
    }

    private static RestAnswer BulkDelete(RestCall call)
    {
        var channel = call.Channel();
        var guild = call.GuildOf(channel) ?? throw new RestError(403, 50003, "Cannot execute action on a DM channel");
        call.Require(channel, Permissions.ManageMessages);
        var body = new BodyReader(call.Body);
        var ids = body.Ids("messages", 0, int.MaxValue, required: true);
        body.Errors.ThrowIfAny();
        if (ids!.Count is < 2 or > 100) throw new RestError(400, 50016, "Provided too few or too many messages to delete. Must provide at least 2 and at most 100 messages");
        if (ids.Exists(id => call.Now - Snowflake.TimeOf(id) > BulkDeleteAge))
            throw new RestError(400, 50034, "You can only bulk delete messages that are under 14 days old.");
        foreach (var id in ids.Where(call.Server.Firehose.Sent)) call.Server.Firehose.Delete(id);
        call.World.BulkDelete(guild, channel, ids, call.Bot.Id, call.Reason);
        return RestAnswer.NoContent;
    }
}
