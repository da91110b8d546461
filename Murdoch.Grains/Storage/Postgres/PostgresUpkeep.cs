using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Murdoch.Grains.Storage.Postgres;

/// <summary>What a PostgreSQL database needs from time to time. With SQLite it does nothing.</summary>
internal sealed partial class PostgresUpkeep(IServiceProvider services, IOptions<DatabaseOptions> options, TimeProvider time, ILogger<PostgresUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan SizeInterval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (services.GetRequiredService<Database>() is not PostgresDatabase database) return;
        await database.Ready.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(
            Repeat("The size of the database could not be asked", SizeInterval, () => database.MeasureSize(stoppingToken), stoppingToken),
            // There is time: months are made ahead, and the default partition takes what comes too early.
            Repeat("The next months of violations could not be made", TimeSpan.FromHours(options.Value.PartitionCheckHours), () => MakePartitions(database, stoppingToken), stoppingToken),
            database.Replicas.Any
                ? Repeat("The replicas could not be looked at", TimeSpan.FromMilliseconds(options.Value.ReplicaCheckMilliseconds), () => database.Replicas.Check(database.Primary, stoppingToken), stoppingToken)
                : Task.CompletedTask);
    }

    private async Task Repeat(string failure, TimeSpan interval, Func<Task> work, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try { await work(); }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
            catch (Exception exception) { LogFailed(exception, failure, DatabaseProblems.Describe(exception)); }
            await Task.Delay(interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task MakePartitions(PostgresDatabase database, CancellationToken stoppingToken)
    {
        await using var connection = await database.Primary.OpenConnectionAsync(stoppingToken);
        await services.GetRequiredService<PostgresPartitions>().MakeAsync(connection, stoppingToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Failure}: {Problem}. Trying again later")]
    private partial void LogFailed(Exception exception, string failure, string problem);
}
