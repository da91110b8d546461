using Murdoch.Silo.Hosting;
using Murdoch.Silo.Hosting.Redis;
using Murdoch.Silo.Settings;

namespace Murdoch.Silo.Commands;

/// <summary>One life of the process: check everything, start, wait for the signal, stop in order.</summary>
internal static class HostRun
{
    /// <summary>What a command does while everything runs, such as saying where to look. It ends when the host is told to stop.</summary>
    public delegate Task Meanwhile(IServiceProvider services, CancellationToken stopping);

    /// <param name="cancellationToken">Ends the run as a signal does.</param>
    public static async Task<int> RunAsync(
        LoadedSettings settings, SettingCatalogue catalogue, bool demo, Meanwhile meanwhile, CancellationToken cancellationToken)
    {
        var problems = catalogue.Check(settings);
        if (problems.Count > 0)
        {
            await Console.Error.WriteLineAsync(SettingsReport.Describe(problems));
            return ExitCode.WrongUsage;
        }
        foreach (var hint in SettingHints.Find(settings, catalogue)) await Console.Error.WriteLineAsync(hint);

        var silo = settings.Configuration.Read<SiloOptions>();
        var taken = PortCheck.FindTaken(settings.Configuration.Read<WebOptions>(), silo, loopbackOnly: demo);
        if (taken.Count > 0)
        {
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, taken));
            return ExitCode.Failed;
        }
        var configuration = new ConfigurationBuilder().AddConfiguration(settings.Configuration)
            .AddInMemoryCollection(MurdochHost.ChooseSiloPorts(silo)!).Build();
        return await RunHostAsync(configuration, demo, meanwhile, cancellationToken);
    }

    private static async Task<int> RunHostAsync(IConfiguration configuration, bool demo, Meanwhile meanwhile, CancellationToken cancellationToken)
    {
        using var signals = new StopSignals();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(signals.Stop, cancellationToken);
        var stackTraces = configuration.Read<LogOptions>().MinimumLevel <= LogLevel.Debug;
        var stopping = CancellationToken.None;
        try
        {
            await using var redis = await RedisStart.ConnectAsync(configuration, stop.Token);
            await using var app = MurdochHost.Build(configuration, demo, redis);
            stopping = app.Lifetime.ApplicationStopping;
            using var end = stop.Token.Register(app.Lifetime.StopApplication);
            await app.StartAsync(CancellationToken.None);
            var work = meanwhile(app.Services, stopping);
            await app.WaitForShutdownAsync(CancellationToken.None);
            await work;
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested || stop.IsCancellationRequested)
        {
            return ExitCode.Done; // told to stop before the start was over
        }
        catch (StartRefusedException exception) when (!stackTraces)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ExitCode.Failed;
        }
#pragma warning disable CA1031 // The edge of the program: whatever ended it is told here, in a sentence.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync(stackTraces ? exception.ToString() : Describe(exception));
            return ExitCode.Failed;
        }
    }

    private static string Describe(Exception exception)
    {
        while (exception.InnerException is { } inner) exception = inner;
        return $"Murdoch could not go on: {Secrets.Show(exception.Message)} (LOG_LEVEL=debug shows more)";
    }
}
