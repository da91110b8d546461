using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Murdoch.Grains.Messages.Lists;
using Murdoch.Grains.Tests.Messages.Filters;

namespace Murdoch.Grains.Tests.Messages.Lists;

/// <summary>A list's file and its server, and what is told and counted of looks at them.</summary>
public abstract class ReloadTests : IAsyncLifetime, ILogger<ListReload>
{
    protected const string Kept = "the list before stays in force.";
    protected string FilePath { get; } = Path.GetTempFileName();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _metrics = new();

    private protected ConcurrentQueue<string> Told { get; } = [];
    private protected ConcurrentQueue<(string List, string Outcome)> Counted { get; } = [];
    private protected FakeTimeProvider Time { get; } = new(New.Noon);
    private protected ListServer Server { get; private set; } = null!;
    private protected PatternCatalogue Catalogue { get; private set; } = null!;
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Server = await ListServer.Start();
        _metrics.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "list_reloads" && instrument.Meter.Scope == _services.GetRequiredService<IMeterFactory>()) listener.EnableMeasurementEvents(instrument);
        };
        _metrics.SetMeasurementEventCallback<long>((_, _, tags, _) => Counted.Enqueue(((string)tags[0].Value!, (string)tags[1].Value!)));
        _metrics.Start();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _metrics.Dispose();
        await Server.DisposeAsync();
        await _services.DisposeAsync();
        File.Delete(FilePath);
    }

    protected ListReload Of(PatternOptions patterns, ListOptions? lists = null)
    {
        Catalogue = new(Options.Create(patterns));
        return new(Catalogue, Options.Create(patterns), Options.Create(lists ?? new()), Time, _services.GetRequiredService<IMeterFactory>(), this);
    }

    protected bool Finds(string text) => Given.Check(text, lists: Catalogue.Current) is not null;

    protected string Write(string content)
    {
        File.WriteAllText(FilePath, content);
        return FilePath;
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;
    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Told.Enqueue($"{logLevel}: {formatter(state, exception)}");
}
