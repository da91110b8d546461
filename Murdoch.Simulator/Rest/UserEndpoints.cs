using Murdoch.Simulator.Gateway;
using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Rest;

/// <summary>Users, the application and direct-message channels. https://docs.discord.com/developers/resources/user</summary>
internal static class UserEndpoints
{
    public static void Add(RouteTable routes)
    {
        routes.Add("GET", "/users/@me", Me, RestCaller.BotOrUser);
        routes.Add("GET", "/users/@me/guilds", MyGuilds, RestCaller.BotOrUser);
        routes.Add("GET", "/users/@me/guilds/{guild}/member", MyMember, RestCaller.BotOrUser);
        routes.Add("POST", "/users/@me/channels", OpenDm);
        routes.Add("GET", "/users/{user}", call =>
        {
            var user = call.World.FindUser(call.Id("user")) ?? throw RestError.Unknown(10013, "User");
            return RestAnswer.Json(w => UserJson.Write(w, user));
        });
        routes.Add("GET", "/applications/@me", Application);
        routes.Add("GET", "/oauth2/applications/@me", Application);
    }

    private static RestAnswer Me(RestCall call) => RestAnswer.Json(w => UserJson.Write(w, call.Bearer ?? call.Bot));

    private static RestAnswer MyGuilds(RestCall call)
    {
        var user = call.Bearer ?? call.Bot;
        var limit = call.QueryLimit(1, 200, 200);
        var (before, after) = (call.QueryId("before"), call.QueryId("after"));
        var guilds = call.World.Guilds.Where(g => g.Members.ContainsKey(user.Id)).OrderBy(g => g.Id)
            .Where(g => (before is null || g.Id < before) && (after is null || g.Id > after)).Take(limit).ToList();
        var counts = call.QueryFlag("with_counts");
        return RestAnswer.List(guilds, (w, guild) =>
        {
            w.WriteStartObject();
            w.WriteId("id", guild.Id);
            w.WriteString("name", guild.Name);
            w.WriteNull("icon");
            w.WriteNull("banner");
            w.WriteBoolean("owner", guild.OwnerId == user.Id);
            // A timeout is not counted in: the list shows what the roles give.
            w.WriteString("permissions", ChannelJson.Spell(PermissionRules.InGuild(guild, guild.Members[user.Id], DateTimeOffset.MaxValue)));
            w.WriteStartArray("features");
            foreach (var feature in guild.Features) w.WriteStringValue(feature);
            w.WriteEndArray();
            if (counts)
            {
                w.WriteNumber("approximate_member_count", guild.Members.Count);
                w.WriteNumber("approximate_presence_count", guild.Members.Count / 2);
            }
            w.WriteEndObject();
        });
    }

    private static RestAnswer MyMember(RestCall call)
    {
        var guild = call.World.FindGuild(call.Id("guild")) ?? throw RestError.Unknown(10004, "Guild");
        var member = guild.Members.GetValueOrDefault((call.Bearer ?? call.Bot).Id) ?? throw RestError.Unknown(10004, "Guild");
        return RestAnswer.Json(w => UserJson.Write(w, member));
    }

    private static RestAnswer OpenDm(RestCall call)
    {
        var body = new BodyReader(call.Body);
        var id = body.Id("recipient_id", required: true);
        body.Errors.ThrowIfAny();
        var user = call.World.FindUser(id!.Value) ?? throw new RestError(400, 50033, "Invalid Recipient(s)");
        if (user.Id == call.Bot.Id) throw new RestError(400, 50007, "Cannot send messages to this user");
        var channel = call.World.OpenDm(user);
        return RestAnswer.Json(w => ChannelJson.Write(w, channel));
    }

    private static RestAnswer Application(RestCall call) => RestAnswer.Json(w =>
    {
        w.WriteStartObject();
        w.WriteId("id", call.Bot.Id);
        w.WriteString("name", call.Bot.Username);
        w.WriteNull("icon");
        w.WriteString("description", "");
        w.WriteBoolean("bot_public", true);
        w.WriteBoolean("bot_require_code_grant", false);
        w.WriteString("verify_key", new string('0', 64));
        w.WriteNumber("flags", GatewayPayloads.ApplicationFlags(call.Server.Options.AllowedIntents));
        w.WriteNumber("approximate_guild_count", call.World.Guilds.Count);
        w.WritePropertyName("bot");
        UserJson.Write(w, call.Bot);
        w.WriteEndObject();
    });
}
