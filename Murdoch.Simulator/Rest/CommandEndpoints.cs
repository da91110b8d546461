using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Murdoch.Simulator.Rest;

/// <summary>Application commands. https://docs.discord.com/developers/interactions/application-commands</summary>
internal static partial class CommandEndpoints
{
    private const int MaxCommands = 130;

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
        return RestAnswer.List(call.World.Commands.GetValueOrDefault(guild) ?? [], (w, command) => command.WriteTo(w));
    }

    /// <summary>The list given is all there is afterwards; a command that keeps name and type keeps its id.</summary>
    private static RestAnswer Replace(RestCall call, ulong guild)
    {
        RequireOwn(call);
        if (call.Body.ValueKind != JsonValueKind.Array) throw RestError.InvalidForm("", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
        if (call.Body.GetArrayLength() > MaxCommands) throw new RestError(400, 30032, "Maximum number of application commands reached (100)");
        var errors = new FormErrors();
        var index = 0;
        foreach (var command in call.Body.EnumerateArray()) Check(command, $"{index++}", errors);
        errors.ThrowIfAny();
        var known = call.World.Commands.GetValueOrDefault(guild) ?? [];
        var commands = call.Body.EnumerateArray().Select(command => Stored(call, command, guild, known)).ToList();
        call.World.Commands[guild] = commands;
        return RestAnswer.List(commands, (w, command) => command.WriteTo(w));
    }

    private static void RequireOwn(RestCall call)
    {
        if (call.Id("application") != call.Bot.Id) throw new RestError(403, 20012, "You are not authorized to perform this action on this application");
    }

    private static void Check(JsonElement command, string path, FormErrors errors)
    {
        if (command.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
            return;
        }
        var type = command.TryGetProperty("type", out var kind) ? kind.GetInt32() : 1;
        var name = command.TryGetProperty("name", out var text) ? text.GetString() ?? "" : "";
        if (name.Length is 0 or > 32 || (type == 1 && (!SlashName().IsMatch(name) || HasUpperCase(name))))
            errors.Add($"{path}.name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
        var description = command.TryGetProperty("description", out var words) ? words.GetString() ?? "" : "";
        if (type == 1 && description.Length is 0 or > 100) errors.Add($"{path}.description", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.");
        if (type != 1 && description.Length > 0) errors.Add($"{path}.description", "APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED", "Context menu commands have no description");
        CheckOptions(command, path, errors);
    }

    private static void CheckOptions(JsonElement owner, string path, FormErrors errors)
    {
        if (!owner.TryGetProperty("options", out var options) || options.ValueKind != JsonValueKind.Array) return;
        if (options.GetArrayLength() > 25) errors.Add($"{path}.options", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
        var index = 0;
        var optionalSeen = false;
        foreach (var option in options.EnumerateArray())
        {
            var here = $"{path}.options.{index++}";
            var name = option.TryGetProperty("name", out var text) ? text.GetString() ?? "" : "";
            if (!SlashName().IsMatch(name) || HasUpperCase(name)) errors.Add($"{here}.name", "APPLICATION_COMMAND_INVALID_NAME", "Option name is invalid");
            var description = option.TryGetProperty("description", out var words) ? words.GetString() ?? "" : "";
            if (description.Length is 0 or > 100) errors.Add($"{here}.description", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.");
            if (!option.TryGetProperty("type", out var type) || type.GetInt32() is < 1 or > 11) errors.Add($"{here}.type", "BASE_TYPE_CHOICES", "Unknown option type");
            var required = option.TryGetProperty("required", out var flag) && flag.ValueKind == JsonValueKind.True;
            if (required && optionalSeen) errors.Add(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options");
            optionalSeen |= !required;
            if (option.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 25)
                errors.Add($"{here}.choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.");
            CheckOptions(option, here, errors);
        }
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
        if (!stored.ContainsKey("default_member_permissions")) stored["default_member_permissions"] = null;
        if (guild != 0) stored["guild_id"] = Spell(guild);
        return JsonSerializer.SerializeToElement(stored);
    }

    private static bool HasUpperCase(string name) => name.Any(char.IsUpper);

    private static string Spell(ulong id) => id.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[-_'\p{L}\p{N}]{1,32}$")]
    private static partial Regex SlashName();
}
