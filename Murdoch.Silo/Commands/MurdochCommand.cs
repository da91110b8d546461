using System.CommandLine;

namespace Murdoch.Silo.Commands;

/// <summary>The command line.</summary>
internal static class MurdochCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Discord moderation and a live dashboard over it. Without a command: run.")
        {
            RunCommand.Create(),
            DemoCommand.Create(),
            CheckConfigCommand.Create(),
            CheckTextCommand.Create(),
            BacktestCommand.Create(),
            TrainCommand.Create(),
            TrainHostsCommand.Create(),
            ExportLabelsCommand.Create(),
        };
        root.SetAction((_, cancellationToken) => RunCommand.RunAsync(cancellationToken));
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
            await Console.Error.WriteLineAsync("murdoch --help shows what there is.");
            return ExitCode.WrongUsage;
        }
        // Signals belong to the host, which stops in order and takes its time.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    }
}
