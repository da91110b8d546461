using System.CommandLine;
using Murdoch.Silo.Settings;

namespace Murdoch.Silo.Commands;

/// <summary>murdoch run: moderate.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var command = new Command("run", "Moderate: connect to Discord with DISCORD_TOKEN (the default command)");
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var settings = SettingSources.Load(Directory.GetCurrentDirectory(), SettingSources.ReadEnvironment());
        return await HostRun.RunAsync(settings, demo: false, HostRun.PrintAddresses, cancellationToken);
    }
}
