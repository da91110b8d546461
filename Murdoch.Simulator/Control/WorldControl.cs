using System.Text.Json;
using Murdoch.Simulator.Rest;
using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Control;

/// <summary>Guilds, channels, roles, members and bans.</summary>
internal static class WorldControl
{
    public static void Map(ControlApi api, IEndpointRouteBuilder app)
    {
        api.Add(app, "GET", "/guilds", call => Locked(call, () => RestAnswer.List(call.World.Guilds, (w, guild) => Write(w, guild, call.World.Bot, members: false))));
        api.Add(app, "POST", "/guilds", CreateGuild);
        api.Add(app, "GET", "/guilds/{guild}", call => Locked(call, () => Show(call, call.Guild(call.Id("guild")))));
        api.Add(app, "POST", "/guilds/{guild}/channels", CreateChannel);
        api.Add(app, "POST", "/guilds/{guild}/roles", CreateRole);
        api.Add(app, "PATCH", "/guilds/{guild}/bot", SetBot);
        api.Add(app, "PATCH", "/guilds/{guild}/availability", SetAvailability);
        api.Add(app, "POST", "/guilds/{guild}/members", Join);
        api.Add(app, "GET", "/guilds/{guild}/members/{user}", call => MemberAnswer(call, call.Id("guild"), call.Id("user")));
        api.Add(app, "PATCH", "/guilds/{guild}/members/{user}", PatchMember);
        api.Add(app, "DELETE", "/guilds/{guild}/members/{user}", call =>
            call.World.Leave(call.Guild(call.Id("guild")).Id, call.Id("user")) ? RestAnswer.NoContent : throw RestError.Unknown(10007, "Member"));
        api.Add(app, "PUT", "/guilds/{guild}/bans/{user}", call =>
        {
            var guild = call.Guild(call.Id("guild"));
            call.World.SetBan(guild.Id, call.User(call.Id("user")), guild.OwnerId, call.Body().Text("reason"));
            return RestAnswer.NoContent;
        });
        api.Add(app, "DELETE", "/guilds/{guild}/bans/{user}", call =>
        {
            var guild = call.Guild(call.Id("guild"));
            return call.World.Unban(guild.Id, call.Id("user"), guild.OwnerId) ? RestAnswer.NoContent : throw RestError.Unknown(10026, "Ban");
        });
        api.Add(app, "PATCH", "/users/{user}", call =>
        {
            var (user, body) = (call.User(call.Id("user")), call.Body());
            user.DmsClosed = body.Flag("dms_closed") ?? user.DmsClosed;
            if (body.Has("global_name") || body.Has("username"))
                call.World.SetAccountName(user.Id, body.Has("global_name") ? body.Text("global_name", 1, 32) : user.GlobalName, body.Text("username", 2, 32));
            return RestAnswer.NoContent;
        });
    }

    private static RestAnswer Locked(ControlCall call, Func<RestAnswer> read)
    {
        lock (call.World.Gate) return read();
    }

    private static RestAnswer CreateGuild(ControlCall call)
    {
        var body = call.Body();
        var name = body.Text("name", 1, 100) ?? "A guild";
        var owner = body.Id("owner") is { } id ? call.User(id) : null;
        body.Errors.ThrowIfAny();
        return Locked(call, () =>
        {
            var guild = call.World.CreateGuild(name, owner: owner);
            if (body.Flag("channel") != false) call.World.CreateChannel(guild.Id, "general");
            return Show(call, guild);
        });
    }

    private static RestAnswer CreateChannel(ControlCall call)
    {
        var body = call.Body();
        var channel = call.World.CreateChannel(call.Guild(call.Id("guild")).Id, body.Text("name", 1, 100) ?? "channel",
            (ChannelType)(body.Number("type", 0, 16) ?? 0), body.Id("parent"));
        return RestAnswer.Json(w => ChannelJson.Write(w, channel));
    }

