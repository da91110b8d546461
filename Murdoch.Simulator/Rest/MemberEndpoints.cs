using Murdoch.Simulator.Gateway;
using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Rest;

/// <summary>Members. https://docs.discord.com/developers/resources/guild#modify-guild-member</summary>
internal static class MemberEndpoints
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(28);

    public static void Add(RouteTable routes)
    {
        routes.Add("GET", "/guilds/{guild}/members", List);
        routes.Add("GET", "/guilds/{guild}/members/search", Search);
        routes.Add("GET", "/guilds/{guild}/members/{user}", call =>
        {
            var member = call.Member(call.Guild());
            return RestAnswer.Json(w => UserJson.Write(w, member));
        });
        routes.Add("PATCH", "/guilds/{guild}/members/@me", PatchMe);
        routes.Add("PATCH", "/guilds/{guild}/members/{user}", Patch);
        routes.Add("DELETE", "/guilds/{guild}/members/{user}", Kick);
    }

    private static RestAnswer List(RestCall call)
    {
        var guild = call.Guild();
        if (!call.Server.Options.AllowedIntents.HasFlag(Intents.GuildMembers)) throw RestError.MissingAccess();
        var limit = call.QueryLimit(1, 1000, 1);
        var after = call.QueryId("after") ?? 0;
        return RestAnswer.List(guild.Members.Values.Where(m => m.User.Id > after).Take(limit), (w, member) => UserJson.Write(w, member));
    }

    private static RestAnswer Search(RestCall call)
    {
        var guild = call.Guild();
        var limit = call.QueryLimit(1, 1000, 1);
        var prefix = call.Query("query") ?? throw RestError.InvalidForm("query", "BASE_TYPE_REQUIRED", "This field is required");
        return RestAnswer.List(guild.Members.Values.Where(m => m.User.Username.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
            || (m.Nick?.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ?? false)).Take(limit), (w, member) => UserJson.Write(w, member));
    }

    private static RestAnswer PatchMe(RestCall call)
    {
        var guild = call.Guild();
        var body = new BodyReader(call.Body);
        var nick = body.Text("nick", 0, 32);
        body.Errors.ThrowIfAny();
        if (body.Has("nick"))
        {
            call.Require(guild, Permissions.ChangeNickname);
            call.World.SetNick(guild.Id, call.Bot.Id, nick, call.Bot.Id, call.Reason);
        }
        return RestAnswer.Json(w => UserJson.Write(w, guild.Members[call.Bot.Id]));
    }

    private static RestAnswer Patch(RestCall call)
    {
        var guild = call.Guild();
        var member = call.Member(guild);
        var body = new BodyReader(call.Body);
        var nick = body.Text("nick", 0, 32);
        var until = body.Time("communication_disabled_until");
        var roles = body.Has("roles") ? body.Ids("roles", 0, 350) ?? [] : null;
        if (until - call.Now > LongestTimeout)
            body.Errors.Add("communication_disabled_until", "INVALID_COMMUNICATION_DISABLED_TIMESTAMP", "Communication disabled timestamp must be less than 28 days in the future.");
        var needsVoice = (body.Has("mute") || body.Has("deaf") || body.Has("channel_id")) && !body.IsNull("channel_id");
        body.Errors.ThrowIfAny();
        if (needsVoice) throw new RestError(400, 40032, "Target user is not connected to voice.");

        // Everything is checked before anything changes: a refused request leaves no trace.
        if (body.Has("nick"))
        {
            call.Require(guild, Permissions.ManageNicknames);
            call.RequireAbove(guild, member);
        }
        if (body.Has("communication_disabled_until")) RequireTimeoutable(call, guild, member, until);
        if (roles is not null)
            RoleEndpoints.RequireGivable(call, guild, roles.Except(member.Roles).Concat(member.Roles.Except(roles)));

        if (body.Has("nick")) call.World.SetNick(guild.Id, member.User.Id, nick?.Length > 0 ? nick : null, call.Bot.Id, call.Reason);
        if (body.Has("communication_disabled_until")) call.World.SetTimeout(guild.Id, member.User.Id, until, call.Bot.Id, call.Reason);
        if (roles is not null) call.World.SetRoles(guild.Id, member.User.Id, roles, call.Bot.Id, call.Reason);
        return RestAnswer.Json(w => UserJson.Write(w, member));
    }

    private static void RequireTimeoutable(RestCall call, Guild guild, Member member, DateTimeOffset? until)
    {
        call.Require(guild, Permissions.ModerateMembers);
        call.RequireAbove(guild, member);
        // Administrators cannot be timed out, wherever they stand; ending a timeout is always allowed.
        if (until is not null && PermissionRules.InGuild(guild, member, call.Now).HasFlag(Permissions.Administrator)) throw RestError.MissingPermissions();
    }

    private static RestAnswer Kick(RestCall call)
    {
        var guild = call.Guild();
        var member = call.Member(guild);
        call.Require(guild, Permissions.KickMembers);
        call.RequireAbove(guild, member);
        call.World.Kick(guild.Id, member.User.Id, call.Bot.Id, call.Reason);
        return RestAnswer.NoContent;
    }
}
