using Microsoft.Extensions.Hosting;

namespace Murdoch.Grains.Storage;

/// <summary>Brings the schema up to date before anything reads or writes.</summary>
internal sealed class DatabaseStartup(DatabaseMigrations migrations) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => migrations.RunAsync(cancellationToken);
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
