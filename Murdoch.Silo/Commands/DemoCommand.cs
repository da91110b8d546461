using System.CommandLine;
using Murdoch.Silo.Demo;

namespace Murdoch.Silo.Commands;

/// <summary>murdoch demo: moderate a simulated Discord on this computer.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { Description = "End by itself after so many seconds; 0 goes on until Ctrl-C" };
        var keep = new Option<string>("--keep") { Description = "Keep the database at this path; otherwise it is deleted at the end", HelpName = "PATH" };
        seconds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0) result.AddError("--seconds is a whole number from 0.");
        });
        var command = new Command("demo", "Moderate a simulated Discord on this computer: no token, no account, nothing leaves the machine") { seconds, keep };
        command.SetAction(async (parsed, cancellationToken) =>
            await DemoRun.RunAsync(parsed.GetValue(seconds), parsed.GetValue(keep), cancellationToken));
        return command;
    }
}
