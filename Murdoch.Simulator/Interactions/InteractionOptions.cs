using System.Globalization;
using System.Text.Json.Nodes;
using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Interactions;

/// <summary>Users, roles and channels that options name, as <c>resolved</c> carries them.</summary>
internal static class InteractionOptions
{
    private const int User = 6, Mentionable = 9;

    public static IEnumerable<ulong> Ids(JsonArray options)
    {
        foreach (var option in options.OfType<JsonObject>())
        {
            if (option["options"] is JsonArray inner)
                foreach (var id in Ids(inner)) yield return id;
            else if ((int?)option["type"] is >= User and <= Mentionable && ulong.TryParse(option["value"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                yield return id;
        }
    }

    /// <returns>0 for what is no id.</returns>
    public static ulong Id(string text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    public static JsonObject Resolve(DiscordWorld world, Guild guild, IEnumerable<ulong> ids)
    {
        JsonObject users = [], members = [], roles = [], channels = [];
        foreach (var id in ids)
        {
            var key = id.ToString(CultureInfo.InvariantCulture);
            if (world.FindUser(id) is { } user)
            {
                users[key] = JsonNode.Parse(JsonBytes.Write(w => UserJson.Write(w, user)));
                if (guild.Members.TryGetValue(id, out var member)) members[key] = Partial(guild, member, world.Now);
            }
            else if (guild.Roles.TryGetValue(id, out var role)) roles[key] = JsonNode.Parse(JsonBytes.Write(w => ChannelJson.Write(w, role)));
            else if (guild.Channels.TryGetValue(id, out var channel)) channels[key] = JsonNode.Parse(JsonBytes.Write(w => ChannelJson.Write(w, channel)));
        }
        var resolved = new JsonObject();
        if (users.Count > 0) resolved["users"] = users;
        if (members.Count > 0) resolved["members"] = members;
        if (roles.Count > 0) resolved["roles"] = roles;
        if (channels.Count > 0) resolved["channels"] = channels;
        return resolved;
    }

    private static JsonObject Partial(Guild guild, Member member, DateTimeOffset now)
    {
        var json = JsonNode.Parse(JsonBytes.Write(w => UserJson.Write(w, member, permissions: PermissionRules.InGuild(guild, member, now))))!.AsObject();
        foreach (var absent in (string[])["user", "deaf", "mute"]) json.Remove(absent);
        return json;
    }
}
