using System.Text.Json;
using System.Text.RegularExpressions;

namespace Murdoch.Simulator.Rest;

/// <summary>A command to register. https://docs.discord.com/developers/interactions/application-commands#application-command-object</summary>
internal static partial class CommandForm
{
    public const int ChatInput = 1;
    private const int Subcommand = 1, SubcommandGroup = 2, Text = 3, WholeNumber = 4, Channel = 7, Number = 10;
    private const int MaxOptions = 25, MaxChoices = 25, MaxCharacters = 8000;

    public static void Check(JsonElement element, string path, FormErrors errors)
    {
        var command = new BodyReader(element, errors, path);
        var type = command.Number("type", 1, 3) ?? ChatInput;
        var characters = CheckName(command, path, type == ChatInput);
        if (type == ChatInput) characters += CheckDescription(command, path);
        else
        {
            if (!string.IsNullOrEmpty(command.Text("description"))) command.Fail("description", "APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED", "Context menu commands have no description");
            if (command.Raw("options") is { ValueKind: JsonValueKind.Array } options && options.GetArrayLength() > 0)
                command.Fail("options", "APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED", "Context menu commands have no options");
        }
        command.Permissions("default_member_permissions");
        if (command.Raw("default_member_permissions").ValueKind is not (JsonValueKind.String or JsonValueKind.Undefined))
            command.Fail("default_member_permissions", "STRING_TYPE_CONVERT", "Could not interpret as string.");
        command.Flag("nsfw");
        CheckSet(command, "contexts", 2);
        CheckSet(command, "integration_types", 1);
        characters += CheckOptions(command, depth: 0);
        if (characters > MaxCharacters) command.Fail("", "APPLICATION_COMMAND_TOO_LARGE", $"Command exceeds maximum size ({MaxCharacters})");
    }

