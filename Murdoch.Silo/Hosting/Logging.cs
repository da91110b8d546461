using Microsoft.Extensions.Logging.Console;

namespace Murdoch.Silo.Hosting;

/// <summary>Logs go to standard output, times in UTC.</summary>
internal static class Logging
{
    /// <summary>Frameworks; what they say of themselves concerns whoever looks for a fault, and only then.</summary>
    private static readonly string[] Frameworks = ["Microsoft", "Orleans", "System", "Polly"];

    public static void AddMurdochLogging(this ILoggingBuilder logging, LogOptions options)
    {
        logging.SetMinimumLevel(options.MinimumLevel);
        if (options.MinimumLevel > LogLevel.Debug)
        {
            var least = options.MinimumLevel < LogLevel.Warning ? LogLevel.Warning : options.MinimumLevel;
            foreach (var framework in Frameworks) logging.AddFilter(framework, least);
            // What a check found is in its answer; whoever asks ten times a second should not fill the log.
            logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
            // Orleans' watchdog reckons its first check from the start of the machine and warns of minutes that were no delay.
            logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
            // A failed start is told in one sentence by the command; the host would add the stack.
            logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
            logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Critical).AddFilter("Orleans.Runtime.SiloLifecycleSubject", LogLevel.Critical);
        }
        if (options.Format == "json")
            logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
        else
            logging.AddConsole(console => console.FormatterName = LineFormatter.FormatterName).AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
    }
}
