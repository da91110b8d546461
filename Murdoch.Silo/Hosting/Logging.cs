using Microsoft.Extensions.Logging.Console;

namespace Murdoch.Silo.Hosting;

/// <summary>Logs go to standard output, one line per event, times in UTC.</summary>
internal static class Logging
{
    public static void AddMurdochLogging(this ILoggingBuilder logging, LogOptions options)
    {
        logging.SetMinimumLevel(options.MinimumLevel);
        if (options.MinimumLevel > LogLevel.Debug)
        {
            // What the frameworks say of themselves concerns whoever looks for a fault, and only then.
            logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Orleans", LogLevel.Warning).AddFilter("System", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning)
                // What a check found is in its answer; whoever asks ten times a second should not fill the log.
                .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
            // Orleans' watchdog reckons its first check from the start of the machine and warns of minutes that were no delay.
            logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
            // A failed start is told in one sentence by the command; the host would add the stack.
            logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
            logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Critical).AddFilter("Orleans.Runtime.SiloLifecycleSubject", LogLevel.Critical);
        }
        if (options.Format == "json")
            logging.AddJsonConsole(Utc);
        else
            logging.AddSimpleConsole(console =>
            {
                Utc(console);
                console.SingleLine = true;
                console.ColorBehavior = LoggerColorBehavior.Default;
            });
    }

    private static void Utc(ConsoleFormatterOptions console)
    {
        console.UseUtcTimestamp = true;
        console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
    }
}
