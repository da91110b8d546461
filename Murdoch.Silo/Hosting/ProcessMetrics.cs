using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Murdoch.Silo.Hosting;

/// <summary>The process itself, under the names that Prometheus' own clients use (https://prometheus.io/docs/instrumenting/writing_clientlibs/).</summary>
internal sealed class ProcessMetrics : IDisposable
{
    public const string MeterName = "Murdoch.Process";
    private readonly Meter _meter = new(MeterName);

    public ProcessMetrics()
    {
        // The exporter adds units and _total: process_resident_memory_bytes, process_cpu_seconds_total, process_start_time_seconds.
        _meter.CreateObservableGauge("process_resident_memory", () => Environment.WorkingSet, "By", "Resident memory");
        _meter.CreateObservableCounter("process_cpu", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "User and system CPU time");
        using var self = Process.GetCurrentProcess();
        var started = new DateTimeOffset(self.StartTime).ToUnixTimeMilliseconds() / 1000.0;
        _meter.CreateObservableGauge("process_start_time", () => started, "s", "Start of the process, seconds since 1970");
    }

    public void Dispose() => _meter.Dispose();
}
