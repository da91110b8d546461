using System.Collections;
using dotenv.net;

namespace Murdoch.Silo.Settings;

/// <summary>
/// Reads settings from where operators write them: environment, then <c>.env</c>, then <c>appsettings.json</c>, the first that names a setting
/// wins. A secret may be given as <c>NAME_FILE</c>, the path of a file that holds it.
/// </summary>
internal static class SettingSources
{
    public const string Environment = "environment";
    public const string DotEnvFile = ".env";
    public const string JsonFile = "appsettings.json";
    private const string FileSuffix = "_FILE";

    /// <param name="directory">Where the two files are looked for; each may be missing.</param>
    /// <param name="names">The settings there are: files of other programs' secrets are none of our business.</param>
    /// <param name="overrides">Settings that win over all sources, under the name they are shown with.</param>
    public static LoadedSettings Load(
        string directory,
        IReadOnlyDictionary<string, string> environment,
        IEnumerable<string> names,
        params (string Source, IReadOnlyDictionary<string, string> Values)[] overrides)
    {
        var problems = new List<SettingProblem>();
        IEnumerable<(string Source, IReadOnlyDictionary<string, string> Values)> layers =
        [
            .. overrides,
            (Environment, environment),
            (DotEnvFile, ReadDotEnv(Path.Combine(directory, DotEnvFile))),
            (JsonFile, ReadJson(Path.Combine(directory, JsonFile), problems)),
        ];
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var sources = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (source, layer) in layers)
        {
            foreach (var (name, value) in layer)
            {
                if (value.Length == 0 || !sources.TryAdd(name, source)) continue;
                values[name] = value;
            }
        }
        var given = new Dictionary<string, string>(sources, StringComparer.OrdinalIgnoreCase);
        foreach (var name in names.Where(name => Secrets.MayBeInFile(name) && given.ContainsKey(name + FileSuffix)))
        {
            // What is set for the program, as the demo's token, is not up for discussion.
            if (!overrides.Any(layer => layer.Values.ContainsKey(name))) ResolveFile(name, directory, values, sources, problems);
        }
        return new(new ConfigurationBuilder().AddInMemoryCollection(values).Build(), sources, given, problems);
    }

    public static IReadOnlyDictionary<string, string> ReadEnvironment() =>
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(
            entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);

    /// <summary>The secret that <paramref name="name"/> gives as a file; null when it is another kind of name.</summary>
    public static string? SecretOfFile(string name) =>
        name.EndsWith(FileSuffix, StringComparison.Ordinal) && Secrets.MayBeInFile(name[..^FileSuffix.Length]) ? name[..^FileSuffix.Length] : null;

    private static void ResolveFile(
        string name, string directory, Dictionary<string, string?> values, Dictionary<string, string> sources, List<SettingProblem> problems)
    {
        var fileName = name + FileSuffix;
        if (values.ContainsKey(name))
        {
            problems.Add(new(fileName, $"and {name} are both set: keep one of them"));
            return;
        }
        var path = Path.Combine(directory, values[fileName]!);
        try
        {
            var content = File.ReadAllText(path).Trim();
            if (content.Length == 0)
            {
                problems.Add(new(fileName, $"names an empty file: {path}"));
                return;
            }
            values[name] = content;
            sources[name] = $"file {path}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(new(fileName, $"names a file that cannot be read: {path}"));
        }
    }

    // Patterns contain $ and secrets may: nothing is expanded.
    private static Dictionary<string, string> ReadDotEnv(string path) =>
        !File.Exists(path)
            ? new Dictionary<string, string>()
            : DotEnv.Read(new DotEnvOptions(envFilePaths: [path], trimValues: true, supportExportSyntax: true, supportVariableExpansion: false))
                .ToDictionary(pair => pair.Key, pair => pair.Value ?? "", StringComparer.Ordinal);

    private static Dictionary<string, string> ReadJson(string path, List<SettingProblem> problems)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(path, optional: true, reloadOnChange: false).Build().AsEnumerable()
                .Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal);
        }
        catch (InvalidDataException exception)
        {
            problems.Add(new(JsonFile, $"cannot be read: {exception.InnerException?.Message ?? exception.Message}"));
            return new Dictionary<string, string>();
        }
    }
}
