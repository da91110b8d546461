using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Murdoch.Grains.Storage;

namespace Murdoch.Grains.Tests.Storage;

/// <summary>What the meters of one host report.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<(string Instrument, double Value)> _recorded = [];

    public Measurements(IMeterFactory meters)
    {
        var meter = meters.Create(Database.MeterName);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => _recorded.Enqueue((instrument.Name, value)));
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => _recorded.Enqueue((instrument.Name, value)));
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => _recorded.Enqueue((instrument.Name, value)));
        _listener.Start();
    }

    public double[] Of(string instrument) => [.. _recorded.Where(entry => entry.Instrument == instrument).Select(entry => entry.Value)];

    public double Gauge(string instrument)
    {
        _listener.RecordObservableInstruments();
        return Of(instrument)[^1];
    }

    public void Dispose() => _listener.Dispose();
}
