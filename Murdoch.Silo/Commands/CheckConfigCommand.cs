using System.CommandLine;
using Murdoch.Silo.Hosting;
using Murdoch.Silo.Settings;

namespace Murdoch.Silo.Commands;

/// <summary>murdoch check-config: what would hold, where it comes from, and all that is wrong, without starting anything.</summary>
internal static class CheckConfigCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object, for scripts" };
        var command = new Command("check-config", "Show the settings in force, where each comes from, and all that is wrong") { json };
        command.SetAction(parsed =>
        {
            var catalogue = MurdochHost.Catalogue();
            var settings = SettingSources.Load(Directory.GetCurrentDirectory(), SettingSources.ReadEnvironment(), catalogue.Names);
            return Check(settings, catalogue, parsed.GetValue(json), Console.Out, Console.Error);
        });
        return command;
    }

    public static int Check(LoadedSettings settings, SettingCatalogue catalogue, bool json, TextWriter output, TextWriter errors)
    {
        var problems = catalogue.Check(settings);
        var hints = SettingHints.Find(settings, catalogue).ToArray();
        if (json)
        {
            output.WriteLine(SettingsReport.Json(settings, catalogue, problems, hints));
        }
        else
        {
            output.WriteLine(SettingsReport.Table(settings, catalogue));
            foreach (var hint in hints) errors.WriteLine(hint);
            if (problems.Count > 0) errors.WriteLine(SettingsReport.Describe(problems));
            else output.WriteLine("All settings are right.");
        }
        return problems.Count == 0 ? ExitCode.Done : ExitCode.WrongUsage;
    }
}
