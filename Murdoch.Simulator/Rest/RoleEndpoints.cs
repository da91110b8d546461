using System.Globalization;
using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Rest;

/// <summary>Roles, and giving them. https://docs.discord.com/developers/resources/guild#get-guild-roles</summary>
internal static class RoleEndpoints
{
    public static void Add(RouteTable routes)
    {
        routes.Add("GET", "/guilds/{guild}/roles", call => RestAnswer.List(call.Guild().Roles.Values, (w, role) => ChannelJson.Write(w, role)));
        routes.Add("GET", "/guilds/{guild}/roles/member-counts", call =>
        {
            var guild = call.Guild();
            return RestAnswer.Json(w =>
            {
                w.WriteStartObject();
                foreach (var role in guild.Roles.Keys.Where(id => id != guild.Id))
                    w.WriteNumber(role.ToString(CultureInfo.InvariantCulture), guild.Members.Values.Count(m => m.Roles.Contains(role)));
                w.WriteEndObject();
            });
        });
        routes.Add("GET", "/guilds/{guild}/roles/{role}", call =>
        {
            var role = Find(call, call.Guild());
            return RestAnswer.Json(w => ChannelJson.Write(w, role));
        });
        routes.Add("POST", "/guilds/{guild}/roles", Create);
        routes.Add("PUT", "/guilds/{guild}/members/{user}/roles/{role}", call => Give(call, true));
        routes.Add("DELETE", "/guilds/{guild}/members/{user}/roles/{role}", call => Give(call, false));
    }

    /// <exception cref="RestError">403 / 50013 when a role is managed, @everyone, or not below the bot's.</exception>
    public static void RequireGivable(RestCall call, Guild guild, IEnumerable<ulong> roles)
    {
        call.Require(guild, Permissions.ManageRoles);
        foreach (var id in roles)
        {
            var role = guild.Roles.GetValueOrDefault(id) ?? throw RestError.Unknown(10011, "Role");
            if (role.Id == guild.Id) throw new RestError(400, 50028, "Invalid Role");
            if (role.Managed || !PermissionRules.Outranks(guild, call.BotMember(guild), role)) throw RestError.MissingPermissions();
        }
    }

    private static Role Find(RestCall call, Guild guild) => guild.Roles.GetValueOrDefault(call.Id("role")) ?? throw RestError.Unknown(10011, "Role");

    private static RestAnswer Create(RestCall call)
    {
        var guild = call.Guild();
        call.Require(guild, Permissions.ManageRoles);
        var body = new BodyReader(call.Body);
        var name = body.Text("name", 0, 100) ?? "new role";
        var permissions = body.Permissions("permissions") ?? guild.Everyone.Permissions;
        body.Errors.ThrowIfAny();
        if ((permissions & ~call.Rights(guild)) != 0) throw RestError.MissingPermissions();
        var role = call.World.CreateRole(guild.Id, name, permissions);
        return RestAnswer.Json(w => ChannelJson.Write(w, role));
    }

    private static RestAnswer Give(RestCall call, bool give)
    {
        var guild = call.Guild();
        var member = call.Member(guild);
        var role = Find(call, guild);
        RequireGivable(call, guild, [role.Id]);
        var roles = give ? member.Roles.Append(role.Id).Distinct() : member.Roles.Where(id => id != role.Id);
        call.World.SetRoles(guild.Id, member.User.Id, [.. roles], call.Bot.Id, call.Reason);
        return RestAnswer.NoContent;
    }
}
