using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Murdoch.Silo.Hosting;

/// <summary>
/// One line per event: time (UTC), level, who speaks, what. An error tells what it says of itself and of its causes; the stack comes at
/// LOG_LEVEL=debug, where somebody looks for a fault.
/// </summary>
internal sealed class LineFormatter(TimeProvider time, IOptions<LogOptions> options) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";
    private readonly bool _stacks = options.Value.MinimumLevel <= LogLevel.Debug;

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var category = logEntry.Category.AsSpan();
        textWriter.Write(time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        textWriter.Write(' ');
        textWriter.Write(Word(logEntry.LogLevel));
        textWriter.Write(' ');
        textWriter.Write(category[(category.LastIndexOf('.') + 1)..]);
        textWriter.Write(": ");
        WriteFlat(logEntry.Formatter(logEntry.State, logEntry.Exception), textWriter);
        for (var exception = logEntry.Exception; exception is not null; exception = exception.InnerException)
        {
            textWriter.Write($" ({exception.GetType().Name}: ");
            WriteFlat(exception.Message, textWriter);
            textWriter.Write(')');
        }
        textWriter.WriteLine();
        if (_stacks && logEntry.Exception is not null) textWriter.WriteLine(logEntry.Exception);
    }

    private static void WriteFlat(string text, TextWriter textWriter)
    {
        // What comes from outside must not be able to write a line of its own.
        foreach (var character in text) textWriter.Write(char.IsControl(character) ? ' ' : character);
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace  ",
        LogLevel.Debug => "debug  ",
        LogLevel.Information => "info   ",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error  ",
        _ => "fatal  ",
    };
}
