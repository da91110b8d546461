using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Murdoch.Simulator.Rest;

/// <summary>Application commands. https://docs.discord.com/developers/interactions/application-commands</summary>
internal static class CommandEndpoints
{
    /// <summary>By type: slash commands, those of users, those of messages.</summary>
    private static readonly int[] MaxByType = [100, 15, 15];

    public static void Add(RouteTable routes)
    {
        routes.Add("GET", "/applications/{application}/commands", call => List(call, 0));
        routes.Add("PUT", "/applications/{application}/commands", call => Replace(call, 0));
        routes.Add("GET", "/applications/{application}/guilds/{guild}/commands", call => List(call, call.Guild().Id));
        routes.Add("PUT", "/applications/{application}/guilds/{guild}/commands", call => Replace(call, call.Guild().Id));
    }

    private static RestAnswer List(RestCall call, ulong guild)
    {
        RequireOwn(call);
        return RestAnswer.List(call.World.Commands.GetValueOrDefault(guild) ?? [], (w, command) => Write(w, command, call.QueryFlag("with_localizations")));
    }

    /// <summary>The list given is all there is afterwards; a command that keeps name and type keeps its id.</summary>
    private static RestAnswer Replace(RestCall call, ulong guild)
    {
        RequireOwn(call);
        if (call.Body.ValueKind != JsonValueKind.Array) throw RestError.InvalidForm("", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
        var errors = new FormErrors();
        var index = 0;
        foreach (var command in call.Body.EnumerateArray()) CommandForm.Check(command, $"{index++}", errors);
        errors.ThrowIfAny();
        CheckTogether(call.Body);
        var known = call.World.Commands.GetValueOrDefault(guild) ?? [];
        var commands = call.Body.EnumerateArray().Select(command => Stored(call, command, guild, known)).ToList();
        call.World.Commands[guild] = commands;
        return RestAnswer.List(commands, (w, command) => command.WriteTo(w));
    }

    private static void RequireOwn(RestCall call)
    {
        if (call.Id("application") != call.Bot.Id) throw new RestError(403, 20012, "You are not authorized to perform this action on this application");
    }

    private static void CheckTogether(JsonElement commands)
    {
        var names = commands.EnumerateArray().Select(command => (Type: command.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.Number ? type.GetInt32() : CommandForm.ChatInput,
            Name: command.GetProperty("name").GetString())).ToList();
        for (var type = 1; type <= MaxByType.Length; type++)
            if (names.Count(name => name.Type == type) > MaxByType[type - 1]) throw new RestError(400, 30032, $"Maximum number of application commands reached ({MaxByType[type - 1]})");
        if (names.Distinct().Count() < names.Count) throw RestError.InvalidForm("", "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique");
    }

    private static void Write(Utf8JsonWriter w, JsonElement command, bool withLocalizations)
    {
        if (withLocalizations) command.WriteTo(w);
        else WithoutLocalizations(JsonNode.Parse(command.GetRawText())!).WriteTo(w);
    }

    private static JsonNode WithoutLocalizations(JsonNode node)
    {
        if (node is JsonArray list)
            foreach (var element in list.OfType<JsonNode>()) WithoutLocalizations(element);
        if (node is not JsonObject part) return node;
        part.Remove("name_localizations");
        part.Remove("description_localizations");
        foreach (var (_, value) in part.Where(property => property.Value is not null).ToList()) WithoutLocalizations(value!);
        return node;
    }

    private static JsonElement Stored(RestCall call, JsonElement command, ulong guild, List<JsonElement> known)
    {
        var stored = JsonObject.Create(command)!.DeepClone().AsObject();
        stored["type"] ??= 1;
        stored["description"] ??= "";
        stored["options"] ??= new JsonArray();
        var same = known.Find(k => k.GetProperty("name").GetString() == (string?)stored["name"] && k.GetProperty("type").GetInt32() == (int)stored["type"]!);
        stored["id"] = same.ValueKind == JsonValueKind.Object ? same.GetProperty("id").GetString() : Spell(call.World.Ids.Next());
        stored["application_id"] = Spell(call.Bot.Id);
        stored["version"] = Spell(call.World.Ids.Next());
        stored["nsfw"] ??= false;
        stored["integration_types"] ??= new JsonArray(0);
        foreach (var name in (string[])["default_member_permissions", "contexts", "name_localizations", "description_localizations"])
            if (!stored.ContainsKey(name)) stored[name] = null;
        if (guild != 0) stored["guild_id"] = Spell(guild);
        return JsonSerializer.SerializeToElement(stored);
    }

    private static string Spell(ulong id) => id.ToString(CultureInfo.InvariantCulture);
}
