using System.Globalization;
using System.Text;
using System.Text.Json;
using Murdoch.Silo.Settings;

namespace Murdoch.Silo.Commands;

/// <summary>Settings as people and scripts read them. A secret is told as set or not set.</summary>
internal static class SettingsReport
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>All that is wrong, in one message.</summary>
    public static string Describe(IReadOnlyList<SettingProblem> problems)
    {
        var text = new StringBuilder(problems.Count == 1 ? "One setting is wrong:" : $"{problems.Count} settings are wrong:");
        foreach (var problem in problems) text.AppendLine().Append("  ").Append(problem);
        return text.ToString();
    }

    public static string Table(LoadedSettings settings, SettingCatalogue catalogue)
    {
        (string Name, string Value, string Source)[] rows =
            [("SETTING", "VALUE", "SOURCE"), .. catalogue.Names.Select(name => (name, Value(settings, catalogue[name]), Source(settings, name)))];
        var name = rows.Max(row => row.Name.Length);
        var value = rows.Max(row => row.Value.Length);
        return string.Join(Environment.NewLine, rows.Select(row => $"{row.Name.PadRight(name)}  {row.Value.PadRight(value)}  {row.Source}"));
    }

    public static string Json(LoadedSettings settings, SettingCatalogue catalogue, IReadOnlyList<SettingProblem> problems, IEnumerable<string> hints) =>
        JsonSerializer.Serialize(new
        {
            ok = problems.Count == 0,
            settings = catalogue.Names.Select(name => new { name, value = Value(settings, catalogue[name]), source = Source(settings, name), secret = catalogue[name].IsSecret }),
            problems,
            warnings = hints,
        }, Indented);

    private static string Value(LoadedSettings settings, Setting setting)
    {
        var given = settings.Configuration[setting.Name];
        if (setting.IsSecret) return given is null ? "not set" : "set";
        if (given is not null) return Secrets.Show(setting.Name, given);
        var standard = setting.Default is bool flag ? (flag ? "true" : "false") : Convert.ToString(setting.Default, CultureInfo.InvariantCulture);
        return string.IsNullOrEmpty(standard) ? "not set" : standard;
    }

    private static string Source(LoadedSettings settings, string name) => settings.Sources.GetValueOrDefault(name, "default");
}
