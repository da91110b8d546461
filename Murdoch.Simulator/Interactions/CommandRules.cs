using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Murdoch.Simulator.World;

namespace Murdoch.Simulator.Interactions;

/// <summary>Who may use a registered command, and with which options. What does not fit never reaches the bot.</summary>
internal static class CommandRules
{
    private const int Subcommand = 1, SubcommandGroup = 2;

    /// <exception cref="InteractionRefusedException">The member does not see the command there.</exception>
    public static void RequireVisible(JsonElement command, Guild guild, Channel channel, Member member, DateTimeOffset now)
    {
        var rights = PermissionRules.InChannel(guild, channel, member, now);
        if (!rights.HasFlag(Permissions.ViewChannel | Permissions.UseApplicationCommands)) throw new InteractionRefusedException("The member may not use commands in this channel.");
        if (command.TryGetProperty("contexts", out var contexts) && contexts.ValueKind == JsonValueKind.Array && !contexts.EnumerateArray().Any(context => context.GetInt32() == 0))
            throw new InteractionRefusedException("The command is not for guilds.");
        if (command.TryGetProperty("default_member_permissions", out var needed) && needed.ValueKind == JsonValueKind.String
            && !Suffices(rights, (Permissions)ulong.Parse(needed.GetString()!, CultureInfo.InvariantCulture)))
            throw new InteractionRefusedException("The member lacks the command's default permissions.");
    }

    /// <summary>Options as Discord lets them through: known ones, of their type, the required ones among them.</summary>
    /// <param name="typing">While a command is typed nothing is required yet, and one option is focused.</param>
    /// <exception cref="InteractionRefusedException">The client would not send this.</exception>
    public static void RequireFitting(JsonElement owner, JsonArray? options, bool typing)
    {
        var known = Options(owner);
        var given = options?.OfType<JsonObject>().ToList() ?? [];
        foreach (var option in given)
        {
            var name = (string?)option["name"];
            if (known.Find(one => one.GetProperty("name").GetString() == name) is not { ValueKind: JsonValueKind.Object } rule) throw new InteractionRefusedException($"The command has no option {name}.");
            RequireFitting(rule, option, typing);
        }
        var missing = known.Find(rule => IsTrue(rule, "required") && !given.Exists(option => (string?)option["name"] == rule.GetProperty("name").GetString()));
        if (!typing && missing.ValueKind == JsonValueKind.Object) throw new InteractionRefusedException($"The option {missing.GetProperty("name").GetString()} is required.");
        if (!typing && known.Exists(rule => Type(rule) is Subcommand or SubcommandGroup) && given.Count != 1) throw new InteractionRefusedException("A command with subcommands is used by one of them.");
    }

    private static void RequireFitting(JsonElement rule, JsonObject option, bool typing)
    {
        var (name, type) = ((string?)option["name"], Type(rule));
        if ((int?)option["type"] != type) throw new InteractionRefusedException($"The option {name} is of type {type}.");
        if (type is Subcommand or SubcommandGroup)
        {
            RequireFitting(rule, option["options"] as JsonArray, typing);
            return;
        }
        var focused = (bool?)option["focused"] ?? false;
        if (focused && !IsTrue(rule, "autocomplete")) throw new InteractionRefusedException($"The option {name} is not completed by the bot.");
        if (focused) return;
        var value = option["value"]?.GetValueKind() ?? JsonValueKind.Undefined;
        var fits = type switch
        {
            4 or 10 => value == JsonValueKind.Number,
            5 => value is JsonValueKind.True or JsonValueKind.False,
            _ => value == JsonValueKind.String,
        };
        if (!fits) throw new InteractionRefusedException($"The value of {name} is of another type.");
        RequireInRange(rule, option, name, value);
    }

    private static void RequireInRange(JsonElement rule, JsonObject option, string? name, JsonValueKind kind)
    {
        if (rule.TryGetProperty("choices", out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0
            && !choices.EnumerateArray().Any(choice => choice.GetProperty("value").ToString() == option["value"]!.ToString())) throw new InteractionRefusedException($"The value of {name} is none of its choices.");
        var size = kind switch
        {
            JsonValueKind.Number => double.Parse(option["value"]!.ToString(), CultureInfo.InvariantCulture),
            JsonValueKind.String => option["value"]!.ToString().Length,
            _ => 0,
        };
        var (least, most) = kind == JsonValueKind.Number ? ("min_value", "max_value") : ("min_length", "max_length");
        if ((rule.TryGetProperty(least, out var low) && low.ValueKind == JsonValueKind.Number && size < low.GetDouble())
            || (rule.TryGetProperty(most, out var high) && high.ValueKind == JsonValueKind.Number && size > high.GetDouble()))
            throw new InteractionRefusedException($"The value of {name} is out of its range.");
    }

    private static bool Suffices(Permissions rights, Permissions needed) =>
        rights.HasFlag(Permissions.Administrator) || (needed != Permissions.None && rights.HasFlag(needed));

    private static List<JsonElement> Options(JsonElement owner) =>
        owner.TryGetProperty("options", out var options) && options.ValueKind == JsonValueKind.Array ? [.. options.EnumerateArray()] : [];

    private static int Type(JsonElement rule) => rule.GetProperty("type").GetInt32();

    private static bool IsTrue(JsonElement rule, string name) => rule.TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.True;
}
