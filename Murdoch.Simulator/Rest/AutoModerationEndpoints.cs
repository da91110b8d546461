using System.Text.Json;
using System.Text.Json.Nodes;
using Murdoch.Simulator.Gateway;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Rest;

/// <summary>Auto moderation rules, kept and told but not carried out. https://docs.discord.com/developers/resources/auto-moderation</summary>
internal static class AutoModerationEndpoints
{
    private static readonly Dictionary<int, int> RulesPerTrigger = new() { [1] = 6, [3] = 1, [4] = 1, [5] = 1, [6] = 1 };
    private static readonly string[] Patchable = ["name", "event_type", "trigger_metadata", "actions", "enabled", "exempt_roles", "exempt_channels"];

    public static void Add(RouteTable routes)
    {
        routes.Add("GET", "/guilds/{guild}/auto-moderation/rules", call => RestAnswer.List(Guild(call).AutoModerationRules.Values, (w, rule) => rule.WriteTo(w)));
        routes.Add("POST", "/guilds/{guild}/auto-moderation/rules", Create);
        routes.Add("GET", "/guilds/{guild}/auto-moderation/rules/{rule}", call =>
        {
            var rule = Rule(call, Guild(call));
            return RestAnswer.Json(w => rule.WriteTo(w));
        });
        routes.Add("PATCH", "/guilds/{guild}/auto-moderation/rules/{rule}", Patch);
        routes.Add("DELETE", "/guilds/{guild}/auto-moderation/rules/{rule}", call =>
        {
            var guild = Guild(call);
            var rule = Rule(call, guild);
            guild.AutoModerationRules.Remove(call.Id("rule"));
            Tell(call, guild, "AUTO_MODERATION_RULE_DELETE", AuditAction.AutoModerationRuleDelete, rule);
            return RestAnswer.NoContent;
        });
    }

    private static Guild Guild(RestCall call)
    {
        var guild = call.Guild();
        call.Require(guild, Permissions.ManageGuild);
        return guild;
    }

    private static JsonElement Rule(RestCall call, Guild guild) =>
        guild.AutoModerationRules.TryGetValue(call.Id("rule"), out var rule) ? rule : throw RestError.Unknown(10066, "Auto Moderation Rule");

    private static RestAnswer Create(RestCall call)
    {
        var guild = Guild(call);
        var body = new BodyReader(call.Body);
        body.Text("name", 1, 100, required: true);
        body.Number("event_type", 1, 2, required: true);
        var trigger = body.Number("trigger_type", 1, 6, required: true);
        if (body.Raw("actions") is not { ValueKind: JsonValueKind.Array } actions || actions.GetArrayLength() == 0)
            body.Errors.Add("actions", "BASE_TYPE_REQUIRED", "This field is required");
        body.Ids("exempt_roles", 0, 20);
        body.Ids("exempt_channels", 0, 50);
        body.Errors.ThrowIfAny();
        var same = guild.AutoModerationRules.Values.Count(r => r.GetProperty("trigger_type").GetInt32() == trigger);
        if (same >= RulesPerTrigger.GetValueOrDefault(trigger!.Value))
            throw RestError.InvalidForm("trigger_type", "AUTO_MODERATION_MAX_RULES_OF_TYPE_EXCEEDED", "Maximum number of rules of this type reached.");
        var id = call.World.Ids.Next();
        var rule = new JsonObject
        {
            ["id"] = id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["guild_id"] = guild.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["creator_id"] = call.Bot.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["trigger_type"] = trigger,
            ["trigger_metadata"] = new JsonObject(),
            ["enabled"] = false,
            ["exempt_roles"] = new JsonArray(),
            ["exempt_channels"] = new JsonArray(),
        };
        return Store(call, guild, id, rule, "AUTO_MODERATION_RULE_CREATE", AuditAction.AutoModerationRuleCreate);
    }

    private static RestAnswer Patch(RestCall call)
    {
        var guild = Guild(call);
        var rule = JsonObject.Create(Rule(call, guild))!;
        return Store(call, guild, call.Id("rule"), rule, "AUTO_MODERATION_RULE_UPDATE", AuditAction.AutoModerationRuleUpdate);
    }

    private static RestAnswer Store(RestCall call, Guild guild, ulong id, JsonObject rule, string happened, int action)
    {
        foreach (var name in Patchable)
            if (call.Body.TryGetProperty(name, out var value)) rule[name] = JsonNode.Parse(value.GetRawText());
        var stored = JsonSerializer.SerializeToElement(rule);
        guild.AutoModerationRules[id] = stored;
        Tell(call, guild, happened, action, stored);
        return RestAnswer.Json(w => stored.WriteTo(w));
    }

    private static void Tell(RestCall call, Guild guild, string happened, int action, JsonElement rule)
    {
        call.World.Emit(new WorldEvent(happened, Intents.AutoModerationConfiguration, (w, _) => rule.WriteTo(w))
        {
            Guild = guild,
            NeedsAnyOf = Permissions.ManageGuild,
        });
        call.World.Audit(guild, action, call.Bot.Id, ulong.Parse(rule.GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture), call.Reason);
    }
}
