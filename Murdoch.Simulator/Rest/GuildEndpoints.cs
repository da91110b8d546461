using System.Globalization;
using System.Text.Json;
using Murdoch.Simulator.World;
using Murdoch.Simulator.World.Wire;

namespace Murdoch.Simulator.Rest;

/// <summary>Guilds, incident actions and the audit log. https://docs.discord.com/developers/resources/guild</summary>
internal static class GuildEndpoints
{
    private static readonly TimeSpan LongestIncidentAction = TimeSpan.FromHours(24);
    private static readonly string[] SettableFeatures = ["COMMUNITY", "DISCOVERABLE", "INVITES_DISABLED", "RAID_ALERTS_DISABLED"];

    public static void Add(RouteTable routes)
    {
        routes.Add("GET", "/guilds/{guild}", call =>
        {
            var guild = call.Guild();
            return RestAnswer.Json(w => GuildJson.Write(w, guild, call.QueryFlag("with_counts")));
        });
        routes.Add("PATCH", "/guilds/{guild}", Patch);
        routes.Add("PUT", "/guilds/{guild}/incident-actions", SetIncidentActions);
        routes.Add("GET", "/guilds/{guild}/channels", call =>
        {
            var guild = call.Guild();
            return RestAnswer.List(guild.Channels.Values.Where(c => !c.IsThread), (w, channel) => ChannelJson.Write(w, channel));
        });
        routes.Add("POST", "/guilds/{guild}/channels", CreateChannel);
        routes.Add("GET", "/guilds/{guild}/audit-logs", AuditLog);
    }

    private static RestAnswer Patch(RestCall call)
    {
        var guild = call.Guild();
        call.Require(guild, Permissions.ManageGuild);
        var body = new BodyReader(call.Body);
        var name = body.Text("name", 2, 100);
        var verification = body.Number("verification_level", 0, 4);
        var filter = body.Number("explicit_content_filter", 0, 2);
        body.Errors.ThrowIfAny();
        var changes = new List<AuditChange>();
        if (verification is { } level && level != guild.VerificationLevel)
        {
            changes.Add(new AuditChange("verification_level", guild.VerificationLevel.ToString(CultureInfo.InvariantCulture), level.ToString(CultureInfo.InvariantCulture)));
            guild.VerificationLevel = level;
        }
        guild.Name = name ?? guild.Name;
        guild.ExplicitContentFilter = filter ?? guild.ExplicitContentFilter;
        if (body.Raw("features") is { ValueKind: JsonValueKind.Array } features)
        {
            foreach (var feature in SettableFeatures) guild.Features.Remove(feature);
            foreach (var feature in features.EnumerateArray())
                if (feature.GetString() is { } text && SettableFeatures.Contains(text)) guild.Features.Add(text);
        }
        call.World.EmitGuildUpdate(guild);
        call.World.Audit(guild, AuditAction.GuildUpdate, call.Bot.Id, guild.Id, call.Reason, changes);
        return RestAnswer.Json(w => GuildJson.Write(w, guild));
    }

    private static RestAnswer SetIncidentActions(RestCall call)
    {
        var guild = call.Guild();
        call.Require(guild, Permissions.ManageGuild);
        var body = new BodyReader(call.Body);
        var invites = body.Time("invites_disabled_until");
        var dms = body.Time("dms_disabled_until");
        if (invites - call.Now > LongestIncidentAction) body.Errors.Add("invites_disabled_until", "INCIDENT_ACTIONS_TOO_LONG", "Must be at most 24 hours in the future.");
        if (dms - call.Now > LongestIncidentAction) body.Errors.Add("dms_disabled_until", "INCIDENT_ACTIONS_TOO_LONG", "Must be at most 24 hours in the future.");
        body.Errors.ThrowIfAny();
        if (body.Has("invites_disabled_until")) guild.InvitesDisabledUntil = invites;
        if (body.Has("dms_disabled_until")) guild.DmsDisabledUntil = dms;
        call.World.EmitGuildUpdate(guild);
        return RestAnswer.Json(w => GuildJson.WriteIncidents(w, guild));
    }

    private static RestAnswer CreateChannel(RestCall call)
    {
        var guild = call.Guild();
        call.Require(guild, Permissions.ManageChannels);
        var body = new BodyReader(call.Body);
        var name = body.Text("name", 1, 100, required: true);
        var type = body.Number("type", 0, 16) ?? 0;
        body.Errors.ThrowIfAny();
        var channel = call.World.CreateChannel(guild.Id, name!, (ChannelType)type, body.Id("parent_id"));
        return RestAnswer.Json(w => ChannelJson.Write(w, channel), 201);
    }

    private static RestAnswer AuditLog(RestCall call)
    {
        var guild = call.Guild();
        call.Require(guild, Permissions.ViewAuditLog);
        var limit = call.QueryLimit(1, 100, 50);
        var (user, before, after) = (call.QueryId("user_id"), call.QueryId("before"), call.QueryId("after"));
        var type = call.Query("action_type");
        var found = guild.AuditLog.Where(e => (user is null || e.UserId == user) && (before is null || e.Id < before) && (after is null || e.Id > after)
            && (type is null || e.ActionType.ToString(CultureInfo.InvariantCulture) == type));
        // Newest first, but oldest first with `after`.
        var entries = (after is null ? found.Reverse() : found).Take(limit).ToList();
        var users = entries.SelectMany(e => new[] { e.UserId, e.TargetId }).OfType<ulong>().Distinct().Select(call.World.FindUser).OfType<User>().ToList();
        return RestAnswer.Json(w =>
        {
            w.WriteStartObject();
            w.WriteStartArray("audit_log_entries");
            foreach (var entry in entries) GuildJson.Write(w, entry);
            w.WriteEndArray();
            w.WriteStartArray("users");
            foreach (var one in users) UserJson.Write(w, one);
            w.WriteEndArray();
            foreach (var empty in (string[])["application_commands", "auto_moderation_rules", "guild_scheduled_events", "integrations", "threads", "webhooks"])
                w.WriteEmptyArray(empty);
            w.WriteEndObject();
        });
    }
}
