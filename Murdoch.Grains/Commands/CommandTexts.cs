using System.Reflection;
using System.Text.Json;
using Murdoch.Discord.Interactions;

namespace Murdoch.Grains.Commands;

/// <summary>
/// Names and descriptions of commands in other languages than English: a file <c>Locales/{locale}.json</c> maps the path of a command, a group, a subcommand or an
/// option to its name and description. https://docs.discord.com/developers/reference#locales
/// </summary>
internal sealed class CommandTexts
{
    private const string Folder = "Murdoch.Grains.Commands.Locales.";
    private readonly (string Locale, Dictionary<string, Translation> Texts)[] _locales;

    public CommandTexts() : this(Embedded()) { }

    /// <param name="locales">Files by locale.</param>
    public CommandTexts(IEnumerable<(string Locale, Stream File)> locales) => _locales = [.. locales.Select(locale => (locale.Locale, Read(locale.File)))];

    /// <summary>What groups of commands are for.</summary>
    public static string Root(string path) => path switch
    {
        "murdoch" => "How this guild is moderated",
        "murdoch rules" => "The guild's own rules",
        "murdoch raid" => "Raid mode",
        "murdoch case" => "What was done to members",
        "murdoch appeal" => "What members say was wrong",
        "murdoch exempt" => "Roles and channels that are left alone",
        _ => path,
    };

    public ApplicationCommand Translate(string path, ApplicationCommand command) => command with
    {
        NameLocalizations = Each(path, text => text.Name),
        DescriptionLocalizations = command.Description.Length == 0 ? null : Each(path, text => text.Description),
    };

    public ApplicationCommandOption Translate(string path, ApplicationCommandOption option) => option with
    {
        NameLocalizations = Each(path, text => text.Name),
        DescriptionLocalizations = Each(path, text => text.Description),
    };

    private Dictionary<string, string>? Each(string path, Func<Translation, string?> part)
    {
        Dictionary<string, string>? found = null;
        foreach (var (locale, texts) in _locales)
        {
            if (texts.TryGetValue(path, out var text) && part(text) is { } translated) (found ??= [])[locale] = translated;
        }
        return found;
    }

    private static IEnumerable<(string Locale, Stream File)> Embedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return from name in assembly.GetManifestResourceNames()
               where name.StartsWith(Folder, StringComparison.Ordinal)
               select (Path.GetFileNameWithoutExtension(name[Folder.Length..]), assembly.GetManifestResourceStream(name)!);
    }

    private static Dictionary<string, Translation> Read(Stream file)
    {
        using (file) return JsonSerializer.Deserialize(file, CommandTextsJson.Default.DictionaryStringTranslation) ?? [];
    }

    internal sealed record Translation(string? Name, string? Description);
}

[System.Text.Json.Serialization.JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, CommandTexts.Translation>))]
internal sealed partial class CommandTextsJson : System.Text.Json.Serialization.JsonSerializerContext;
