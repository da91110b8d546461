using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Rest;

/// <summary>Bans. https://docs.discord.com/developers/resources/guild#create-guild-ban</summary>
internal static class BanEndpoints
{
    private const int LongestDeletionSeconds = 604_800;
    private const int MaxBulk = 200;

    public static void Add(RouteTable routes)
    {
        routes.Add("GET", "/guilds/{guild}/bans", List);
        routes.Add("GET", "/guilds/{guild}/bans/{user}", call =>
        {
            var guild = call.Guild();
            call.Require(guild, Permissions.BanMembers);
            var ban = guild.Bans.GetValueOrDefault(call.Id("user")) ?? throw RestError.Unknown(10026, "Ban");
            return RestAnswer.Json(w => UserJson.Write(w, ban));
        });
        routes.Add("PUT", "/guilds/{guild}/bans/{user}", Put);
        routes.Add("DELETE", "/guilds/{guild}/bans/{user}", call =>
        {
            var guild = call.Guild();
            call.Require(guild, Permissions.BanMembers);
            return call.World.Unban(guild.Id, call.Id("user"), call.Bot.Id, call.Reason) ? RestAnswer.NoContent : throw RestError.Unknown(10026, "Ban");
        });
        routes.Add("POST", "/guilds/{guild}/bulk-ban", Bulk);
    }

    private static RestAnswer List(RestCall call)
    {
        var guild = call.Guild();
        call.Require(guild, Permissions.BanMembers);
        var limit = call.QueryLimit(1, 1000, 1000);
        IEnumerable<Ban> bans = guild.Bans.Values;
        // `before` wins over `after`; the page ends there, yet it is ascending.
        if (call.QueryId("before") is { } before) bans = bans.Where(b => b.User.Id < before).TakeLast(limit);
        else if (call.QueryId("after") is { } after) bans = bans.Where(b => b.User.Id > after).Take(limit);
        else bans = bans.Take(limit);
        return RestAnswer.List(bans, (w, ban) => UserJson.Write(w, ban));
    }

    private static RestAnswer Put(RestCall call)
    {
        var guild = call.Guild();
        call.Require(guild, Permissions.BanMembers);
        var body = new BodyReader(call.Body);
        var seconds = body.Number("delete_message_seconds", 0, LongestDeletionSeconds);
        var days = body.Number("delete_message_days", 0, 7);
        body.Errors.ThrowIfAny();
        var user = call.World.FindUser(call.Id("user")) ?? throw RestError.Unknown(10013, "User");
        if (guild.Members.TryGetValue(user.Id, out var member)) call.RequireAbove(guild, member);
        if (user.Id == call.Bot.Id) throw RestError.MissingPermissions();
        call.World.SetBan(guild.Id, user, call.Bot.Id, call.Reason, TimeSpan.FromSeconds(seconds ?? (days ?? 0) * 86_400));
        return RestAnswer.NoContent;
    }

    private static RestAnswer Bulk(RestCall call)
    {
        var guild = call.Guild();
        call.Require(guild, Permissions.BanMembers | Permissions.ManageGuild);
        var body = new BodyReader(call.Body);
        var ids = body.Ids("user_ids", 1, MaxBulk, required: true);
        var seconds = body.Number("delete_message_seconds", 0, LongestDeletionSeconds) ?? 0;
        body.Errors.ThrowIfAny();
        List<ulong> banned = [], failed = [];
        foreach (var id in ids!)
        {
            var user = call.World.FindUser(id);
            var allowed = user is not null && id != call.Bot.Id && !guild.Bans.ContainsKey(id)
                && (!guild.Members.TryGetValue(id, out var member) || PermissionRules.Outranks(guild, call.BotMember(guild), member));
            (allowed ? banned : failed).Add(id);
            if (allowed) call.World.SetBan(guild.Id, user!, call.Bot.Id, call.Reason, TimeSpan.FromSeconds(seconds));
        }
        if (banned.Count == 0) throw new RestError(400, 500000, "Failed to ban users");
        return RestAnswer.Json(w =>
        {
            w.WriteStartObject();
            w.WriteIds("banned_users", banned);
            w.WriteIds("failed_users", failed);
            w.WriteEndObject();
        });
    }
}
