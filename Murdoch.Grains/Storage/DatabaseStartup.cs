using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Storage;

/// <summary>
/// Brings the schema up to date before anything reads or writes. A server that cannot be reached yet does not end the process: it goes on without
/// being ready, and asks again. A wrong path or a newer schema does.
/// </summary>
internal sealed partial class DatabaseStartup(
    Database database, DatabaseMigrations migrations, IOptions<DatabaseOptions> options, TimeProvider time, IHostApplicationLifetime host, ILogger<DatabaseStartup> logger)
    : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _attempts = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await TryOnce(cancellationToken)) _attempts = Task.Run(() => TryUntilReady(_stop.Token), CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _attempts.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();

    private async Task<bool> TryOnce(CancellationToken cancellationToken)
    {
        try
        {
            await migrations.RunAsync(cancellationToken);
            database.StartProblem = null;
            database.MarkReady();
            return true;
        }
        catch (DatabaseUnavailableException exception) when (database.MayComeLater)
        {
            if (exception.Message != database.StartProblem) LogWaiting(exception.Message);
            database.StartProblem = exception.Message;
            return false;
        }
    }

    private async Task TryUntilReady(CancellationToken stop)
    {
        var pause = TimeSpan.FromMilliseconds(options.Value.RetryMilliseconds);
        try
        {
            do
            {
                await Task.Delay(pause, time, stop);
                pause = TimeSpan.FromMilliseconds(Math.Min(pause.TotalMilliseconds * 2, options.Value.RetryMaxMilliseconds));
            }
            while (!await TryOnce(stop));
            LogReached(database.Name);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { /* The process ends. */ }
        catch (Exception exception)
        {
            database.StartProblem = exception.Message;
            LogFailed(exception, exception.Message);
            host.StopApplication();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem} Not ready until it can; trying again")]
    private partial void LogWaiting(string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database {Name} is open")]
    private partial void LogReached(string name);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The database cannot be used, so this process ends: {Problem}")]
    private partial void LogFailed(Exception exception, string problem);
}
