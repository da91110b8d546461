using System.Globalization;
using System.Text.Json;
using Murdoch.Simulator.Rest;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Control;

/// <summary>Members post, edit, delete and react; and what became of messages.</summary>
internal static class MessageControl
{
    public static void Map(ControlApi api, IEndpointRouteBuilder app)
    {
        api.Add(app, "POST", "/messages", Post);
        api.Add(app, "GET", "/messages/{message}", call => RestAnswer.Json(w => Write(w, call.World, call.Id("message"))));
        api.Add(app, "POST", "/messages/query", call =>
        {
            var body = call.Body();
            var ids = body.Ids("ids", 0, int.MaxValue, required: true);
            body.Errors.ThrowIfAny();
            return RestAnswer.List(ids!, (w, id) => Write(w, call.World, id));
        });
        api.Add(app, "PATCH", "/messages/{message}", call =>
            call.World.Edit(call.Id("message"), call.Body().Text("content") ?? "") ? RestAnswer.NoContent : throw RestError.Unknown(10008, "Message"));
        api.Add(app, "DELETE", "/messages/{message}", call =>
        {
            ulong? by = ulong.TryParse(call.Query("by"), NumberStyles.None, CultureInfo.InvariantCulture, out var user) ? user : null;
            return call.World.Delete(call.Id("message"), by) ? RestAnswer.NoContent : throw RestError.Unknown(10008, "Message");
        });
        api.Add(app, "POST", "/messages/{message}/reactions", call =>
        {
            var body = call.Body();
            var user = body.Id("user", required: true);
            body.Errors.ThrowIfAny();
            return call.World.React(call.Id("message"), user!.Value, body.Text("emoji") ?? "👍") ? RestAnswer.NoContent : throw RestError.Unknown(10008, "Message");
        });
        api.Add(app, "POST", "/dms", call =>
        {
            var body = call.Body();
            var user = call.User(body.Id("user", required: true) ?? 0);
            Channel channel;
            lock (call.World.Gate) channel = call.World.OpenDm(user);
            var result = call.World.Post(channel.Id, user.Id, body.Text("content") ?? "");
            return RestAnswer.Json(w => Write(w, result));
        });
        api.Add(app, "GET", "/dms/{user}", call =>
        {
            lock (call.World.Gate)
            {
                var channel = call.World.OpenDm(call.User(call.Id("user")));
                return RestAnswer.List(channel.Messages.ToList(), (w, message) => Write(w, call.World, message.Id));
            }
        });
    }

    /// <summary>One object answers one object, an array answers an array in the same order.</summary>
    private static RestAnswer Post(ControlCall call)
    {
        if (call.Json.ValueKind != JsonValueKind.Array)
        {
            var result = PostOne(call, call.Json);
            return RestAnswer.Json(w => Write(w, result));
        }
        var results = call.Json.EnumerateArray().Select(item => PostOne(call, item)).ToList();
        return RestAnswer.List(results, Write);
    }

    private static PostResult PostOne(ControlCall call, JsonElement item)
    {
        var body = new BodyReader(item);
        var guildId = body.Id("guild");
        var channelId = body.Id("channel");
        var author = body.Id("author");
        var content = body.Text("content") ?? "";
        body.Errors.ThrowIfAny();
        lock (call.World.Gate)
        {
            var guild = guildId is { } id ? call.Guild(id) : channelId is { } c && call.World.FindChannel(c)?.GuildId is { } g ? call.Guild(g) : call.World.Guilds.First();
            channelId ??= guild.Channels.Values.First(ch => ch.HoldsMessages).Id;
            // Nobody named: a member without roles, or the owner.
            author ??= (guild.Members.Values.FirstOrDefault(m => !m.User.Bot && m.Roles.Count == 0 && m.User.Id != guild.OwnerId) ?? guild.Members[guild.OwnerId]).User.Id;
            return call.World.Post(channelId.Value, author.Value, content, new PostOptions
            {
                Label = Label(body.Raw("label")),
                ReplyTo = body.Id("reply_to"),
                Parts = body.Raw("parts") is { ValueKind: JsonValueKind.Object } parts ? parts.EnumerateObject().ToDictionary(p => p.Name, p => p.Value) : null,
            });
        }
    }

    /// <summary>A category, or <c>{"category":"invite","violating":true}</c>; a bare category other than <c>benign</c> is violating.</summary>
    private static MessageLabel? Label(JsonElement label) => label.ValueKind switch
    {
        JsonValueKind.String => new MessageLabel(label.GetString()!, label.GetString() != "benign"),
        JsonValueKind.Object => new MessageLabel(label.GetProperty("category").GetString()!, label.GetProperty("violating").GetBoolean()),
        _ => null,
    };

    private static void Write(Utf8JsonWriter w, PostResult result)
    {
        w.WriteStartObject();
        w.WriteId("id", result.Posted ? result.Id : null);
        w.WriteString("refused", result.Refusal);
        w.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter w, DiscordWorld world, ulong id)
    {
        w.WriteStartObject();
        w.WriteId("id", id);
        var message = world.FindMessage(id);
        w.WriteBoolean("known", message is not null);
        if (message is not null)
        {
            w.WriteId("guild", message.Guild?.Id);
            w.WriteId("channel", message.Channel.Id);
            w.WriteId("author", message.Author.Id);
            w.WriteString("content", message.Content);
            w.WriteBoolean("deleted", message.DeletedAt is not null);
            w.WriteTime("posted_at", message.PostedAt);
            w.WriteTime("edited_at", message.EditedAt);
            w.WriteTime("deleted_at", message.DeletedAt);
            w.WriteId("deleted_by", message.DeletedBy);
            w.WriteString("label", message.Label?.Category);
            w.WriteBoolean("violating", message.Label?.Violating ?? false);
            foreach (var (name, part) in message.Parts)
            {
                w.WritePropertyName(name);
                part.WriteTo(w);
            }
        }
        w.WriteEndObject();
    }
}
