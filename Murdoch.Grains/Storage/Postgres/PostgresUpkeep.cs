using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Storage.Postgres;

/// <summary>What a PostgreSQL database needs from time to time. With SQLite it does nothing.</summary>
internal sealed partial class PostgresUpkeep(IServiceProvider services, IOptions<DatabaseOptions> options, TimeProvider time, ILogger<PostgresUpkeep> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (services.GetRequiredService<Database>() is not PostgresDatabase database) return;
        await database.Ready.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Repeat(TimeSpan.FromHours(options.Value.PartitionCheckHours), () => MakePartitions(database, stoppingToken), stoppingToken);
    }

    private async Task Repeat(TimeSpan interval, Func<Task> work, CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) return;
            await work();
        }
    }

    private async Task MakePartitions(PostgresDatabase database, CancellationToken stoppingToken)
    {
        try
        {
            await using var connection = await database.Primary.OpenConnectionAsync(stoppingToken);
            await services.GetRequiredService<PostgresPartitions>().MakeAsync(connection, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { /* The process ends. */ }
        // There is time: months are made ahead, and the default partition takes what comes too early.
        catch (Exception exception) { LogFailed(exception, DatabaseProblems.Describe(exception)); }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The next months of violations could not be made: {Problem}. Trying again later")]
    private partial void LogFailed(Exception exception, string problem);
}
