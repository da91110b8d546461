using System.CommandLine;
using System.Globalization;
using Murdoch.Silo.Demo;

namespace Murdoch.Silo.Commands;

/// <summary>murdoch demo: moderate a simulated Discord on this computer.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var seconds = new Option<int>("--seconds")
        {
            Description = "End by itself after so many seconds; 0 goes on until Ctrl-C",
            CustomParser = result =>
            {
                if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return value;
                result.AddError("--seconds is a whole number from 0.");
                return 0;
            },
        };
        var keep = new Option<string>("--keep") { Description = "Keep the database at this path; otherwise it is deleted at the end", HelpName = "PATH" };
        var command = new Command("demo", "Moderate a simulated Discord on this computer: no token, no account, nothing leaves the machine") { seconds, keep };
        command.SetAction(async (parsed, cancellationToken) =>
            await DemoRun.RunAsync(parsed.GetValue(seconds), parsed.GetValue(keep), cancellationToken));
        return command;
    }
}
