using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Murdoch.Grains.Actions;
using Murdoch.Grains.Cases;
using Murdoch.Grains.Gateway;
using Murdoch.Grains.Guilds;
using Murdoch.Grains.Storage;
using Murdoch.Grains.Violations;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Storage;

namespace Murdoch.Grains.Tests.Storage;

/// <summary>Storage as a silo has it, on a database of its own. The suites run once for each database that has such a fixture.</summary>
public abstract class StoreFixture : IAsyncLifetime, ILoggerProvider, ILogger
{
    private IHost? _host;

    internal ViolationStore Violations => Get<ViolationStore>();
    internal CaseStore Cases => Get<CaseStore>();
    internal SnapshotStore Snapshots => Get<SnapshotStore>();
    internal HourlyMetricsStore Hours => Get<HourlyMetricsStore>();
    internal GapStore Gaps => Get<GapStore>();
    internal ExpiryStore Expiries => Get<ExpiryStore>();
    internal DatabaseWriter Writer => Get<DatabaseWriter>();
    internal IGrainStorage GrainStorage => _host!.Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Moderation);
    internal ConcurrentQueue<string> Logged { get; } = [];

    internal T Get<T>() where T : notnull => _host!.Services.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        await Prepare();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSerializer();
        builder.Services.AddMetrics();
        builder.Services.Configure<ClusterOptions>(cluster => cluster.ServiceId = "murdoch");
        builder.Logging.AddProvider(this);
        Register(builder.Services);
        _host = builder.Build();
        await _host.StartAsync();
    }

    public Task Stop() => _host!.StopAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
        }
        GC.SuppressFinalize(this);
    }

    protected virtual Task Prepare() => Task.CompletedTask;
    protected abstract void Register(IServiceCollection services);

    ILogger ILoggerProvider.CreateLogger(string categoryName) => this;
    void IDisposable.Dispose() => GC.SuppressFinalize(this);
    IDisposable? ILogger.BeginScope<TState>(TState state) => null;
    bool ILogger.IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Logged.Enqueue($"{logLevel}: {formatter(state, exception)}");
}