    /// <returns>Characters, each name by its longest localization.</returns>
    private static int CheckName(BodyReader named, string path, bool isChatInput)
    {
        var name = named.Text("name", 1, 32, required: true) ?? "";
        if (isChatInput && !IsChatInputName(name)) named.Fail("name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
        return CheckLocalizations(named, path, "name_localizations", 32, isChatInput, name.Length);
    }

    private static int CheckDescription(BodyReader described, string path)
    {
        var description = described.Text("description", 1, 100, required: true) ?? "";
        return CheckLocalizations(described, path, "description_localizations", 100, isName: false, description.Length);
    }

    private static int CheckLocalizations(BodyReader owner, string path, string field, int longest, bool isName, int length)
    {
        if (owner.Raw(field) is not { ValueKind: JsonValueKind.Object } texts) return length;
        var reader = new BodyReader(texts, owner.Errors, $"{path}.{field}");
        foreach (var locale in texts.EnumerateObject())
        {
            if (!Locale().IsMatch(locale.Name)) reader.Fail(locale.Name, "ENUM_TYPE_COERCE", $"Value \"{locale.Name}\" is not a valid locale.");
            var text = reader.Text(locale.Name, 1, longest) ?? "";
            if (isName && !IsChatInputName(text)) reader.Fail(locale.Name, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
            length = Math.Max(length, text.Length);
        }
        return length;
    }

    private static int CheckOptions(BodyReader owner, int depth)
    {
        var (characters, optionalSeen, kinds) = (0, false, 0);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (element, path) in owner.List("options", 0, MaxOptions))
        {
            var option = new BodyReader(element, owner.Errors, path);
            characters += CheckName(option, path, isChatInput: true) + CheckDescription(option, path);
            if (option.Text("name") is { } name && !names.Add(name)) option.Fail("name", "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists");
            var type = option.Number("type", 1, 11, required: true) ?? 0;
            // Groups hold subcommands, subcommands hold the rest; and a list holds either the former two or the rest.
            kinds |= type is Subcommand or SubcommandGroup ? 1 : 2;
            if (type == SubcommandGroup && depth > 0 || type == Subcommand && depth > 1)
                option.Fail("type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-commands cannot be nested like this");
            if (type is Subcommand or SubcommandGroup)
            {
                if (type == SubcommandGroup && Array.Exists(Types(option), inner => inner != Subcommand)) option.Fail("options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Only sub-commands are allowed here");
                characters += CheckOptions(option, type == SubcommandGroup ? depth + 1 : 2);
                continue;
            }
            var required = option.Flag("required") ?? false;
            if (required && optionalSeen) option.Fail("required", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options");
            optionalSeen |= !required;
            characters += CheckValues(option, type);
        }
        if (kinds == 3) owner.Fail("options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command and sub-command group option types are mutually exclusive to all other types");
        return characters;
    }

    private static int CheckValues(BodyReader option, int type)
    {
        var characters = 0;
        var choices = option.List("choices", 0, MaxChoices);
        var takesChoices = type is Text or WholeNumber or Number;
        var completes = option.Flag("autocomplete") ?? false;
        if ((choices.Count > 0 || completes) && !takesChoices) option.Fail("choices", "APPLICATION_COMMAND_OPTIONS_CHOICES_NOT_ALLOWED", "This option type has neither choices nor autocomplete");
        if (choices.Count > 0 && completes) option.Fail("autocomplete", "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES", "Choices and autocomplete are mutually exclusive");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (element, path) in choices)
        {
            var choice = new BodyReader(element, option.Errors, path);
            var name = choice.Text("name", 1, 100, required: true) ?? "";
            if (!names.Add(name)) choice.Fail("name", "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_EXISTS", "Choice name already exists");
            characters += CheckLocalizations(choice, path, "name_localizations", 100, isName: false, name.Length);
            var value = choice.Raw("value");
            var fits = type == Text ? value.ValueKind == JsonValueKind.String : value.ValueKind == JsonValueKind.Number && (type == Number || value.TryGetInt64(out _));
            if (!fits) choice.Fail("value", "APPLICATION_COMMAND_OPTIONS_VALUE_INVALID", "The value does not fit the option's type");
            else if (type == Text) characters += (choice.Text("value", 1, 100) ?? "").Length;
        }
        foreach (var bound in (string[])["min_value", "max_value"])
            if (option.Raw(bound) is { ValueKind: not JsonValueKind.Undefined } limit && (type is not (WholeNumber or Number) || limit.ValueKind != JsonValueKind.Number))
                option.Fail(bound, "APPLICATION_COMMAND_OPTIONS_RANGE_INVALID", "Only numbers have a range");
        var (shortest, longest) = (option.Number("min_length", 0, 6000), option.Number("max_length", 1, 6000));
        if (shortest > longest || ((shortest ?? longest) is not null && type != Text)) option.Fail("min_length", "APPLICATION_COMMAND_OPTIONS_LENGTH_INVALID", "The lengths do not fit the option");
        if (option.List("channel_types", 0, 20).Count > 0 && type != Channel) option.Fail("channel_types", "APPLICATION_COMMAND_OPTIONS_CHANNEL_TYPES_INVALID", "Only channel options have channel types");
        return characters;
    }

    private static void CheckSet(BodyReader command, string name, int largest)
    {
        var seen = new HashSet<int>();
        foreach (var (element, path) in command.List(name, name == "integration_types" ? 1 : 0, largest + 1))
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt32(out var value) || value < 0 || value > largest || !seen.Add(value))
                command.Errors.Add(path, "BASE_TYPE_CHOICES", $"Value must be one of 0 to {largest}, each once.");
    }

    private static int[] Types(BodyReader owner) => owner.Raw("options") is { ValueKind: JsonValueKind.Array } options
        ? [.. options.EnumerateArray().Select(option => option.ValueKind == JsonValueKind.Object && option.TryGetProperty("type", out var type) && type.TryGetInt32(out var number) ? number : 0)]
        : [];

    private static bool IsChatInputName(string name) => ChatInputName().IsMatch(name) && !name.Any(letter => char.ToLowerInvariant(letter) != letter);

    [GeneratedRegex(@"^[-_'\p{L}\p{N}\p{IsDevanagari}\p{IsThai}]{1,32}$")]
    private static partial Regex ChatInputName();

    /// <summary>https://docs.discord.com/developers/reference#locales</summary>
    [GeneratedRegex("^(id|da|de|en-GB|en-US|es-ES|es-419|fr|hr|it|lt|hu|nl|no|pl|pt-BR|ro|fi|sv-SE|vi|tr|cs|el|bg|ru|uk|hi|th|zh-CN|ja|zh-TW|ko)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Locale();
}
