using System.CommandLine;
using System.Globalization;
using Murdoch.Grains.Feedback;
using Murdoch.Grains.Interfaces.Guilds;
using Murdoch.Grains.Storage;
using Murdoch.Silo.Hosting;
using Murdoch.Silo.Settings;

namespace Murdoch.Silo.Commands;

/// <summary>murdoch export-labels: what moderators marked, as rows for <c>murdoch train</c>.</summary>
internal static class ExportLabelsCommand
{
    public static Command Create()
    {
        var target = new Option<FileInfo?>("--out") { Description = "The JSONL file to write; without it rows go to the standard output" };
        var guild = new Option<ulong?>("--guild") { Description = "Only what was marked in the guild with this id" };
        var command = new Command("export-labels", "Write the violations that moderators marked, where their guild keeps texts, as labelled rows: train takes them as --extra") { target, guild };
        command.SetAction((parsed, cancellationToken) =>
        {
            var catalogue = MurdochHost.Catalogue();
            var settings = SettingSources.Load(Directory.GetCurrentDirectory(), SettingSources.ReadEnvironment(), catalogue.Names);
            return RunAsync(settings, catalogue, parsed.GetValue(guild), parsed.GetValue(target), Console.Out, Console.Error, cancellationToken);
        });
        return command;
    }

    public static async Task<int> RunAsync(
        LoadedSettings settings, SettingCatalogue catalogue, ulong? guild, FileInfo? target, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        // Nothing but the database is used: a token that is missing is no matter.
        var problems = catalogue.Check(settings).Where(problem => problem.Name.StartsWith("DATABASE_", StringComparison.Ordinal)).ToArray();
        if (problems.Length > 0)
        {
            await errors.WriteLineAsync(SettingsReport.Describe(problems));
            return ExitCode.WrongUsage;
        }

        try
        {
            // Written at the end as a whole: a file is complete or not there.
            using var rows = new StringWriter();
            var report = await LabelExport.RunAsync(settings.Configuration, guild is { } id ? new GuildId(id) : null, rows, cancellationToken);
            if (target is null)
            {
                await output.WriteAsync(rows.ToString());
            }
            else
            {
                await File.WriteAllTextAsync(target.FullName, rows.ToString(), cancellationToken);
            }

            await errors.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{report.Benign} benign and {report.Positive} violating texts{(report.LeftOut == 0 ? "" : $"; {report.LeftOut} marks teach nothing about texts and were left out")}."));
            if (report is { Benign: 0, Positive: 0 })
            {
                await errors.WriteLineAsync("Rows come from violations that moderators marked, in guilds that keep texts.");
            }

            return ExitCode.Done;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DatabaseUnavailableException or System.Data.Common.DbException)
        {
            await errors.WriteLineAsync(exception.Message);
            return ExitCode.Failed;
        }
    }
}
