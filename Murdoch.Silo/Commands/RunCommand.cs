using System.CommandLine;
using Murdoch.Silo.Hosting;
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
        var catalogue = MurdochHost.Catalogue();
        var settings = SettingSources.Load(Directory.GetCurrentDirectory(), SettingSources.ReadEnvironment(), catalogue.Names);
        return await HostRun.RunAsync(settings, catalogue, demo: false, PrintAddresses, cancellationToken);
    }

    private static Task PrintAddresses(IServiceProvider services, CancellationToken stopping)
    {
        var listeners = services.GetRequiredService<Listeners>();
        if (listeners.AddressOf(Listener.Web) is { } web) Console.WriteLine($"dashboard {web.GetLeftPart(UriPartial.Authority)}");
        if (listeners.AddressOf(Listener.Health) is { } health) Console.WriteLine($"health {health.GetLeftPart(UriPartial.Authority)}/health");
        return Task.CompletedTask;
    }
}