    private static RestAnswer CreateRole(ControlCall call)
    {
        var body = call.Body();
        var role = call.World.CreateRole(call.Guild(call.Id("guild")).Id, body.Text("name", 1, 100) ?? "role", body.Permissions("permissions") ?? Permissions.None,
            body.Number("position", 1, 250) ?? 1);
        return RestAnswer.Json(w => ChannelJson.Write(w, role));
    }

    private static RestAnswer SetBot(ControlCall call)
    {
        var body = call.Body();
        var guild = call.Guild(call.Id("guild"));
        lock (call.World.Gate)
        {
            var role = guild.Roles.Values.First(r => r.BotId is not null);
            call.World.SetBotRights(guild.Id, body.Permissions("permissions") ?? role.Permissions, body.Number("position", 1, 250));
        }
        return RestAnswer.NoContent;
    }

    private static RestAnswer SetAvailability(ControlCall call)
    {
        call.World.SetAvailable(call.Guild(call.Id("guild")).Id, call.Body().Flag("available") ?? true);
        return RestAnswer.NoContent;
    }

    private static RestAnswer Join(ControlCall call)
    {
        var body = call.Body();
        var guild = call.Guild(call.Id("guild"));
        var user = body.Id("user") is { } id ? call.User(id) : null;
        var age = body.Number("account_age_seconds", 0, int.MaxValue);
        body.Errors.ThrowIfAny();
        var member = call.World.Join(guild.Id, user, body.Text("name", 2, 32), age is { } seconds ? TimeSpan.FromSeconds(seconds) : null)
            ?? throw new RestError(403, 40007, "The user is banned from this guild, is in it already, or invites are disabled.");
        return RestAnswer.Json(w => UserJson.Write(w, member));
    }

    private static RestAnswer PatchMember(ControlCall call)
    {
        var (guild, user) = (call.Guild(call.Id("guild")), call.Id("user"));
        var body = call.Body();
        lock (call.World.Gate)
        {
            if (body.Ids("roles", 0, 250) is { } roles) call.World.SetRoles(guild.Id, user, roles, guild.OwnerId);
            if (body.Has("nick")) call.World.SetNick(guild.Id, user, body.Text("nick"), guild.OwnerId);
            if (body.Has("timed_out_until")) call.World.SetTimeout(guild.Id, user, body.Time("timed_out_until"), guild.OwnerId);
        }
        return MemberAnswer(call, guild.Id, user);
    }

    private static RestAnswer MemberAnswer(ControlCall call, ulong guild, ulong user)
    {
        var state = call.World.GetMember(call.Guild(guild).Id, user);
        return RestAnswer.Json(w =>
        {
            w.WriteStartObject();
            w.WriteId("user_id", user);
            w.WriteBoolean("member", state.IsMember);
            w.WriteBoolean("banned", state.IsBanned);
            w.WriteTime("timed_out_until", state.TimedOutUntil);
            w.WriteString("nick", state.Nick);
            w.WriteIds("roles", state.Roles);
            w.WriteEndObject();
        });
    }

    private static RestAnswer Show(ControlCall call, Guild guild) => RestAnswer.Json(w => Write(w, guild, call.World.Bot, members: true));

    private static void Write(Utf8JsonWriter w, Guild guild, User bot, bool members)
    {
        w.WriteStartObject();
        w.WriteId("id", guild.Id);
        w.WriteString("name", guild.Name);
        w.WriteId("owner", guild.OwnerId);
        w.WriteId("bot", bot.Id);
        w.WriteBoolean("available", guild.Available);
        w.WriteNumber("member_count", guild.Members.Count);
        w.WriteIds("channels", guild.Channels.Values.Where(c => c.HoldsMessages).Select(c => c.Id));
        w.WriteStartArray("roles");
        foreach (var role in guild.Roles.Values) ChannelJson.Write(w, role);
        w.WriteEndArray();
        if (members) w.WriteIds("members", guild.Members.Keys);
        w.WriteIds("bans", guild.Bans.Keys);
        w.WriteEndObject();
    }
}
